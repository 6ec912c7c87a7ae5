import {UserError} from '../../errors.js';
import {parseId} from '../arm-id.js';
import {isObject, type JsonObject, textAt} from '../json.js';

/** What stands under `properties` in the REST shape, and at the top in what `az … -o json` prints. */
const telltale = [
	'provisioningState',
	'addressSpace',
	'subnets',
	'securityRules',
	'routes',
	'agentPoolProfiles',
	'networkProfile',
	'ruleCollections',
	'ipConfigurations',
	'ipAddress',
	'ipAddresses',
	'frontendIPConfigurations',
	'frontendIpConfigurations',
] as const;

/**
 * `az network vnet show` and its like lift `properties` to the top and rename keys, so nothing can be told from it with
 * certainty. `resourceGroup` is added by az alone; the REST API never sends it.
 */
export function assertRestShape(where: string, resource: JsonObject): void {
	const hasProperties = isObject(resource['properties']);
	const flattened = Object.hasOwn(resource, 'resourceGroup')
		? 'resourceGroup'
		: hasProperties
			? undefined
			: telltale.find(key => Object.hasOwn(resource, key));
	if (flattened !== undefined) {
		throw new UserError(
			'usage',
			`${where} is in the flattened shape that az prints ("${flattened}" at the top level), not in the shape of the REST API.`,
			{next: waysToFetch(textAt(resource, 'id'))},
		);
	}

	// Everything hangs on the cluster; without it a world would look as if it had none.
	if (!hasProperties && typeOf(resource) === 'microsoft.containerservice/managedclusters') {
		throw new UserError('usage', `${where} is a cluster without its properties, so nothing can be told from it.`, {
			next: waysToFetch(textAt(resource, 'id')),
		});
	}
}

function typeOf(resource: JsonObject): string {
	return (textAt(resource, 'type') || (parseId(textAt(resource, 'id'))?.type ?? '')).toLowerCase();
}

function waysToFetch(id: string): readonly [string, ...string[]] {
	// The file may come from anybody: an id that a shell would act on is not made into a command to copy.
	if (!/^[\w/.()-]+$/.test(id)) {
		return ['Fetch it with `az rest --method get`, which prints what the REST API says.'];
	}

	return [
		`Fetch it with \`az rest --method get --url '${id}?api-version=${apiVersionFor(id)}'\`.`,
		`Or with \`az resource show --ids '${id}' --api-version ${apiVersionFor(id)}\`.`,
	];
}

function apiVersionFor(id: string): string {
	const namespace = parseId(id)?.namespace.toLowerCase();
	return namespace === 'microsoft.containerservice' ? '2026-04-01' : '2025-05-01';
}
