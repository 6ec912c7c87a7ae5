import type {Cluster} from '../../topology/cluster.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Evidence} from './evidence.js';

const engines = {
	none: 'none',
	azure: 'Azure network policy manager',
	calico: 'Calico',
	cilium: 'Cilium',
	kubernetes: 'plain Kubernetes',
} as const;

export function policyEnforcement({kubernetes}: Topology, {policyEngine, dataPlane}: Cluster): Evidence {
	const {networkPolicies, ciliumPolicies} = kubernetes;
	const engine = engines[policyEngine];
	const read = `The cluster names ${engine} as its policy engine (data plane ${dataPlane}).`;
	if (networkPolicies.state === 'denied') {
		return {answer: `${engine}, policies not readable`, certainty: 'denied', sentences: [read, networkPolicies.reason]};
	}

	const policies = knownValue(networkPolicies) ?? [];
	const cilium = knownValue(ciliumPolicies) ?? [];
	const namespaces = [...new Set(policies.map(({namespace}) => namespace))];
	const total = policies.length + cilium.length;
	return {
		answer:
			policyEngine === 'none' && total === 0 ? 'none' : `${engine}, ${total === 1 ? '1 policy' : `${total} policies`}`,
		certainty: total === 0 ? 'absent' : 'known',
		sentences: [
			read,
			policies.length === 0
				? 'No NetworkPolicy was found.'
				: `${policies.length === 1 ? '1 NetworkPolicy' : `${policies.length} NetworkPolicies`} in ${namespaces.join(', ')}.`,
			...(cilium.length > 0 ? [`${cilium.length} Cilium policies.`] : []),
			...(policyEngine === 'none' && total > 0 ? ['They are not enforced: there is no policy engine.'] : []),
		],
	};
}
