import type {Address} from '../network/address.js';
import {type AddressSet, anyIpv4} from '../network/address-set.js';
import {type MatchRule, partition, type Share} from '../network/first-match.js';
import {has, intersection, isEmpty, size, unionOf} from '../network/interval-set.js';
import {box} from '../network/packet-set.js';
import {protocols} from '../network/protocol-set.js';
import type {DnatRule, Firewall} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import type {Missing} from '../topology/missing.js';
import type {Topology} from '../topology/topology.js';
import {tooMany} from './bounded-rules.js';
import {publicAddresses} from './destination-cases.js';
import {type PlacedRule, rulesInOrder} from './evaluation-order.js';
import {firewallExtent} from './firewall-extent.js';
import {plainView} from './resolve-tags.js';

/** One port of a service, and the DNAT rule that leads to it. */
export type Translation = {
	readonly port: number;
	readonly placed: PlacedRule<DnatRule>;
	/** The firewall's public addresses that the rule listens on. */
	readonly publicAddresses: AddressSet;
	/** Admits most of the internet; else only some clients. */
	readonly open: boolean;
};

export type DnatTarget = {
	readonly address: Address;
	readonly ports: readonly number[];
	readonly protocol: 'tcp' | 'udp';
};

/** Per port the DNAT rule that surely leads to the target and is not shadowed by an earlier one. */
export function translationsTo(firewall: Firewall, target: DnatTarget, topology: Topology): readonly Translation[] {
	return translate(firewall, target, topology, 'least') ?? [];
}

/** A rule that may lead to the target, for all we know, and what would tell. */
export type DoubtfulTranslation = {readonly placed: PlacedRule<DnatRule>; readonly missing: Missing};

/**
 * A rule that may lead the internet to every port of the target, for all we know: its sources could not be read, or
 * there are too many rules to take apart. Asked where the sure ones do not suffice.
 */
export function doubtfulTranslation(
	firewall: Firewall,
	target: DnatTarget,
	topology: Topology,
): DoubtfulTranslation | undefined {
	const possible = translate(firewall, target, topology, 'most');
	if (possible === undefined) {
		const placed = rulesInOrder(firewall, 'dnat').find(({rule}) => rule.translatedAddress === target.address);
		return placed && {placed, missing: tooMany};
	}

	if (!target.ports.every(port => possible.some(found => found.port === port && found.open))) {
		return undefined;
	}

	const [doubt] = possible.flatMap(({placed}) =>
		firewallExtent(placed.rule.source, plainView(topology)).unknown.map(missing => ({placed, missing})),
	);
	return doubt;
}

/** Undefined where so many rules are too many to take apart. */
function translate(
	firewall: Firewall,
	target: DnatTarget,
	topology: Topology,
	bound: 'least' | 'most',
): readonly Translation[] | undefined {
	const rows: readonly MatchRule<PlacedRule<DnatRule>>[] = rulesInOrder(firewall, 'dnat').map(placed => ({
		match: [
			box({
				source: firewallExtent(placed.rule.source, plainView(topology))[bound],
				destination: placed.rule.destination,
				protocol: placed.rule.protocol,
				destinationPort: placed.rule.ports,
			}),
		],
		action: 'allow',
		origin: placed,
	}));
	const question = box({
		source: publicAddresses,
		// Nobody sends a firewall packets for an address that it has not (destination-nat-rules.md).
		destination: knownValue(firewall.publicAddresses) ?? anyIpv4,
		protocol: protocols(target.protocol),
	});
	const {shares, undecided} = partition(rows, [question]);
	return undecided ? undefined : translationsFrom(shares, target);
}

function translationsFrom(shares: readonly Share<PlacedRule<DnatRule>>[], target: DnatTarget): readonly Translation[] {
	return target.ports.flatMap(port => {
		const found = shares
			.filter(({origin: {rule}}) => leadsTo(rule, target.address, port))
			.toSorted((a, b) => size(sourcesOf(b.packets)) - size(sourcesOf(a.packets)));
		const [best] = found;
		return best === undefined
			? []
			: [
					{
						port,
						placed: best.origin,
						publicAddresses: unionOf(best.packets.map(({destination}) => destination)),
						open: size(sourcesOf(best.packets)) * 2 > size(publicAddresses),
					},
				];
	});
}

function sourcesOf(packets: readonly {readonly source: AddressSet}[]): AddressSet {
	return unionOf(packets.map(({source}) => source));
}

function leadsTo(rule: DnatRule, address: Address, port: number): boolean {
	return (
		rule.translatedAddress === address &&
		(rule.translatedPort === undefined ? has(rule.ports, port) : rule.translatedPort === port)
	);
}

/** A rule that translates to a name: where that lies, only the firewall knows (destination-nat-rules.md). */
export function translatesToName(firewall: Firewall, target: DnatTarget): PlacedRule<DnatRule> | undefined {
	return rulesInOrder(firewall, 'dnat').find(
		({rule}) =>
			rule.translatedFqdn !== undefined &&
			!isEmpty(intersection(rule.protocol, protocols(target.protocol))) &&
			target.ports.includes(rule.translatedPort ?? -1),
	);
}

/** Whether an address and port of the firewall are free to listen on. */
export function isFree(firewall: Firewall, publicAddress: Address, port: number, protocol: 'tcp' | 'udp'): boolean {
	return !rulesInOrder(firewall, 'dnat').some(
		({rule}) =>
			has(rule.destination, publicAddress) &&
			has(rule.ports, port) &&
			!isEmpty(intersection(rule.protocol, protocols(protocol))),
	);
}
