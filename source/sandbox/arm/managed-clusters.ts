import {type JsonObject, objectAt, objectsAt, textAt, textsAt, withAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {checkAuthorizedRanges} from './authorized-ranges.js';
import {keepReadOnly} from './complete.js';
import {assertReference} from './reference.js';
import type {ArmResourceType} from './resource-type.js';
import {tidy} from './tidy.js';

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
	complete: ({proposed, before}) => {
		const sent = {...proposed, properties: tidy(objectAt(proposed, 'properties'))};
		return keepReadOnly(withPoolStates(sent, before), before, readOnly);
	},
	checkDelete: () => undefined,
};

const poolReadOnly = [
	['provisioningState'],
	['currentOrchestratorVersion'],
	['powerState'],
	['nodeImageVersion'],
	['eTag'],
] as const;

/** A client sends pools without what the service reports about them. */
function withPoolStates(cluster: JsonObject, before: JsonObject | undefined): JsonObject {
	const known = objectsAt(before, 'properties', 'agentPoolProfiles');
	const pools = objectsAt(cluster, 'properties', 'agentPoolProfiles').map(pool =>
		keepReadOnly(
			pool,
			known.find(other => textAt(other, 'name') === textAt(pool, 'name')),
			poolReadOnly,
		),
	);
	return withAt(cluster, ['properties', 'agentPoolProfiles'], pools);
}
