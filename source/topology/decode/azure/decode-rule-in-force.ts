import {type AddressSet, ofFamily} from '../../../network/address-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {anyProtocol, type ProtocolSet, protocols} from '../../../network/protocol-set.js';
import {count, text, texts} from '../../json.js';
import type {RuleAddresses, SecurityRule} from '../../virtual-network.js';
import type {JsonObject} from '../../world.js';
import {decodePorts} from './decode-ports.js';
import {parseAddressesAndTags} from './parse-address-or-tag.js';

/** One rule, and what Azure put in the place of its tags. */
export type RuleInForce = {
	readonly rule: SecurityRule;
	readonly expanded: readonly (readonly [tag: string, addresses: AddressSet])[];
};

/** One row of a network interface's effective security rules (REST EffectiveNetworkSecurityRule). */
export function decodeRuleInForce(row: JsonObject): Parsed<RuleInForce> {
	const name = text(row, 'name')?.replace(/^(?:(?:default)?securityRules\/|UserRule_|DefaultRule_)/i, '');
	const priority = count(row, 'priority');
	const direction = text(row, 'direction')?.toLowerCase();
	const access = text(row, 'access')?.toLowerCase();
	const protocol = protocolSets.get(text(row, 'protocol')?.toLowerCase() ?? '');
	if (name === undefined || priority === undefined || protocol === undefined) {
		return refused('it lacks a name, a priority or a protocol that is known here');
	}

	if ((direction !== 'inbound' && direction !== 'outbound') || (access !== 'allow' && access !== 'deny')) {
		return refused('it has no direction or no access that is known here');
	}

	const source = decodeSide(row, 'source');
	const destination = decodeSide(row, 'destination');
	const sourcePorts = decodePorts(bothFields(row, 'sourcePortRange', 'sourcePortRanges'));
	const destinationPorts = decodePorts(bothFields(row, 'destinationPortRange', 'destinationPortRanges'));
	if (!source.ok) {
		return source;
	}

	if (!destination.ok) {
		return destination;
	}

	if (!sourcePorts.ok) {
		return sourcePorts;
	}

	if (!destinationPorts.ok) {
		return destinationPorts;
	}

	return parsed({
		rule: {
			name,
			priority,
			direction,
			access,
			protocol,
			source: source.value.addresses,
			sourcePorts: sourcePorts.value,
			destination: destination.value.addresses,
			destinationPorts: destinationPorts.value,
			isDefault: priority >= 65_000,
		},
		expanded: [...source.value.expanded, ...destination.value.expanded],
	});
}

/** `EffectiveSecurityRuleProtocol` has Tcp, Udp and All; the others are those of a group's rules. */
const protocolSets: ReadonlyMap<string, ProtocolSet> = new Map([
	['all', anyProtocol],
	['*', anyProtocol],
	...(['tcp', 'udp', 'icmp', 'esp', 'ah'] as const).map(name => [name, protocols(name)] as const),
]);

type Side = {readonly addresses: RuleAddresses; readonly expanded: RuleInForce['expanded']};

/**
 * The prefixes as they stand in the group, and those that Azure put in the place of a tag; where no prefix and no tag is
 * named, in the place of application groups. That `0.0.0.0/0` stands for `*` (azure-powershell#4972) says nothing of IPv6.
 */
function decodeSide(row: JsonObject, side: 'source' | 'destination'): Parsed<Side> {
	const capital = side === 'source' ? 'Source' : 'Destination';
	const named = parseAddressesAndTags(bothFields(row, `${side}AddressPrefix`, `${side}AddressPrefixes`));
	const added = parseAddressesAndTags(textsOf(row, `expanded${capital}AddressPrefix`));
	if (!named.ok) {
		return named;
	}

	if (!added.ok) {
		return added;
	}

	const {addresses, tags} = named.value;
	const expansion = ofFamily(added.value.addresses, 'IPv4');
	const [tag] = tags;
	if (addresses.length + tags.length === 0) {
		return expansion.length === 0
			? refused(`it names no ${side}`)
			: parsed({addresses: {addresses: expansion, tags, applicationSecurityGroups: []}, expanded: []});
	}

	const isOneTag = tags.length === 1 && addresses.length === 0 && expansion.length > 0;
	return parsed({
		addresses: {addresses: ofFamily(addresses, 'IPv4'), tags, applicationSecurityGroups: []},
		expanded: isOneTag && tag !== undefined ? [[tag.toLowerCase(), expansion]] : [],
	});
}

/** REST repeats the first entry of the plural field in the singular one; PowerShell has a list under the singular name. */
function bothFields(row: JsonObject, singular: string, plural: string): readonly string[] {
	return [...new Set([...textsOf(row, singular), ...texts(row, plural)])];
}

function textsOf(row: JsonObject, field: string): readonly string[] {
	const single = text(row, field);
	return single === undefined ? texts(row, field) : [single];
}
