import type {EgressPath, Flow, Missing} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import type {SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';
import {agree, type DecidedVerdict, type Decision, decide} from '../bounded-rules.js';
import type {TrailEntry} from '../control.js';
import {describeDestination, destinationCases, missingResolution} from '../destination-cases.js';
import {describePart, describeService, question} from '../question.js';
import {plainView} from '../resolve-tags.js';
import {listed, missingOf} from '../trail.js';
import {tagReadings, virtualNetworkExtent, withNetworkTags} from '../virtual-network-tag.js';
import {interfaceLevels, isAmong, type Level, subnetLevel} from './groups.js';
import {ruleLabel, securityRules, withRulesAbout} from './match-rules.js';

export type GroupDecision = {
	readonly verdict: DecidedVerdict;
	readonly decision: Decision<SecurityRule>;
	readonly unknown: readonly Missing[];
	/** Every rule that denies some of it in some case; a rule that is to help must come before all of them. */
	readonly denials: readonly SecurityRule[];
};

/** Outbound: first the interface's group, then the subnet's; both must allow (network-security-group-how-it-works). */
export function assessEgress(flow: Flow, path: EgressPath, topology: Topology): readonly TrailEntry[] {
	return egressLevels(path, topology).map(level => {
		if (level.state !== 'group') {
			return level.entry;
		}

		return entry(flow, path, level.group, decideEgress(flow, path, level.group, topology));
	});
}

export function egressLevels(path: EgressPath, topology: Topology): readonly Level[] {
	const interfaces = interfaceLevels(topology);
	const subnet = subnetLevel(path.origin.subnet, topology);
	return isAmong(subnet, interfaces) ? interfaces : [...interfaces, subnet];
}

/** One group's verdict: the same in every case of the destination and in every reading of the VirtualNetwork tag. */
export function decideEgress(flow: Flow, path: EgressPath, group: SecurityGroup, topology: Topology): GroupDecision {
	const {origin, destination} = path;
	const readings = tagReadings(origin.subnet, topology).map(reading => {
		const virtualNetwork = virtualNetworkExtent(origin.subnet, topology, reading);
		return destinationCases(destination, topology).map(({addresses, quantifier, view}) => {
			const asked = question(flow, origin.addresses, addresses);
			const views = {
				source: withNetworkTags(plainView(topology), virtualNetwork),
				destination: withNetworkTags(view, virtualNetwork),
			};
			return decide(
				securityRules(withRulesAbout(group, 'outbound', asked[0]), 'outbound', views),
				asked,
				quantifier === 'every' ? 'every' : 'some-destination',
			);
		});
	});
	const found = combine(readings.flat());
	// Each reading is certain, and they contradict each other: then resolving a name would tell nothing.
	const contradict = found.verdict === 'undecided' && readings.every(list => combine(list).verdict !== 'undecided');
	return contradict ? {...found, unknown: [missingTagReading]} : found;
}

const missingTagReading: Missing = {
	datum: 'what the VirtualNetwork tag holds under the 0.0.0.0/0 route',
	command: 'az network nic list-effective-nsg --resource-group GROUP --name NIC',
};

/** The verdict all decisions agree on, with the decision that shows it best: a denial where there is any. */
export function combine(decisions: readonly Decision<SecurityRule>[]): GroupDecision {
	const verdict = agree(decisions.map(decision => decision.verdict));
	const telling =
		decisions.find(decision => decision.verdict === verdict) ??
		decisions.find(decision => decision.verdict === 'blocked');
	return {
		verdict,
		decision: telling ?? {verdict, shares: [], doubtful: [], unknown: []},
		unknown: decisions.flatMap(({unknown}) => unknown),
		denials: [
			...new Set(
				decisions.flatMap(({shares}) => shares.filter(({action}) => action === 'deny').map(({origin}) => origin)),
			),
		],
	};
}

function entry(
	flow: Flow,
	{destination}: EgressPath,
	group: SecurityGroup,
	{verdict, decision, unknown}: GroupDecision,
): TrailEntry {
	const rules = listed(decision.shares.map(({origin: rule}) => ruleLabel(rule)));
	const traffic = `${describeService(flow)} to ${describeDestination(destination)}`;
	const common = {control: 'nsg', resource: group.id, rule: rules} as const;
	switch (verdict) {
		case 'allowed': {
			return {...common, verdict, why: `${group.name} allows ${traffic} by ${rules}.`};
		}

		case 'blocked': {
			const part = destination.kind === 'addresses' ? describePart(packetsOf(decision), destination.addresses) : '';
			return {...common, verdict, why: `${group.name} denies ${traffic} by ${rules}${part}.`};
		}

		case 'undecided': {
			const missing = missingOf(unknown, missingResolution(destination));
			return {
				...common,
				verdict,
				why: `Whether ${group.name} denies ${traffic} by ${rules} depends on ${missing.datum}.`,
				missing,
			};
		}
	}
}

function packetsOf({shares}: Decision<SecurityRule>) {
	return shares.flatMap(({packets}) => packets);
}
