import {type AddressSet, anyIpv4, formatAddresses} from '../network/address-set.js';
import {allowedDifference} from '../network/allowed-difference.js';
import {difference, isEmpty, isSubset, size, unionOf} from '../network/interval-set.js';
import type {MatchRule} from '../network/match-rule.js';
import {boxesOverlap, type PacketSet} from '../network/packet-set.js';
import {formatPorts} from '../network/port-set.js';
import {formatProtocols} from '../network/protocol-set.js';
import {abbreviate, publicAddresses} from '../routing/destination-cases.js';
import {type Comparison, comparePackets, type ForNames} from './comparison.js';
import type {ControlId} from './control-id.js';
import {allRequired, type RequiredPackets} from './required-packets.js';

type Rules = readonly MatchRule<unknown>[];

type Place<Id extends ControlId> = {readonly control: Id; readonly resource: string; readonly by: ForNames['by']};

/**
 * What a list of rules over addresses opens and closes. Where flows to names are let through by their addresses, what
 * opens is wider than they need, however little it is: undefined where it is too tangled to say.
 */
export function compareRequired<Id extends ControlId>(
	{by, ...place}: Place<Id>,
	before: Rules,
	after: Rules,
	required: RequiredPackets,
): Comparison<Id> | undefined {
	const loose = allowedDifference(before, after, {required: allRequired(required)});
	if (loose.state === 'undecided') {
		return undefined;
	}

	if (required.named.length === 0 || loose.beyond.example !== undefined || loose.opened.example === undefined) {
		return comparePackets(place, loose.opened, loose.beyond, loose.closed);
	}

	const strict = allowedDifference(before, after, {required: required.exact});
	if (strict.state === 'undecided') {
		return undefined;
	}

	const {beyond} = strict;
	const compared = comparePackets(place, strict.opened, beyond, strict.closed);
	const names = required.named.filter(({packets}) => overlap(packets, beyond.packets)).map(({name}) => name);
	const forNames = {names: [...new Set(names)], by, open: describeOpen(beyond.packets)};
	return {
		...compared,
		opened: compared.opened.map(opened =>
			opened.wider === undefined
				? opened
				: {...opened, what: forNames.open, wider: {...opened.wider, ...widerForNames(forNames)}},
		),
	};
}

/** Why it is wider, and what would be less. */
export function widerForNames(forNames: ForNames) {
	const {names, by} = forNames;
	const knows = by === 'network policies' ? 'Cilium policies that match names' : 'a firewall that decides by name';
	return {
		reason: `${capital(by)} cannot match names, so this is open for ${abbreviate(names.join(', '))}.`,
		alternative: `Narrower are, where they hold the names, service tags or addresses, and ${knows}.`,
		forNames,
	};
}

function capital(text: string): string {
	return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function overlap(a: PacketSet, b: PacketSet): boolean {
	return a.some(one => b.some(other => boxesOverlap(one, other)));
}

function describeOpen(packets: PacketSet): string {
	const services = packets.map(
		({protocol, destinationPort}) => `${formatProtocols(protocol)} ${formatPorts(destinationPort)}`,
	);
	const sources = unionOf(packets.map(({source}) => source));
	const destinations = unionOf(packets.map(({destination}) => destination));
	return `${[...new Set(services)].join(' and ')} to ${describeExtent(destinations)} for ${abbreviate(formatAddresses(sources))}`;
}

/** Long lists say nothing; how many addresses they are does. */
export function describeExtent(addresses: AddressSet): string {
	const outside = difference(publicAddresses, addresses);
	if (isSubset(anyIpv4, addresses)) {
		return 'every address';
	}

	if (isEmpty(outside)) {
		return 'every address of the internet';
	}

	const text = formatAddresses(addresses);
	return text.split(', ').length <= 4 ? text : `${size(addresses).toLocaleString('en-US')} addresses`;
}
