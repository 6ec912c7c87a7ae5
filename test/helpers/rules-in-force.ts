import type {WorldFiles} from '../../source/sandbox/world/read-folder.js';
import {armKey} from '../../source/topology/arm-id.js';
import {objects, text, texts} from '../../source/topology/json.js';
import type {ArmResource, Json, JsonObject} from '../../source/topology/world.js';

/** What an interface in a subnet says of a group there, as ARM answers it (azure-powershell#4972). Tags stay names. */
export function rulesInForce(group: ArmResource, subnet: string, networkInterface: string): JsonObject {
	const rows = (['securityRules', 'defaultSecurityRules'] as const).flatMap(field =>
		objects(group.properties, field).map(rule => rowOf(`${field}/${text(rule, 'name') ?? ''}`, rule)),
	);
	return {
		networkSecurityGroup: {id: group.id},
		association: {subnet: {id: subnet}, networkInterface: {id: networkInterface}},
		effectiveSecurityRules: rows,
		tagMap: {},
	};
}

function rowOf(name: string, rule: JsonObject): JsonObject {
	const [source, destination] = (['source', 'destination'] as const).map(side => prefixesOf(rule, side));
	const [sourcePorts, destinationPorts] = (['source', 'destination'] as const).map(side => portsOf(rule, side));
	const protocol = text(rule, 'properties', 'protocol') ?? '*';
	return {
		name,
		protocol: protocol === '*' ? 'All' : protocol,
		sourcePortRange: sourcePorts?.[0] ?? null,
		sourcePortRanges: sourcePorts ?? [],
		destinationPortRange: destinationPorts?.[0] ?? null,
		destinationPortRanges: destinationPorts ?? [],
		sourceAddressPrefix: source?.[0] ?? null,
		sourceAddressPrefixes: source ?? [],
		destinationAddressPrefix: destination?.[0] ?? null,
		destinationAddressPrefixes: destination ?? [],
		access: text(rule, 'properties', 'access') ?? '',
		priority: Number(JSON.stringify(rule).match(/"priority":(\d+)/)?.[1]),
		direction: text(rule, 'properties', 'direction') ?? '',
	};
}

function prefixesOf(rule: JsonObject, side: string): readonly string[] {
	const one = text(rule, 'properties', `${side}AddressPrefix`);
	return [...(one === undefined ? [] : [one]), ...texts(rule, 'properties', `${side}AddressPrefixes`)].map(prefix =>
		prefix === '*' ? '0.0.0.0/0' : prefix,
	);
}

function portsOf(rule: JsonObject, side: string): readonly string[] {
	const one = text(rule, 'properties', `${side}PortRange`);
	return [...(one === undefined ? [] : [one]), ...texts(rule, 'properties', `${side}PortRanges`)].map(range =>
		range === '*' ? '0-65535' : range.includes('-') ? range : `${range}-${range}`,
	);
}

/** The files of a world without some of its resources. */
export function withoutGroups(files: WorldFiles, groups: readonly ArmResource[]): WorldFiles {
	const gone = new Set(groups.map(({id}) => armKey(id)));
	const keep = (value: Json): boolean => !gone.has(armKey(text(value, 'id') ?? ''));
	return Object.fromEntries(
		Object.entries(files).map(([name, content]) => {
			const value: Json = typeof content === 'string' && name.endsWith('.json') ? JSON.parse(content) : content;
			return [name, Array.isArray(value) ? value.filter(keep) : value];
		}),
	);
}
