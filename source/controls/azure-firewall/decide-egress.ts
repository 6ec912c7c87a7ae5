import {formatAddress} from '../../network/address-set.js';
import {intersection, isEmpty, union} from '../../network/interval-set.js';
import {box} from '../../network/packet-set.js';
import type {Destination, EgressPath, Flow, Missing} from '../../profiles/flow.js';
import {armKey} from '../../topology/arm-id.js';
import type {ApplicationRule, Firewall, NetworkRule} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {agree, type BoundedRule, type DecidedVerdict, type Decision, decide} from '../bounded-rules.js';
import {type DestinationCase, destinationCases} from '../destination-cases.js';
import {nextHops, type RouteShare} from '../next-hop.js';
import {question} from '../question.js';
import {plainView} from '../resolve-tags.js';
import {applicationRules, type Host} from './application-rules.js';
import type {PlacedRule} from './evaluation-order.js';
import {networkRules} from './network-rules.js';
import {withRulesAbout} from './rules-about.js';

export type FilterRule = PlacedRule<NetworkRule | ApplicationRule>;

export type FirewallDecision = {
	readonly firewall: Firewall;
	readonly verdict: DecidedVerdict;
	/** What shows the verdict best; shares of `default deny` have no rule. */
	readonly decision: Decision<FilterRule | undefined>;
	/** Only when undecided: the rules that allow or deny it in one of the cases. */
	readonly candidates: readonly FilterRule[];
	readonly unknown: readonly Missing[];
	/** Some of the traffic, or in some cases all of it, takes another way. */
	readonly passedBy: boolean;
};

/** Asks every firewall that a route of the flow's subnet leads to, about what the route leads there. */
export function decideEgress(flow: Flow, path: EgressPath, topology: Topology): readonly FirewallDecision[] {
	const cases = destinationCases(path.destination, topology);
	const ways = cases.flatMap(found => waysOf(found, path, topology));
	const firewalls = new Map(
		ways.flatMap(({shares}) =>
			shares.flatMap(({route: {hop}}) => (hop.kind === 'firewall' ? [[hop.firewall.id, hop.firewall] as const] : [])),
		),
	);
	return [...firewalls.values()].map(firewall => decideFirewall(firewall, flow, path, ways, topology));
}

type Way = {readonly found: DestinationCase; readonly shares: readonly RouteShare[]};

function waysOf(found: DestinationCase, {origin}: EgressPath, topology: Topology): readonly Way[] {
	const hops = nextHops(origin.subnet, found.addresses, found.view, topology);
	return hops.state === 'known' ? hops.readings.map(shares => ({found, shares})) : [];
}

function decideFirewall(
	firewall: Firewall,
	flow: Flow,
	path: EgressPath,
	ways: readonly Way[],
	topology: Topology,
): FirewallDecision {
	const results = ways.map(({found, shares}) => {
		const here = shares.filter(({route: {hop}}) => hop.kind === 'firewall' && hop.firewall.id === firewall.id);
		const destinations = union(...here.map(share => share.destinations));
		if (isEmpty(destinations)) {
			return {verdict: 'allowed' as const, decisions: [], passedBy: true};
		}

		const asked = question(flow, path.origin.addresses, intersection(found.addresses, destinations));
		const concerned = withRulesAbout(firewall, asked[0]);
		const decisions = hostsOf(path.destination).map(host =>
			decide(
				filterRules(concerned, path, found, host, topology),
				asked,
				found.quantifier === 'every' ? 'every' : 'some-destination',
			),
		);
		const passedBy = here.length < shares.length;
		const verdicts = decisions.map(decision => decision.verdict);
		// A name that may lie elsewhere may never meet this firewall; of listed addresses all must get through.
		const verdict = agree(passedBy && found.quantifier === 'some' ? [...verdicts, 'allowed'] : verdicts);
		return {verdict, decisions, passedBy};
	});
	const verdict = agree(results.map(result => result.verdict));
	const decisions = results.flatMap(result => result.decisions);
	const telling =
		decisions.find(decision => decision.verdict === verdict) ??
		decisions.find(decision => decision.verdict === 'blocked');
	return {
		firewall,
		verdict,
		decision: telling ?? {verdict, shares: [], doubtful: [], unknown: []},
		candidates: verdict === 'undecided' ? candidatesIn(decisions) : [],
		unknown: decisions.flatMap(({unknown}) => unknown),
		passedBy: results.some(result => result.passedBy),
	};
}

/** What may match, and where the cases differ, what does in some of them. */
function candidatesIn(decisions: readonly Decision<FilterRule | undefined>[]): readonly FilterRule[] {
	const doubtful = decisions.flatMap(decision => decision.doubtful);
	const allowing = decisions.filter(({verdict}) => verdict !== 'blocked').flatMap(({shares}) => shares);
	const found = [...doubtful, ...allowing.filter(({action}) => action === 'allow').map(({origin}) => origin)];
	return [...new Set(found.filter(origin => origin !== undefined))];
}

function hostsOf(destination: Destination): readonly Host[] {
	return destination.kind === 'addresses'
		? [{kind: 'nameless'}, {kind: 'unknown-name'}]
		: [{kind: 'named', pattern: destination.pattern, outsideAzure: destination.hosting.kind === 'outside-azure'}];
}

/** Network rules, then application rules, then the default deny; the first match ends it (rule-processing.md). */
function filterRules(
	firewall: Firewall,
	{origin, destination}: EgressPath,
	found: DestinationCase,
	host: Host,
	topology: Topology,
): readonly BoundedRule<FilterRule | undefined>[] {
	const sourceView = plainView(topology);
	const name = destination.kind === 'name' ? destination.pattern : undefined;
	const resolvesThroughFirewall = asksFirewall(firewall, origin.subnet, topology);
	return [
		...networkRules(firewall, sourceView, found.view, {name, resolvesThroughFirewall}),
		...applicationRules(firewall, sourceView, host),
		{least: [box({})], most: [box({})], unknown: [], action: 'deny', origin: undefined},
	];
}

/** Every DNS server of the network is the firewall itself (dns-details.md). */
export function asksFirewall(firewall: Firewall, subnet: string, topology: Topology): boolean {
	const found = knownValue(topology.subnets.get(armKey(subnet)));
	const network = found && knownValue(topology.virtualNetworks.get(armKey(found.virtualNetwork)));
	const own = firewall.privateAddresses.flatMap(([first, last]) =>
		Array.from({length: last - first + 1}, (_, index) => first + index),
	);
	const servers = network?.dnsServers ?? [];
	return servers.length > 0 && servers.every(server => own.some(address => formatAddress(address) === server));
}
