import type {Cluster, CniKind, PolicyEngine} from './cluster.js';
import {type Known, known, mapKnown} from './known.js';
import type {Topology} from './topology.js';

/** What a person knows better than what was read. An undefined field leaves the reading as it is. */
export type Corrections = {
	/** The next hop is not a firewall we understand: its rules cannot be read, so its verdicts are undecided. */
	readonly firewall?: 'third-party-appliance' | undefined;
	/** The subnets have no network security group, for readers who may not see them. */
	readonly securityGroups?: 'none' | undefined;
	readonly policyEngine?: PolicyEngine | undefined;
	readonly cni?: CniKind | undefined;
	readonly privateCluster?: boolean | undefined;
};

export const noCorrections: Corrections = {};

/** Every correction by the words that flags and answer files use. */
export const corrections: readonly {
	readonly name: string;
	readonly values: Readonly<Record<string, Corrections>>;
}[] = [
	{name: 'firewall', values: {'third-party-appliance': {firewall: 'third-party-appliance'}}},
	{name: 'security-groups', values: {none: {securityGroups: 'none'}}},
	{
		name: 'network-policy',
		values: {
			none: {policyEngine: 'none'},
			azure: {policyEngine: 'azure'},
			calico: {policyEngine: 'calico'},
			cilium: {policyEngine: 'cilium'},
		},
	},
	{
		name: 'cni',
		values: {
			kubenet: {cni: 'kubenet'},
			overlay: {cni: 'overlay'},
			'pod-subnet': {cni: 'pod-subnet'},
			'node-subnet': {cni: 'node-subnet'},
		},
	},
	{name: 'private-cluster', values: {true: {privateCluster: true}, false: {privateCluster: false}}},
];

/**
 * The topology as the person says it is. It belongs right behind decoding, so that the assessment, the plan and the
 * proof (which decodes a changed world again) all see the same network.
 */
export function correctTopology(topology: Topology, corrections: Corrections): Topology {
	const {firewall, securityGroups} = corrections;
	return {
		...topology,
		cluster: mapKnown(topology.cluster, cluster => correctCluster(cluster, corrections)),
		// A next hop that belongs to no firewall we read is what the controls call an appliance.
		firewalls: firewall === 'third-party-appliance' ? [] : topology.firewalls,
		subnets:
			securityGroups === 'none'
				? mapValues(topology.subnets, subnet => mapKnown(subnet, value => ({...value, securityGroup: undefined})))
				: topology.subnets,
		nodeSecurityGroups: securityGroups === 'none' ? known([]) : topology.nodeSecurityGroups,
		interfaceGroups: securityGroups === 'none' ? [] : topology.interfaceGroups,
	};
}

function correctCluster(cluster: Cluster, {policyEngine, cni, privateCluster}: Corrections): Cluster {
	return {
		...cluster,
		policyEngine: policyEngine ?? cluster.policyEngine,
		cni: cni ?? cluster.cni,
		apiServer: {...cluster.apiServer, privateCluster: privateCluster ?? cluster.apiServer.privateCluster},
	};
}

function mapValues<K, V>(
	map: ReadonlyMap<K, Known<V>>,
	change: (value: Known<V>) => Known<V>,
): ReadonlyMap<K, Known<V>> {
	return new Map([...map].map(([key, value]) => [key, change(value)]));
}
