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
