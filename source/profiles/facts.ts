import {clusterFeatures} from '../topology/decode/azure/decode-features.js';

/** What can be asked of any cluster in a condition; a profile may add facts of its own. The values are listed where they are a closed set. */
export const factValues = {
	cni: ['kubenet', 'overlay', 'pod-subnet', 'node-subnet', 'none'],
	'policy-engine': ['none', 'azure', 'calico', 'cilium', 'kubernetes'],
	'private-cluster': ['true', 'false'],
	'vnet-integration': ['true', 'false'],
	/** Azure adds values. */
	'outbound-type': undefined,
	os: ['linux', 'windows'],
	cloud: ['global', 'us-government', 'china'],
	/** Whether the tunnel of the control plane runs through its agents, which need no ports of their own. */
	'konnectivity-agent': ['true', 'false'],
	/** Whether Dapr came as an extension of AKS, with images of Microsoft's. */
	'dapr-extension': ['true', 'false'],
	/** Add-ons, kinds of nodes: what is switched on (topology/decode/azure/decode-features.ts). */
	feature: clusterFeatures,
} as const satisfies Record<string, readonly string[] | undefined>;

export type FactName = keyof typeof factValues;

export const factNames = Object.keys(factValues);

export function isFactName(name: string): name is FactName {
	return Object.hasOwn(factValues, name);
}
