import {parseIpv4} from '../../../network/address.js';
import {union} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import type {PortSet} from '../../../network/port-set.js';
import {anyProtocol, type ProtocolSet, protocols} from '../../../network/protocol-set.js';
import type {ApplicationRule, DnatRule, FirewallAddresses, NetworkRule} from '../../firewall.js';
import {count, list, text, texts} from '../../json.js';
import type {JsonObject, World} from '../../world.js';
import {decodeEach} from '../decode-each.js';
import {decodeFirewallAddresses} from './decode-firewall-addresses.js';
import {decodePorts} from './decode-ports.js';

/*
 * The three kinds of rule. A policy and a classic firewall spell them the same but for the name of the protocols
 * (`ipProtocols`, `protocols`).
 */

export function decodeNetworkRule(rule: JsonObject, world: World): Parsed<NetworkRule> {
	const fields = decodePacketFields(rule, world);
	if (!fields.ok) {
		return fields;
	}

	const destinationFqdns = texts(rule, 'destinationFqdns');
	if (namesNothing(rule, 'destination') && destinationFqdns.length === 0) {
		return refused('it names no destination');
	}

	return parsed({kind: 'network', ...fields.value, destinationFqdns});
}

export function decodeApplicationRule(rule: JsonObject, world: World): Parsed<ApplicationRule> {
	const common = decodeCommon(rule, world);
	if (!common.ok) {
		return common;
	}

	const schemes = decodeEach(rule['protocols'], 'protocol', decodeScheme);
	if (!schemes.ok) {
		return schemes;
	}

	// In the specification, but no source says how it narrows a rule (facts A4).
	if (texts(rule, 'destinationAddresses').some(address => address !== '*')) {
		return refused('it names destination addresses, which is not modelled for an application rule');
	}

	const [targetFqdns, fqdnTags, targetUrls, webCategories] = [
		texts(rule, 'targetFqdns'),
		texts(rule, 'fqdnTags'),
		texts(rule, 'targetUrls'),
		texts(rule, 'webCategories'),
	];
	return targetFqdns.length + fqdnTags.length + targetUrls.length + webCategories.length > 0
		? parsed({
				kind: 'application',
				...common.value,
				protocols: schemes.value,
				targetFqdns,
				fqdnTags,
				targetUrls,
				webCategories,
			})
		: refused('it names no target');
}

export function decodeDnatRule(rule: JsonObject, world: World): Parsed<DnatRule> {
	const fields = decodePacketFields(rule, world);
	if (!fields.ok) {
		return fields;
	}

	const {destination, ...rest} = fields.value;
	if (destination.tags.length + destination.unreadGroups.length > 0) {
		return refused('its destination is not an address of the firewall');
	}

	const address = parseIpv4(text(rule, 'translatedAddress') ?? '');
	const port = Number(text(rule, 'translatedPort') ?? count(rule, 'translatedPort') ?? Number.NaN);
	return parsed({
		kind: 'dnat',
		...rest,
		destination: destination.addresses,
		translatedAddress: address.ok ? address.value : undefined,
		translatedFqdn: text(rule, 'translatedFqdn'),
		translatedPort: Number.isInteger(port) ? port : undefined,
	});
}

type PacketFields = Common & Service & {readonly destination: FirewallAddresses};

/** What network and DNAT rules have in common. */
function decodePacketFields(rule: JsonObject, world: World): Parsed<PacketFields> {
	const common = decodeCommon(rule, world);
	if (!common.ok) {
		return common;
	}

	const destination = decodeFirewallAddresses(rule, 'destination', world);
	if (!destination.ok) {
		return destination;
	}

	const service = decodeService(rule);
	return service.ok ? parsed({...common.value, destination: destination.value, ...service.value}) : service;
}

type Common = {readonly name: string; readonly source: FirewallAddresses};

function decodeCommon(rule: JsonObject, world: World): Parsed<Common> {
	// Pod selectors came with API 2025-09-01; the names of their fields are published nowhere we could read (facts A8, O).
	const selector = Object.keys(rule).find(name => /selector/i.test(name));
	if (selector !== undefined && list(rule, selector).length > 0) {
		return refused(`it has ${selector}, which is not modelled`);
	}

	const source = decodeFirewallAddresses(rule, 'source', world);
	if (!source.ok) {
		return source;
	}

	return namesNothing(rule, 'source')
		? refused('it names no source')
		: parsed({name: text(rule, 'name') ?? '', source: source.value});
}

/** An IP group that was read and is empty was named all the same; the firewall skips such a rule (facts A2). */
function namesNothing(rule: JsonObject, side: 'source' | 'destination'): boolean {
	return list(rule, `${side}Addresses`).length + list(rule, `${side}IpGroups`).length === 0;
}

type Service = {readonly protocol: ProtocolSet; readonly ports: PortSet};

const protocolSets: ReadonlyMap<string, ProtocolSet> = new Map(
	(['tcp', 'udp', 'icmp'] as const).map(name => [name, protocols(name)]),
);

function decodeService(rule: JsonObject): Parsed<Service> {
	const names = [...texts(rule, 'ipProtocols'), ...texts(rule, 'protocols')].map(name => name.toLowerCase());
	const ranges = texts(rule, 'destinationPorts');
	if (names.length === 0 || ranges.length === 0 || ranges.length !== list(rule, 'destinationPorts').length) {
		return refused('it names no protocol or no ports');
	}

	const ports = decodePorts(ranges);
	if (!ports.ok) {
		return ports;
	}

	let protocol: ProtocolSet = [];
	for (const name of names) {
		const found = name === 'any' ? anyProtocolFor(ranges) : protocolSets.get(name);
		if (found === undefined) {
			return refused(`its protocol ${JSON.stringify(name)} is not known here`);
		}

		protocol = union(protocol, found);
	}

	return parsed({protocol, ports: ports.value});
}

/** With a port named, `Any` stands for the protocols that the firewall knows to have ports (rule-processing.md). */
function anyProtocolFor(ranges: readonly string[]): ProtocolSet {
	return ranges.includes('*') ? anyProtocol : protocols('tcp', 'udp');
}

function decodeScheme(entry: JsonObject): Parsed<ApplicationRule['protocols'][number]> {
	const type = text(entry, 'protocolType')?.toLowerCase();
	const port = count(entry, 'port');
	return port !== undefined && (type === 'http' || type === 'https' || type === 'mssql')
		? parsed({type, port})
		: refused('its type or its port is not known here');
}
