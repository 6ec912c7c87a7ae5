import {UserError} from '../../../errors.js';
import {isObject, type Json, type JsonObject, textAt} from '../../json.js';
import type {ResourceForm} from './form.js';
import {restoreResource} from './restore-resource.js';

/**
 * `Get-Az… | ConvertTo-Json`: names begin with a capital, `Properties` are lifted out, lists of one and of many share a
 * name, and every part is there a second time as text. `Get-AzResource -ExpandProperties` keeps `Properties`. [K]
 */
export const powershellForm: ResourceForm = {
	title: 'as PowerShell prints them',
	commands: [
		'Get-AzVirtualNetwork | ConvertTo-Json -Depth 100',
		'Get-AzResource -ExpandProperties | ConvertTo-Json -Depth 100',
	],
	lost: 'Fields newer than the module that printed it, and all that lies deeper than `-Depth`: a file that was cut off there is refused.',
	fits: resource =>
		!Object.hasOwn(resource, 'id') && (isResourceId(resource['Id']) || isResourceId(resource['ResourceId'])),
	toRest: (resource, where) => {
		assertWhole(resource, where);
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
	return ['id', 'Id', 'ResourceId'].map(key => textAt(resource, key)).find(isResourceId) ?? '';
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
			.map(([key, item]) => [`${key.slice(0, 1).toLowerCase()}${key.slice(1)}`, camelCased(item ?? null)]),
	);
}

/** `SubnetsText` is `Subnets` once more, `TagsTable` is `Tag`. */
function isCopy(key: string, value: JsonObject): boolean {
	return (key.endsWith('Text') && Object.hasOwn(value, key.slice(0, -'Text'.length))) || key === 'TagsTable';
}
