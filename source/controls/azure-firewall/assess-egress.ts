import type {EgressPath, Flow} from '../../profiles/flow.js';
import {type ArmId, parseArmId} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import type {Topology} from '../../topology/topology.js';
import {commandLine} from '../command-line.js';
import type {TrailEntry} from '../control.js';
import {describeDestination, missingResolution} from '../destination-cases.js';
import {describePart, describeService} from '../question.js';
import {listed, missingOf} from '../trail.js';
import {decideEgress, type FilterRule, type FirewallDecision} from './decide-egress.js';
import {placeLabel} from './evaluation-order.js';

/** One entry per firewall that a route leads to; none where no route does, whatever its rules say. */
export function assessEgress(flow: Flow, path: EgressPath, topology: Topology): readonly TrailEntry[] {
	return decideEgress(flow, path, topology).map(found =>
		found.firewall.groups.state === 'denied'
			? unreadable(found.firewall, found.firewall.groups.reason)
			: entry(flow, path, found),
	);
}

export function unreadable(firewall: Firewall, reason: string): TrailEntry {
	return {
		control: 'azure-firewall',
		verdict: 'undecided',
		resource: firewall.id,
		rule: 'unknown',
		why: `The rules of firewall ${firewall.name} could not be read: ${reason}`,
		missing: {
			datum: `the rules of firewall ${firewall.name}`,
			command:
				firewall.policy === undefined
					? commandLine('az', 'network', 'firewall', 'show', '--ids', firewall.id)
					: listGroups(firewall.policy),
		},
	};
}

function entry(flow: Flow, {destination}: EgressPath, found: FirewallDecision): TrailEntry {
	const {firewall, verdict, decision, candidates, unknown} = found;
	const labels = decision.shares.map(({origin}) => labelOf(firewall, origin));
	const rule = listed(labels.length > 0 ? labels : ['default deny']);
	const traffic = `${describeService(flow)} to ${describeDestination(destination)}`;
	const common = {control: 'azure-firewall', verdict, resource: firewall.id, rule} as const;
	switch (verdict) {
		case 'allowed': {
			const why = `Firewall ${firewall.name} allows ${traffic} by ${kindOf(decision.shares[0]?.origin)} ${rule}.`;
			return {...common, why: why + caveat(firewall)};
		}

		case 'blocked': {
			const part =
				destination.kind === 'addresses'
					? describePart(
							decision.shares.flatMap(({packets}) => packets),
							destination.addresses,
						)
					: '';
			return {...common, why: `${denial(firewall, rule, traffic, decision.shares[0]?.origin)}${part}.`};
		}

		case 'undecided': {
			const missing = missingOf(unknown, missingFor(destination));
			const [candidate] = candidates;
			const perhaps = candidate === undefined ? rule : listed(candidates.map(origin => labelOf(firewall, origin)));
			const does = candidate === undefined || candidate.collection.action === 'deny' ? 'denies' : 'allows';
			return {
				...common,
				rule: perhaps,
				why: `Whether firewall ${firewall.name} ${does} ${traffic} by ${perhaps} depends on ${missing.datum}.`,
				missing,
			};
		}
	}
}

function missingFor(destination: EgressPath['destination']) {
	return destination.kind === 'name'
		? missingResolution(destination)
		: {datum: 'which server name the client sends, if any', command: 'nslookup NAME'};
}

function denial(firewall: Firewall, rule: string, traffic: string, origin: FilterRule | undefined): string {
	if (origin === undefined) {
		return `No rule of firewall ${firewall.name} allows ${traffic}, so its default denies it`;
	}

	return origin.rule.kind === 'network'
		? `Firewall ${firewall.name} denies ${traffic} by network rule ${rule}, before any application rule is asked`
		: `No network rule of firewall ${firewall.name} matches ${traffic}, and application rule ${rule} denies it`;
}

function kindOf(origin: FilterRule | undefined): string {
	return origin?.rule.kind === 'application' ? 'application rule' : 'network rule';
}

export function labelOf(firewall: Firewall, origin: FilterRule | undefined): string {
	return origin === undefined ? 'default deny' : placeLabel(firewall, origin);
}

/** These act before or beside the rules, and on what they know of the moment (rule-processing.md). */
export function caveat({threatIntelMode, intrusionDetectionMode}: Firewall): string {
	const modes = [
		threatIntelMode.toLowerCase() === 'deny' ? 'threat intelligence' : '',
		intrusionDetectionMode.toLowerCase() === 'deny' ? 'intrusion detection' : '',
	].filter(mode => mode !== '');
	return modes.length === 0 ? '' : ` Its ${modes.join(' and ')} may still deny what it takes for an attack.`;
}

function listGroups(policy: ArmId): string {
	const {resourceGroup = 'GROUP', name = policy} = parseArmId(policy) ?? {};
	return commandLine(
		...['az', 'network', 'firewall', 'policy', 'rule-collection-group', 'list'],
		...['--resource-group', resourceGroup, '--policy-name', name],
	);
}
