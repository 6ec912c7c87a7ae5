import {type AddressSet, anyAddress} from '../../network/address-set.js';
import {type MatchRule, partition, type Share} from '../../network/first-match.js';
import {has, intersection, isEmpty, size, union} from '../../network/interval-set.js';
import {box} from '../../network/packet-set.js';
import {ports} from '../../network/port-set.js';
import {type ProtocolSet, protocols} from '../../network/protocol-set.js';
import type {Missing} from '../../profiles/flow.js';
import type {DnatRule, Firewall} from '../../topology/firewall.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {tooMany} from '../bounded-rules.js';
import {publicAddresses} from '../destination-cases.js';
import {plainView} from '../resolve-tags.js';
import {type PlacedRule, placeLabel, rulesInOrder} from './evaluation-order.js';
import {firewallExtent, networkMatchRules} from './network-rules.js';

/** One port of a service, and the DNAT rule that leads to it. */
export type Translation = {
	readonly port: number;
	readonly placed: PlacedRule<DnatRule>;
	/** The firewall's public addresses that the rule listens on. */
	readonly publicAddresses: AddressSet;
	/** Admits most of the internet; else only some clients. */
	readonly open: boolean;
	/** A network rule that denies what was translated: it may override the DNAT rule, sources disagree (facts M2). */
	readonly deniedBy: string | undefined;
};

export type Target = {readonly address: number; readonly ports: readonly number[]; readonly protocol: 'tcp' | 'udp'};

/** Per port the DNAT rule that surely leads to the target and is not shadowed by an earlier one. */
export function translationsTo(firewall: Firewall, target: Target, topology: Topology): readonly Translation[] {
	return translate(firewall, target, topology, 'least') ?? [];
}

/**
 * A rule that may lead the internet to every port of the target, for all we know: its sources could not be read, or
 * there are too many rules to take apart. Asked where the sure ones do not suffice.
 */
export function doubtfulTranslation(
	firewall: Firewall,
	target: Target,
	topology: Topology,
): {readonly placed: PlacedRule<DnatRule>; readonly missing: Missing} | undefined {
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
	target: Target,
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
		destination: knownValue(firewall.publicAddresses) ?? anyAddress,
		protocol: protocols(target.protocol),
	});
	const {shares, undecided} = partition(rows, [question]);
	return undecided ? undefined : translationsFrom(shares, firewall, target, topology);
}

function translationsFrom(
	shares: readonly Share<PlacedRule<DnatRule>>[],
	firewall: Firewall,
	target: Target,
	topology: Topology,
): readonly Translation[] {
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
						publicAddresses: union(...best.packets.map(({destination}) => destination)),
						open: size(sourcesOf(best.packets)) * 2 > size(publicAddresses),
						deniedBy: deniedBy(firewall, {...target, ports: [port]}, topology),
					},
				];
	});
}

function sourcesOf(packets: readonly {readonly source: AddressSet}[]): AddressSet {
	return union(...packets.map(({source}) => source));
}

function leadsTo(rule: DnatRule, address: number, port: number): boolean {
	return (
		rule.translatedAddress === address &&
		(rule.translatedPort === undefined ? has(rule.ports, port) : rule.translatedPort === port)
	);
}

/** A rule that translates to a name: where that lies, only the firewall knows (destination-nat-rules.md). */
export function translatesToName(firewall: Firewall, target: Target): PlacedRule<DnatRule> | undefined {
	return rulesInOrder(firewall, 'dnat').find(
		({rule}) =>
			rule.translatedFqdn !== undefined &&
			!isEmpty(intersection(rule.protocol, protocols(target.protocol))) &&
			target.ports.includes(rule.translatedPort ?? -1),
	);
}

function deniedBy(firewall: Firewall, target: Target, topology: Topology): string | undefined {
	const protocol: ProtocolSet = protocols(target.protocol);
	const question = box({
		source: publicAddresses,
		destination: [[target.address, target.address]],
		protocol,
		destinationPort: ports(...target.ports),
	});
	const denial = partition(networkMatchRules(firewall, topology), [question]).shares.find(
		({action}) => action === 'deny',
	);
	return denial && placeLabel(firewall, denial.origin);
}

/** Whether an address and port of the firewall are free to listen on. */
export function isFree(firewall: Firewall, publicAddress: number, port: number, protocol: 'tcp' | 'udp'): boolean {
	return !rulesInOrder(firewall, 'dnat').some(
		({rule}) =>
			has(rule.destination, publicAddress) &&
			has(rule.ports, port) &&
			!isEmpty(intersection(rule.protocol, protocols(protocol))),
	);
}
