import {isObject, type JsonObject} from '../../json.js';

/** What the generic list of resources knows of each. */
const known = new Set([
	'id',
	'name',
	'type',
	'location',
	'resourceGroup',
	'subscriptionId',
	'tenantId',
	'tags',
	'kind',
	'sku',
	'plan',
	'zones',
	'identity',
	'managedBy',
	'extendedLocation',
	'systemData',
	'createdTime',
	'changedTime',
	'provisioningState',
	'properties',
]);

/**
 * `az resource list` and queries of Resource Graph without `properties` name what is there and say nothing about it. Such
 * a row is no resource without settings: what it names was not read.
 */
export function isSummary(resource: JsonObject): boolean {
	return (
		!isObject(resource['properties']) &&
		(Object.hasOwn(resource, 'resourceGroup') || resource['properties'] === null) &&
		Object.keys(resource).every(key => known.has(key)) &&
		typeof resource['provisioningState'] !== 'string'
	);
}
