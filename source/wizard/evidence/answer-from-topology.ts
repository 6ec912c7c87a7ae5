import type {Cluster} from '../../topology/cluster.js';
import type {Corrections} from '../../topology/correct-topology.js';
import type {Topology} from '../../topology/topology.js';
import type {QuestionId} from '../questions.js';
import {addressAssignment} from './address-assignment.js';
import {authorizedRanges} from './authorized-ranges.js';
import type {Evidence} from './evidence.js';
import {firewallOnPath} from './firewall-on-path.js';
import {policyEnforcement} from './policy-enforcement.js';
import {privateApiServer} from './private-api-server.js';
import {securityGroups} from './security-groups.js';

export type TopologyQuestion = Extract<
	QuestionId,
	'firewall' | 'security-groups' | 'network-policy' | 'cni' | 'private-cluster' | 'authorized-ranges'
>;

export type TopologyAnswer = Evidence & {
	readonly id: TopologyQuestion;
	readonly title: string;
	readonly corrected: boolean;
};

type Reader = (topology: Topology, cluster: Cluster) => Evidence;

const readers: readonly {
	readonly id: TopologyQuestion;
	readonly title: string;
	readonly read: Reader;
	readonly isCorrected: (corrections: Corrections) => boolean;
}[] = [
	{id: 'firewall', title: 'Firewall', read: firewallOnPath, isCorrected: ({firewall}) => firewall !== undefined},
	{
		id: 'security-groups',
		title: 'NSG',
		read: securityGroups,
		isCorrected: corrections => corrections.securityGroups !== undefined,
	},
	{
		id: 'network-policy',
		title: 'Network policy',
		read: policyEnforcement,
		isCorrected: ({policyEngine}) => policyEngine !== undefined,
	},
	{id: 'cni', title: 'Pod addresses (CNI)', read: addressAssignment, isCorrected: ({cni}) => cni !== undefined},
	{
		id: 'private-cluster',
		title: 'Private cluster',
		read: (_topology, cluster) => privateApiServer(cluster),
		isCorrected: ({privateCluster}) => privateCluster !== undefined,
	},
	{
		id: 'authorized-ranges',
		title: 'Authorized ranges',
		read: (_topology, cluster) => authorizedRanges(cluster),
		isCorrected: () => false,
	},
];

/** The six questions of the article about a cluster's network, each answered from the topology with its evidence. */
export function answerFromTopology(topology: Topology, corrections: Corrections): readonly TopologyAnswer[] {
	return readers.map(({id, title, read, isCorrected}) => ({
		id,
		title,
		corrected: isCorrected(corrections),
		...(topology.cluster.state === 'known' ? read(topology, topology.cluster.value) : unread(topology)),
	}));
}

function unread({cluster}: Topology): Evidence {
	return cluster.state === 'denied'
		? {answer: 'not readable', certainty: 'denied', sentences: [cluster.reason]}
		: {
				answer: 'no cluster was read',
				certainty: 'absent',
				sentences: ['There is no managed cluster in what was read.'],
			};
}
