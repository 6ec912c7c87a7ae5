import {UserError} from '../../../errors.js';
import {isObject, type Json, type JsonObject, objectAt, objectsAt, textAt} from '../../json.js';
import type {ResourceForm} from './form.js';
import {restoreResource} from './restore-resource.js';

/**
 * `Get-Az… | ConvertTo-Json`: names begin with a capital, `Properties` are lifted out, lists of one and of many share a
 * name, and every part is there a second time as text. Source: the models of Az.Network (Azure/azure-powershell,
 * src/Network/Network/Models/PS*.cs). `Get-AzResource -ExpandProperties` keeps `Properties` [K].
 */
export const powershellForm: ResourceForm = {
	title: 'as PowerShell prints them',
	commands: [
		'Get-AzVirtualNetwork | ConvertTo-Json -Depth 100',
		'Get-AzResource -ExpandProperties | ConvertTo-Json -Depth 100',
	],
	lost: 'Fields newer than the module that printed it, and all that lies deeper than `-Depth`: a file that was cut off there is refused.',
	fits: resource =>
		(!Object.hasOwn(resource, 'id') && (isResourceId(resource['Id']) || isResourceId(resource['ResourceId']))) ||
		wrappedId(resource) !== undefined,
	toRest: (resource, where) => {
		assertWhole(resource, where);
		const wrapped = wrappedId(resource);
		if (wrapped !== undefined) {
			return restoreResource(ruleCollectionGroup(wrapped, resource));
		}

		const {Id, ResourceId, ResourceType, Properties, ...rest} = resource;
		const id = isResourceId(Id) ? Id : ResourceId;
		return restoreResource({
			id: id ?? null,
			...camelObject(rest),
			...(isObject(Properties) ? {properties: camelObject(Properties)} : {}),
		});
	},
};

/** The resource's id under any of the names that the tools give it. */
export function idOfAnyForm(resource: JsonObject): string {
	return ['id', 'Id', 'ResourceId'].map(key => textAt(resource, key)).find(isResourceId) ?? wrappedId(resource) ?? '';
}

/** `Get-AzFirewallPolicyRuleCollectionGroup` puts everything but the name, the id too, under `Properties`. */
function wrappedId(resource: JsonObject): string | undefined {
	const id = textAt(resource, 'properties', 'Id') || textAt(resource, 'Properties', 'Id');
	return /^\/subscriptions\/.*\/ruleCollectionGroups\/[^/]+$/i.test(id) ? id : undefined;
}

/** Its collections have a name of one, and its rules call protocols what is `ipProtocols` in ARM. */
function ruleCollectionGroup(id: string, resource: JsonObject): JsonObject {
	const properties = objectAt(camelCased(resource), 'properties');
	const collections = objectsAt(properties, 'ruleCollection').map(collection => ({
		...collection,
		rules: objectsAt(collection, 'rules').map(({protocols, ...rule}) => ({
			...rule,
			...(protocols === undefined
				? {}
				: {[/^application/i.test(textAt(rule, 'ruleType')) ? 'protocols' : 'ipProtocols']: protocols}),
		})),
	}));
	return {id, properties: {priority: properties['priority'] ?? null, ruleCollections: collections}};
}

function isResourceId(value: Json | undefined): boolean {
	return typeof value === 'string' && /^\/subscriptions\/[^/]+/i.test(value);
}

/** The name of a type, or a table on one line, in place of what lies deeper than was asked for. */
const cutOff = /^(?:System\.[\w.]+(?:\[\])?|Microsoft\.Azure\.(?:Commands|PowerShell|Management)\.[\w.]+|@\{.*\})$/s;

function assertWhole(value: Json, where: string): void {
	if (hasCutOff(value)) {
		throw new UserError('usage', `${where} was cut off by PowerShell: what lies deeper is only named, not shown.`, {
			next: ['Write it once more with `| ConvertTo-Json -Depth 100`.'],
		});
	}
}

function hasCutOff(value: Json | undefined): boolean {
	if (typeof value === 'string') {
		return cutOff.test(value);
	}

	return typeof value === 'object' && value !== null && Object.values(value).some(hasCutOff);
}

/** Names as the API spells them, and no copies as text. */
export function camelCased(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(camelCased);
	}

	return isObject(value) ? camelObject(value) : value;
}

function camelObject(value: JsonObject): JsonObject {
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => !isCopy(key, value))
			.map(([key, item]) => renamed(`${key.slice(0, 1).toLowerCase()}${key.slice(1)}`, camelCased(item ?? null))),
	);
}

/** What Az.Network calls otherwise than ARM, in capitals or not. */
function renamed(key: string, value: Json): [string, Json] {
	switch (key) {
		case 'peeredRemoteAddressSpace': {
			return ['remoteAddressSpace', value];
		}

		case 'dNSEnableProxy': {
			return ['additionalProperties', {'Network.DNS.EnableProxy': value}];
		}

		default: {
			return [key, value];
		}
	}
}

/** `SubnetsText` is `Subnets` once more, `TagsTable` is `Tag`. */
function isCopy(key: string, value: JsonObject): boolean {
	return (key.endsWith('Text') && Object.hasOwn(value, key.slice(0, -'Text'.length))) || key === 'TagsTable';
}
