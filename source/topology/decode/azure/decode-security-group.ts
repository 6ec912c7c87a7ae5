import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import type {PortSet} from '../../../network/port-set.js';
import {anyProtocol, type ProtocolSet, protocols} from '../../../network/protocol-set.js';
import {defaultSecurityRules} from '../../default-security-rules.js';
import {count, list, object, references, text, texts} from '../../json.js';
import {absent, denied, flatMapKnown, type Known, known, mapKnown} from '../../known.js';
import {isManaged} from '../../managed.js';
import {rememberByObject} from '../../remember-by-object.js';
import type {RuleAddresses, SecurityGroup, SecurityRule} from '../../virtual-network.js';
import {type ArmResource, isOfType, type JsonObject, type World} from '../../world.js';
import {decodeEach} from '../decode-each.js';
import {decodePorts} from './decode-ports.js';
import {parseAddressesAndTags} from './parse-address-or-tag.js';

/** A rule that is not understood makes the whole group uncertain: any later rule might never be reached. */
export function decodeSecurityGroup(resource: ArmResource, managed: boolean): Known<SecurityGroup> {
	return mapKnown(decodeRules(resource), rules => ({id: resource.id, name: resource.name, managed, rules}));
}

const decodeRules = rememberByObject(({name, properties}: ArmResource): Known<readonly SecurityRule[]> => {
	const own = decodeEach(properties['securityRules'], 'rule', rule => decodeSecurityRule(rule, false));
	const defaults = decodeEach(properties['defaultSecurityRules'], 'default rule', rule =>
		decodeSecurityRule(rule, true),
	);
	if (!own.ok || !defaults.ok) {
		const {problem} = own.ok ? (defaults as Extract<typeof defaults, {ok: false}>) : own;
		return denied(`The network security group ${name} could not be understood: ${problem}.`);
	}

	const rules = [...own.value, ...(defaults.value.length > 0 ? defaults.value : defaultSecurityRules)];
	return known(rules.toSorted((a, b) => a.priority - b.priority));
});

/** AKS's own groups, on the nodes' interfaces: every group in the node resource group. */
export function decodeNodeSecurityGroups(
	cluster: ArmResource | undefined,
	world: World,
): Known<readonly SecurityGroup[]> {
	if (cluster === undefined) {
		return absent;
	}

	const groups: SecurityGroup[] = [];
	for (const [id, resource] of world.resources) {
		if (isOfType(id, type) && isManaged(id, cluster)) {
			const group = flatMapKnown(resource, value => decodeSecurityGroup(value, true));
			if (group.state !== 'known') {
				return group;
			}

			groups.push(group.value);
		}
	}

	const unread = groups.length > 0 ? undefined : world.unreadLists?.get(type.toLowerCase());
	return unread === undefined ? known(groups) : denied(unread);
}

const type = 'Microsoft.Network/networkSecurityGroups';

function decodeSecurityRule(rule: JsonObject, isDefault: boolean): Parsed<SecurityRule> {
	const properties = object(rule, 'properties');
	const name = text(rule, 'name');
	const priority = count(properties, 'priority');
	const direction = text(properties, 'direction')?.toLowerCase();
	const access = text(properties, 'access')?.toLowerCase();
	const protocol = protocolSets.get(text(properties, 'protocol')?.toLowerCase() ?? '');
	if (properties === undefined || name === undefined || priority === undefined || protocol === undefined) {
		return refused('it lacks a name, a priority or a protocol that is known here');
	}

	if ((direction !== 'inbound' && direction !== 'outbound') || (access !== 'allow' && access !== 'deny')) {
		return refused('it has no direction or no access that is known here');
	}

	const source = decodeSide(properties, 'source');
	const destination = decodeSide(properties, 'destination');
	if (!source.ok) {
		return source;
	}

	if (!destination.ok) {
		return destination;
	}

	return parsed({
		name,
		priority,
		direction,
		access,
		protocol,
		source: source.value.addresses,
		sourcePorts: source.value.ports,
		destination: destination.value.addresses,
		destinationPorts: destination.value.ports,
		isDefault,
	});
}

/** `SPEC:networkSecurityGroup.json`: Tcp, Udp, Icmp, Esp, Ah, *. */
const protocolSets: ReadonlyMap<string, ProtocolSet> = new Map([
	['*', anyProtocol],
	['any', anyProtocol],
	...(['tcp', 'udp', 'icmp', 'esp', 'ah'] as const).map(name => [name, protocols(name)] as const),
]);

type Side = {readonly addresses: RuleAddresses; readonly ports: PortSet};

/** The singular and the plural fields of one side, united (facts B). */
function decodeSide(properties: JsonObject, side: 'source' | 'destination'): Parsed<Side> {
	const addresses = decodeAddresses(
		bothFields(properties, `${side}AddressPrefix`, `${side}AddressPrefixes`),
		references(properties, `${side}ApplicationSecurityGroups`),
	);
	if (!addresses.ok) {
		return addresses;
	}

	const ranges = bothFields(properties, `${side}PortRange`, `${side}PortRanges`);
	if (ranges === undefined || ranges.length === 0) {
		return refused('it names no ports');
	}

	const ports = decodePorts(ranges);
	return ports.ok ? parsed({addresses: addresses.value, ports: ports.value}) : ports;
}

/** Undefined when the plural field holds something that is no text. */
function bothFields(properties: JsonObject, singular: string, plural: string): readonly string[] | undefined {
	const one = text(properties, singular);
	const many = texts(properties, plural);
	return many.length === list(properties, plural).length ? [...(one === undefined ? [] : [one]), ...many] : undefined;
}

function decodeAddresses(
	prefixes: readonly string[] | undefined,
	applicationSecurityGroups: readonly string[],
): Parsed<RuleAddresses> {
	if (prefixes === undefined || prefixes.length + applicationSecurityGroups.length === 0) {
		return refused('it names no source or no destination');
	}

	const named = parseAddressesAndTags(prefixes);
	return named.ok ? parsed({...named.value, applicationSecurityGroups}) : named;
}
