import type {NeedOf} from '../../controls/need.js';
import {formatAddress} from '../../network/address.js';
import {type AddressSet, anyAddress, anyIpv4, toCidrs, withoutFullLength} from '../../network/address-set.js';
import {equals, isSubset} from '../../network/interval-set.js';
import {covers} from '../../network/name-pattern.js';
import {formatPorts} from '../../network/port-set.js';
import {valueKey} from '../../network/value-key.js';
import type {Topology} from '../../topology/topology.js';
import type {JsonObject} from '../../topology/world.js';
import {contentHash} from '../basis.js';
import {type Wanted, type WantedOf, wantedOf} from '../wanted.js';
import {fewestRules, holdsPackets, type PacketRule, type RuleSide} from './packet-rule.js';
import {bySharers, fewest, requirementsOf, type Served, sharedName} from './served.js';

export type FirewallNeedKind = 'application-rule' | 'network-rule' | 'dnat-rule';

type FirewallNeed = NeedOf<FirewallNeedKind>;

export type WantedFirewallRule = WantedOf<FirewallNeedKind>;

/** Rules of one firewall, by the type of collection they belong in; bodies as policies spell them. */
export type FirewallRules = {
	readonly dnat: readonly JsonObject[];
	readonly network: readonly JsonObject[];
	readonly application: readonly JsonObject[];
};

export function isFirewallRule(wanted: Wanted): wanted is WantedFirewallRule {
	return wanted.need.kind in holders;
}

/**
 * As few rules as open what is wanted in one policy or classic firewall. Each is named after the requirements that want
 * it, so that a reader of the firewall knows why it is there; hosts that the same ones want share a rule.
 */
export function firewallRules(wanted: readonly WantedFirewallRule[], topology: Topology): FirewallRules {
	const network = served(wanted, 'network-rule').map(({effect, wanted: by}) => ({
		effect: packetRule(effect),
		wanted: by,
	}));
	const application = fewest(served(wanted, 'application-rule'), {holds: holdsName});
	return {
		dnat: named(fewest(served(wanted, 'dnat-rule'), {holds: isSameListener}), dnatRule),
		network: named(
			fewestRules(network, topology, ({need}) => (need.kind === 'network-rule' ? need.denied : undefined)),
			networkRule,
		),
		application: named(bySharers(application).flatMap(sharedHosts), applicationRule),
	};
}

type Holds<Kind extends FirewallNeedKind> = (whole: NeedOf<Kind>, part: FirewallNeed, topology: Topology) => boolean;

/** Of every kind, whether a rule for the one need opens what the other one needs. */
const holders: {readonly [Kind in FirewallNeedKind]: Holds<Kind>} = {
	'application-rule': (whole, part) => part.kind === 'application-rule' && holdsName(whole, part),
	'network-rule': (whole, part, topology) =>
		part.kind === 'network-rule' && holdsPackets(packetRule(whole), packetRule(part), topology),
	'dnat-rule': (whole, part) => part.kind === 'dnat-rule' && isSameListener(whole, part),
};

/** The same of two needs in the same firewall. */
export function holdsNeed<Kind extends FirewallNeedKind>(
	whole: NeedOf<Kind>,
	part: FirewallNeed,
	topology: Topology,
): boolean {
	return holders[whole.kind](whole, part, topology);
}

function served<Kind extends FirewallNeedKind>(wanted: readonly Wanted[], kind: Kind): readonly Served<NeedOf<Kind>>[] {
	return wantedOf(wanted, kind).map(item => ({effect: item.need, wanted: [item]}));
}

type NameNeed = NeedOf<'application-rule'>;

function holdsName(whole: NameNeed, part: NameNeed): boolean {
	return (
		whole.scheme === part.scheme &&
		whole.port === part.port &&
		isSubset(part.sources, whole.sources) &&
		covers(whole.name, part.name)
	);
}

type DnatNeed = NeedOf<'dnat-rule'>;

function isSameListener(a: DnatNeed, b: DnatNeed): boolean {
	return valueKey(dnatRule(a)) === valueKey(dnatRule(b));
}

