import {type JsonObject, objectAt, objectsAt, textAt, textsAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {checkAuthorizedRanges} from './authorized-ranges.js';
import {keepReadOnly} from './complete.js';
import {assertReference} from './reference.js';
import type {ArmResourceType} from './resource-type.js';

/** Fixed once the cluster exists. `outboundType` and plugin mode can be changed by now (facts C, F), so they are not here. */
const immutable = [
	['location'],
	['properties', 'dnsPrefix'],
	['properties', 'nodeResourceGroup'],
	['properties', 'networkProfile', 'serviceCidr'],
	['properties', 'networkProfile', 'networkPlugin'],
] as const;

const readOnly = [
	['properties', 'fqdn'],
	['properties', 'privateFQDN'],
	['properties', 'azurePortalFQDN'],
	['properties', 'powerState'],
	['properties', 'currentKubernetesVersion'],
	['properties', 'nodeResourceGroup'],
	['properties', 'maxAgentPools'],
	['properties', 'resourceUID'],
	['properties', 'networkProfile', 'loadBalancerProfile', 'effectiveOutboundIPs'],
	['properties', 'networkProfile', 'natGatewayProfile', 'effectiveOutboundIPs'],
	['identity', 'principalId'],
	['identity', 'tenantId'],
] as const;

export const managedClusters: ArmResourceType = {
	type: 'Microsoft.ContainerService/managedClusters',
	whenBusy: 'cluster',
	etag: 'eTag',
	check: ({store, id, proposed, before}) => {
		for (const path of before === undefined ? [] : immutable) {
			const [was, is] = [textAt(before, ...path), textAt(proposed, ...path)];
			if (was !== '' && is !== '' && was.toLowerCase() !== is.toLowerCase()) {
				throw refuse(400, 'PropertyChangeNotAllowed', `Changing property '${path.join('.')}' is not allowed.`, {
					target: path.join('.'),
				});
			}
		}

		if (objectsAt(proposed, 'properties', 'agentPoolProfiles').length === 0) {
			throw refuse(400, 'InvalidParameter', 'Required parameter agentPoolProfiles is missing (null).', {
				target: 'agentPoolProfiles',
			});
		}

		for (const pool of objectsAt(proposed, 'properties', 'agentPoolProfiles')) {
			assertReference(store, id, {id: textAt(pool, 'vnetSubnetID')});
		}

		checkAuthorizedRanges(
			objectAt(proposed, 'properties'),
			textsAt(before, 'properties', 'apiServerAccessProfile', 'authorizedIPRanges'),
		);
	},
	complete: ({proposed, before}) => keepReadOnly(withoutNulls(proposed), before, readOnly),
	checkDelete: () => undefined,
};

function withoutNulls(cluster: JsonObject): JsonObject {
	const properties = Object.entries(objectAt(cluster, 'properties')).filter(([, value]) => value !== null);
	return {...cluster, properties: Object.fromEntries(properties)};
}
