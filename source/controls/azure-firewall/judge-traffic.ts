import {isSubset} from '../../network/interval-set.js';
import {type Box, box} from '../../network/packet-set.js';
import {
	agree,
	type BoundedRule,
	decide,
	deniedInSome,
	type BoundedDecision as RuleDecision,
} from '../../routing/bounded-rules.js';
import {question} from '../../routing/question.js';
import type {Hop, Host, Packets, PlaceOf} from '../../routing/way.js';
import {type ArmId, armKey, parseArmId} from '../../topology/arm-id.js';
import {commandLine} from '../../topology/command-line.js';
import {parseAddresses} from '../../topology/decode/azure/parse-addresses.js';
import type {Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Missing} from '../../topology/missing.js';
import type {Topology} from '../../topology/topology.js';
import type {DecisionOf} from '../decision.js';
import {applicationRules} from './application-rules.js';
import type {FilterRule} from './grounds.js';
import {networkRules} from './network-rules.js';
import {applicationRulesAbout, networkRulesAbout} from './rules-about.js';

/** What the rules of a firewall say of the packets that a route leads there. */
export function judgeTraffic(
	{firewall, subnet}: PlaceOf<'firewall'>,
	hop: Hop,
	topology: Topology,
): DecisionOf<'azure-firewall'> {
	if (firewall.groups.state === 'denied') {
		return unreadFirewall(firewall, firewall.groups.reason, hop);
	}

	const asked = question(hop.packets);
	const decisions = hop.packets.hosts.map(host =>
		decide(filterRules(firewall, subnet, hop.packets, asked[0], host, topology), asked, hop.packets.quantifier),
	);
	const verdict = agree(decisions.map(decision => decision.verdict));
	const telling =
		decisions.find(decision => decision.verdict === verdict) ??
		decisions.find(decision => decision.verdict === 'blocked');
	const shares = telling?.shares ?? [];
	return {
		control: 'azure-firewall',
		hop,
		verdict,
		resource: firewall.id,
		missing: verdict === 'undecided' ? missingOf(decisions, hop.packets) : undefined,
		grounds: {
			kind: 'rules',
			firewall,
			rules: shares.map(({origin}) => origin),
			packets: shares.flatMap(({packets}) => packets),
			candidates: candidatesIn(decisions),
			denied: deniedInSome(decisions),
		},
	};
}

/** What a rule depends on; of packets to addresses, whether a name is spoken. */
function missingOf(decisions: readonly RuleDecision<unknown>[], {hosts}: Packets): Missing | undefined {
	const [unknown] = decisions.flatMap(decision => decision.unknown);
	const nameless = hosts.some(({kind}) => kind === 'unknown-name');
	return (
		unknown ?? (nameless ? {datum: 'which server name the client sends, if any', command: 'nslookup NAME'} : undefined)
	);
}

/** What may match, and what allows it. */
function candidatesIn(decisions: readonly RuleDecision<FilterRule | undefined>[]): readonly FilterRule[] {
	const doubtful = decisions.flatMap(decision => decision.doubtful);
	const allowing = decisions.filter(({verdict}) => verdict !== 'blocked').flatMap(({shares}) => shares);
	const found = [...doubtful, ...allowing.filter(({action}) => action === 'allow').map(({origin}) => origin)];
	return [...new Set(found.filter(origin => origin !== undefined))];
}

/** Network rules, then application rules, then the default deny; the first match ends it (rule-processing.md). */
function filterRules(
	firewall: Firewall,
	subnet: ArmId,
	{sourceView, destinationView}: Packets,
	asked: Box,
	host: Host,
	topology: Topology,
): readonly BoundedRule<FilterRule | undefined>[] {
	const name = host.kind === 'named' ? host.pattern : host.kind === 'nameless' ? host.addressOf : undefined;
	const resolvesThroughFirewall = asksFirewall(firewall, subnet, topology);
	return [
		...networkRules(
			firewall,
			sourceView,
			destinationView,
			{name, resolvesThroughFirewall},
			networkRulesAbout(firewall, asked),
		),
		...applicationRules(firewall, sourceView, host, applicationRulesAbout(firewall, host, asked)),
		{least: [box({})], most: [box({})], unknown: [], action: 'deny', origin: undefined},
	];
}

/** Every DNS server of the network is the firewall itself (dns-details.md). */
export function asksFirewall(firewall: Firewall, subnet: ArmId, topology: Topology): boolean {
	const found = knownValue(topology.subnets.get(armKey(subnet)));
	const network = found && knownValue(topology.virtualNetworks.get(armKey(found.virtualNetwork)));
	const servers = network?.dnsServers ?? [];
	return servers.length > 0 && servers.every(server => isSubset(parseAddresses([server]), firewall.privateAddresses));
}

export function unreadFirewall(firewall: Firewall, reason: string, hop: Hop): DecisionOf<'azure-firewall'> {
	return {
		control: 'azure-firewall',
		hop,
		verdict: 'undecided',
		resource: firewall.id,
		missing: {
			datum: `the rules of firewall ${firewall.name}`,
			command:
				firewall.policy === undefined
					? commandLine('az', 'network', 'firewall', 'show', '--ids', firewall.id)
					: listGroups(firewall.policy),
		},
		grounds: {kind: 'unread', firewall, reason},
	};
}

function listGroups(policy: ArmId): string {
	const {resourceGroup = 'GROUP', name = policy} = parseArmId(policy) ?? {};
	return commandLine(
		...['az', 'network', 'firewall', 'policy', 'rule-collection-group', 'list'],
		...['--resource-group', resourceGroup, '--policy-name', name],
	);
}
