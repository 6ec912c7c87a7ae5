import type {Assessment} from '../../controls/assess.js';
import {knownValue} from '../../topology/known.js';
import type {PolicyResource} from '../../topology/kubernetes.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';

/** Something that was not looked at, and by which a rule may be needed all the same. */
export type UnusedBound = {readonly why: string; readonly missing?: Missing};

/** Rules in these languages are not taken apart. */
const otherPolicies: readonly PolicyResource[] = [
	'adminnetworkpolicies',
	'baselineadminnetworkpolicies',
	'clusternetworkpolicies',
	'networkpolicies.crd.projectcalico.org',
	'globalnetworkpolicies',
];

/**
 * What bounds the answer that nothing needs a rule: what was not read may need it.
 *
 * @param given whether somebody named the profiles; else only workloads that shipped profiles know were found
 */
export function unusedBounds(
	topology: Topology,
	{unbound}: Assessment,
	given: boolean,
	profiles: readonly string[],
): readonly UnusedBound[] {
	const {policyObjects = {}, networkPolicies, ciliumPolicies} = topology.kubernetes;
	const others = otherPolicies.filter(kind => (knownValue(policyObjects[kind]) ?? []).length > 0);
	const unreadGroups = topology.firewalls.filter(({groups}) => groups.state === 'denied').map(({name}) => name);
	const unreadPolicies = [networkPolicies, ciliumPolicies].find(({state}) => state === 'denied');
	return [
		{
			why: given
				? `Only the needs of ${profiles.join(', ')} were checked; whatever else uses the network may need these rules.`
				: 'Only workloads with a shipped profile were checked; no profile says what your own applications need. Generate one with `aksess profiles new` and give it with --profile.',
		},
		...unbound
			.filter(({verdict}) => verdict === 'undecided')
			.map(({requirement, why, missing}) => ({
				why: `What ${requirement} needs is not known: ${why}`,
				...(missing === undefined ? {} : {missing}),
			})),
		...(unreadGroups.length === 0
			? []
			: [{why: `The rules of ${unreadGroups.join(', ')} could not be read, so they were not looked at.`}]),
		...(topology.unreadFirewalls === true
			? [{why: 'A list of firewalls could not be read: rules of others were not looked at.'}]
			: []),
		...(unreadPolicies?.state === 'denied'
			? [{why: `Network policies could not be read, so they were not looked at: ${unreadPolicies.reason}`}]
			: []),
		...(others.length === 0 ? [] : [{why: `Rules in ${others.join(', ')} were not looked at one by one.`}]),
	];
}