function packetRule({sources, destinations, protocol, ports}: NeedOf<'network-rule'>): PacketRule {
	return {sources, destinations, protocol, ports};
}

type Hosts = Pick<NameNeed, 'sources' | 'scheme' | 'port'> & {readonly names: readonly string[]};

/** What the same requirements want, by everything but the host. */
function sharedHosts(all: readonly Served<NameNeed>[]): readonly Served<Hosts>[] {
	const alike = Map.groupBy(all, ({effect: {sources, scheme, port}}) => valueKey([sources, scheme, port]));
	return [...alike.values()].flatMap(items =>
		items.slice(0, 1).map(({effect: {sources, scheme, port}}) => ({
			effect: {sources, scheme, port, names: items.map(({effect}) => effect.name)},
			wanted: items.flatMap(({wanted}) => wanted),
		})),
	);
}

function named<Effect>(all: readonly Served<Effect>[], body: (effect: Effect) => JsonObject): readonly JsonObject[] {
	const count = new Map<string, number>();
	return all.map(({effect, wanted}) => {
		const requirements = requirementsOf(wanted);
		const name = sharedName(requirements);
		const number = (count.get(name) ?? 0) + 1;
		count.set(name, number);
		return {
			name: number === 1 ? name : `${name}-${number}`,
			...(requirements.length > 1 ? {description: `For ${requirements.join(', ')}.`} : {}),
			...body(effect),
		};
	});
}

function applicationRule({scheme, port, sources, names}: Hosts): JsonObject {
	return {
		ruleType: 'ApplicationRule',
		protocols: [{protocolType: scheme === 'https' ? 'Https' : 'Http', port}],
		sourceAddresses: spellAddresses(sources),
		targetFqdns: names,
	};
}

function networkRule({protocol, sources, destinations, ports}: PacketRule): JsonObject {
	const isName = 'fqdn' in destinations;
	return {
		ruleType: 'NetworkRule',
		ipProtocols: [protocol.toUpperCase()],
		sourceAddresses: spellSide(sources),
		destinationAddresses: isName ? [] : spellSide(destinations),
		destinationFqdns: isName ? [destinations.fqdn] : [],
		destinationPorts: formatPorts(ports).split(','),
	};
}

function dnatRule({protocol, sources, publicAddress, port, translatedAddress}: DnatNeed): JsonObject {
	return {
		ruleType: 'NatRule',
		ipProtocols: [protocol.toUpperCase()],
		sourceAddresses: spellAddresses(sources),
		destinationAddresses: [formatAddress(publicAddress)],
		destinationPorts: [String(port)],
		translatedAddress: formatAddress(translatedAddress),
		translatedPort: String(port),
	};
}

/** As rules of groups and of firewalls spell it; names have fields of their own. */
export function spellSide(side: RuleSide): readonly string[] {
	return 'tag' in side ? [side.tag] : 'fqdn' in side ? [side.fqdn] : spellAddresses(side);
}

/** `*` for everything, single addresses without `/32`, as Azure itself stores them. */
function spellAddresses(set: AddressSet): readonly string[] {
	return equals(set, anyIpv4) || equals(set, anyAddress) ? ['*'] : toCidrs(set).map(withoutFullLength);
}

/** Ours from an earlier run stay as they are: a new rule that one of them says already is none, and no name is used twice. */
export function besideOld(old: readonly JsonObject[], rules: readonly JsonObject[]): readonly JsonObject[] {
	const said = new Set(old.map(contentOf));
	const taken = new Set(old.map(rule => rule['name']));
	const added: JsonObject[] = [];
	for (const rule of rules.filter(item => !said.has(contentOf(item)))) {
		let name = rule['name'];
		for (let number = 2; taken.has(name); number++) {
			name = `${String(rule['name'])}-${number}`;
		}

		taken.add(name ?? null);
		added.push({...rule, name: name ?? null});
	}

	return [...old, ...added];
}

function contentOf({name: _name, description: _description, ...content}: JsonObject): string {
	return contentHash(content);
}
