import {anyIpv4, familiesOf, formatAddresses, ofFamily, parseIpv4Cidr, toCidrs} from '../network/address-set.js';
import {selects} from '../network/label-selector.js';
import {covers} from '../network/name-pattern.js';
import type {Service} from '../topology/kubernetes.js';
import {
	type BindContext,
	type BindResult,
	bound,
	type FlowDraft,
	nothing,
	readCluster,
	readList,
	unread,
} from './bind-context.js';
import {clusterSubnets} from './cluster-subnets.js';
import {destinationsOf} from './destinations-of.js';
import type {From, RequirementFrom, To} from './profile.js';
import {addressesOf, sendersOf} from './senders.js';

/** From the internet, from addresses or from a subnet, to load balancer services: one flow each. */
export function bindIngress(from: RequirementFrom | undefined, to: To<'service'>, context: BindContext): BindResult {
	const {topology} = context;
	const senders = sendersOf(from, context);
	if (senders?.ok === false) {
		return unread(senders.gap);
	}

	const services = readList(topology.kubernetes.services, 'services');
	if (!services.ok) {
		return unread(services.gap);
	}

	const found = services.value.filter(service => service.type === 'LoadBalancer' && isMeant(to, service));
	if (found.length === 0) {
		const where = to.namespace === undefined ? 'The cluster' : `Namespace ${to.namespace}`;
		return nothing(`${where} has no ingress controller with a load balancer service.`);
	}

	return bound(
		found.flatMap(byFamily).map(({service, over}): FlowDraft => {
			const name = `${service.namespace}/${service.name}`;
			const at = service.loadBalancerAddresses.length > 0 ? ` (${formatAddresses(service.loadBalancerAddresses)})` : '';
			const path = {kind: 'ingress', service} as const;
			if (senders === undefined) {
				return {suffix: `:${name}${over}`, from: 'internet', to: `${name}${at}`, path};
			}

			const {tag, text, remarks} = senders.value;
			const [family = 'IPv4'] = familiesOf(service.loadBalancerAddresses);
			const same = ofFamily(senders.value.addresses, family);
			const addresses = same.length > 0 ? same : senders.value.addresses;
			return {
				suffix: `:${name}${over}`,
				from: text,
				to: `${name}${at}`,
				path: {...path, from: {addresses, tag}},
				remarks,
			};
		}),
	);
}

/** A service with addresses of both families is asked for by each. */
function byFamily(service: Service): readonly {readonly service: Service; readonly over: string}[] {
	const spoken = familiesOf(service.loadBalancerAddresses);
	return spoken.length < 2
		? [{service, over: ''}]
		: spoken.map(family => ({
				service: {...service, loadBalancerAddresses: ofFamily(service.loadBalancerAddresses, family)},
				over: family === 'IPv6' ? `~${family}` : '',
			}));
}

function isMeant(to: To<'service'>, {namespace, name, labels}: Service): boolean {
	const named = to.match?.some(
		match =>
			(match.name === undefined || covers(match.name, name)) &&
			(match.labels === undefined || selects(match.labels, labels)),
	);
	return (to.namespace === undefined || covers(to.namespace, namespace)) && (named ?? to.namespace !== undefined);
}

/** From published addresses, or from each developer's machine, to the API server. */
export function bindApiServer(
	from: From<'addresses'> | From<'machines'>,
	{profile, topology, answers}: BindContext,
): BindResult {
	const cluster = readCluster(topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const to = cluster.value.apiServer.fqdn ?? 'API server';
	if (from.kind === 'addresses') {
		const source = addressesOf(from.set, profile, topology);
		if (!source.ok) {
			return unread(source.gap);
		}

		const {addresses, tag, remarks, text} = source.value;
		return bound([
			{suffix: '', from: text, to, path: {kind: 'api-server', from: addresses, tag, caller: 'backend'}, remarks},
		]);
	}

	const {privateCluster, authorizedRanges} = cluster.value.apiServer;
	if (answers.machines.length === 0 && !privateCluster && authorizedRanges.length > 0) {
		return unread({
			why: 'The API server takes only certain addresses, and it was not said which ones developers come from.',
			missing: {
				datum: 'the public addresses of the developer machines',
				command: '--machine ADDRESS (on the machine: curl -4 https://ifconfig.me)',
			},
		});
	}

	// Where every address is let in, or none, it does not matter which one is asked for.
	const machines = answers.machines.length === 0 ? [] : toCidrs(answers.machines);
	const drafts = machines.map((cidr): FlowDraft => {
		const machine = parseIpv4Cidr(cidr);
		const text = cidr.replace(/\/32$/, '');
		return {
			suffix: machines.length > 1 ? `@${text}` : '',
			from: `developer machine ${text}`,
			to,
			path: {kind: 'api-server', from: machine.ok ? machine.value : [], tag: undefined, caller: 'machine'},
		};
	});
	const anyone: FlowDraft = {
		suffix: '',
		from: 'developer machines',
		to,
		path: {kind: 'api-server', from: anyIpv4, tag: undefined, caller: 'machine'},
	};
	return bound(drafts.length > 0 ? drafts : [anyone]);
}

export function bindMachine(to: To<'name'> | To<'names'>, context: BindContext): BindResult {
	const cluster = readCluster(context.topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const destinations = destinationsOf(to, cluster.value, context);
	return destinations.ok
		? bound(
				destinations.value.map(({destination, text, suffix, remarks}) => ({
					suffix,
					from: 'developer machines',
					to: text,
					path: {kind: 'machine', destination},
					remarks,
				})),
			)
		: unread(destinations.gap);
}

/** More addresses in each subnet that pods take theirs from; elsewhere they cost nothing that could run out there. */
export function bindPodAddresses(to: To<'pod-subnet'>, {topology}: BindContext): BindResult {
	const cluster = readCluster(topology);
	if (!cluster.ok) {
		return unread(cluster.gap);
	}

	const {cni} = cluster.value;
	if (cni !== 'node-subnet' && cni !== 'pod-subnet') {
		return nothing('Pods do not take their addresses from a subnet.');
	}

	const {subnets, gaps} = clusterSubnets(cluster.value, topology);
	const used = subnets.filter(({podPools}) => podPools.length > 0);
	return bound(
		used.map(({id, label}) => ({
			suffix: used.length > 1 ? `@${label}` : '',
			from: 'new pods',
			to: `${to.count === 1 ? '1 address' : `${to.count} addresses`} in ${label}`,
			path: {kind: 'addresses-needed', count: to.count, subnet: id},
		})),
		gaps,
	);
}

export function bindPublicApiServer({topology}: BindContext): BindResult {
	const cluster = readCluster(topology);
	return cluster.ok
		? bound([{suffix: '', from: 'internet', to: 'API server', path: {kind: 'public-api-server'}}])
		: unread(cluster.gap);
}
