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
	const flattened = Object.hasOwn(resource, 'resourceGroup')
		? 'resourceGroup'
		: isObject(resource['properties'])
			? undefined
			: telltale.find(key => Object.hasOwn(resource, key));
	if (flattened === undefined) {
		return;
	}

	const id = textAt(resource, 'id');
	throw new UserError(
		'usage',
		`${where} is in the flattened shape that az prints ("${flattened}" at the top level), not in the shape of the REST API.`,
		{
			next: [
				`Fetch it with \`az rest --method get --url '${id}?api-version=${apiVersionFor(id)}'\`.`,
				`Or with \`az resource show --ids '${id}' --api-version ${apiVersionFor(id)}\`.`,
			],
		},
	);
}

function apiVersionFor(id: string): string {
	const namespace = parseId(id)?.namespace.toLowerCase();
	return namespace === 'microsoft.containerservice' ? '2026-04-01' : '2025-05-01';
}
