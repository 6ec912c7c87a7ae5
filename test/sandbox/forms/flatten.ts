import {isObject, type Json, type JsonObject} from '../../../source/sandbox/json.js';

/**
 * What az makes of an answer before it prints it, by its own rules and not by our model. Generated commands
 * (`az network …`): `deserialize_output` of azure-cli-core lifts every `properties` out, at every depth, and drops what is
 * not set. For all commands, `resourceGroup` is added beside every id that has one.
 */
export function asAzNetwork(value: JsonObject): Json {
	// Azure says of everything whether it is provisioned; a world made by hand may not.
	const lifted = lift(value);
	return withGroups(isObject(lifted) ? {provisioningState: 'Succeeded', ...lifted} : lifted);
}

/**
 * Commands by the Python SDK (`az aks …`): only the resource's own `properties` are lifted; attributes are snake case of
 * Azure's names, printed in camel case again, so `vnetSubnetID` comes out as `vnetSubnetId`; what is not set is null.
 */
export function asAzAks(value: JsonObject): Json {
	const {properties, ...own} = value;
	const inside = isObject(properties) ? properties : {};
	const lifted = Object.fromEntries(
		Object.entries(inside).map(([key, item]) => [
			Object.hasOwn(own, key) ? `${key}Properties${key}` : key,
			item ?? null,
		]),
	);
	return withGroups(respell({...own, ...lifted, diskEncryptionSetID: null, aadProfile: null}));
}

/** `az resource show` leaves the answer as it is and prints null for what every resource may have. */
export function asAzResource(value: JsonObject): Json {
	return withGroups({managedBy: null, plan: null, ...value});
}

function lift(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(lift);
	}

	if (!isObject(value)) {
		return value;
	}

	const {properties, ...own} = value;
	const inside = isObject(properties) ? properties : undefined;
	const all = inside === undefined ? value : {...own, ...inside};
	return Object.fromEntries(Object.entries(all).map(([key, item]) => [key, lift(item ?? null)]));
}

/** Names of people's own making are keys of dictionaries. */
const dictionaries = new Set(['tags', 'nodeLabels', 'addonProfiles', 'identityProfile', 'userAssignedIdentities']);

function respell(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(respell);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).map(([key, item]) => [
					key === 'eTag' ? key : camel(key),
					dictionaries.has(key) ? (item ?? null) : respell(item ?? null),
				]),
			)
		: value;
}

/** `enableNodePublicIP` by way of `enable_node_public_ip` to `enableNodePublicIp`. */
function camel(key: string): string {
	return key.replaceAll(
		/([A-Z])([A-Z]+)(?=[A-Z][a-z]|$)/g,
		(_match, first: string, rest: string) => first + rest.toLowerCase(),
	);
}

function withGroups(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(withGroups);
	}

	if (!isObject(value)) {
		return value;
	}

	const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withGroups(item ?? null)]));
	const [, group] = /^\/subscriptions\/[^/]+\/resourceGroups\/([^/]+)/i.exec(String(value['id'] ?? '')) ?? [];
	return group === undefined ? copy : {...copy, resourceGroup: group};
}

/** A row of the table `resources`, as `az graph query` prints it. */
export function asGraphRow(value: JsonObject): JsonObject {
	const [, subscriptionId = '', resourceGroup = ''] =
		/^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i.exec(String(value['id'])) ?? [];
	const type = String(value['type']).toLowerCase();
	const empty = {extendedLocation: null, identity: null, kind: '', managedBy: '', plan: null, sku: null, zones: null};
	return {...empty, ...value, type, tenantId: 't', subscriptionId, resourceGroup: resourceGroup.toLowerCase()};
}

/**
 * `Get-Az… | ConvertTo-Json -Depth 100`, from memory of its models: flattened, names with a capital, one field for a
 * prefix and for many, a copy of every part as text.
 */
export function asPowerShell(value: JsonObject): Json {
	const {provisioningState = 'Succeeded', ...rest} = capitals(lift(value)) as JsonObject;
	if (String(value['id']).includes('/ruleCollectionGroups/')) {
		const {Name = null, RuleCollections = [], ...others} = rest;
		const printed = JSON.stringify({...others, Name, RuleCollection: RuleCollections});
		return {name: Name, properties: JSON.parse(printed.replaceAll('"IpProtocols":', '"Protocols":')) as Json};
	}

	return {ProvisioningState: provisioningState, ...rest};
}

const listed = /^(?:(?:source|destination)?AddressPrefix|(?:source|destination)PortRange)$/i;

/** In the lists of rules and subnets there is one name, and a list under it. */
function inOneList(value: JsonObject): JsonObject {
	const entries = Object.entries(value).flatMap(([key, item]): [string, Json][] => {
		const [, single = ''] = /^(.*(?:Prefix|Range))e?s$/.exec(key) ?? [];
		if (listed.test(single) && Array.isArray(item)) {
			return item.length === 0 ? [] : [[single, item]];
		}

		return [[key, listed.test(key) && typeof item === 'string' ? [item] : (item ?? null)]];
	});
	return Object.fromEntries(entries);
}

/** Az.Network's own names (PSVirtualNetworkPeering). */
const renamed: ReadonlyMap<string, string> = new Map([['remoteAddressSpace', 'PeeredRemoteAddressSpace']]);

function capitals(value: Json, holder = ''): Json {
	if (Array.isArray(value)) {
		return value.map((item: Json) => capitals(item, holder));
	}

	if (!isObject(value)) {
		return value;
	}

	const isListed = ['subnets', 'securityRules', 'defaultSecurityRules'].includes(holder);
	return Object.fromEntries(
		Object.entries(isListed ? inOneList(value) : value).flatMap(([key, item]) => {
			const name = renamed.get(key) ?? key.slice(0, 1).toUpperCase() + key.slice(1);
			const inner = capitals(item ?? null, key);
			return typeof item === 'object' && item !== null
				? [
						[name, inner],
						[`${name}Text`, JSON.stringify(inner)],
					]
				: [[name, inner]];
		}),
	);
}
