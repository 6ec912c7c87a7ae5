import {type BindContext, type BindResult, bound, readCluster, unread} from './bind-context.js';
import type {RequirementFrom} from './profile.js';
import {sendersOf} from './senders.js';

/** From the internet, from addresses or from a subnet to ports of the nodes: node ports, and ports that pods have of a host. */
export function bindToNodes(from: RequirementFrom | undefined, context: BindContext): BindResult {
	const cluster = readCluster(context.topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const senders = sendersOf(from, context);
	if (senders?.ok === false) {
		return unread(senders.gap);
	}

	const pools = cluster.value.pools.map(({name}) => name);
	const to = `nodes of ${cluster.value.name}`;
	if (senders === undefined) {
		return bound([{suffix: '', from: 'internet', to, path: {kind: 'to-nodes', pools}}]);
	}

	const {addresses, tag, text, remarks} = senders.value;
	return bound([{suffix: '', from: text, to, path: {kind: 'to-nodes', from: {addresses, tag}, pools}, remarks}]);
}
