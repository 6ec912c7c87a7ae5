import {UserError} from '../../../errors.js';
import {isObject, type JsonObject, objectAt, textAt} from '../../json.js';
import type {ResourceForm} from './form.js';
import {isClusterId, waysToFetch} from './resource-hints.js';
import {restoreResource} from './restore-resource.js';

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
 * `az network … show|list` and `az aks show|list` lift `properties` to the top, at every depth, and add `resourceGroup`
 * beside every id (azure-cli-core: `deserialize_output` of its generated commands, `_ResourceGroupNameAdder` for all).
 * Commands that are still written with the Python SDK (`az aks`) also spell names anew and print null for what is not set.
 */
export const azForm: ResourceForm = {
	title: 'as az prints them',
	commands: ['az network vnet list', 'az network nsg list', 'az aks show -g GROUP -n NAME', 'az aks nodepool list'],
	lost: 'What other commands list: rules of firewall policies, links and records of DNS zones, address use. Fields newer than the az that printed it. Where one of these decides (the data plane of a cluster without a policy engine), the file is refused.',
	fits: resource =>
		!isObject(resource['properties']) &&
		(Object.hasOwn(resource, 'resourceGroup') || telltale.some(key => Object.hasOwn(resource, key))),
	toRest: (resource, where) => {
		assertDataPlane(resource, where);
		return restoreResource(resource);
	},
};

/**
 * `az aks` prints every field that it knows, null where it is not set; one that is missing is not known to it. An az of
 * before 2.56 does not know the data plane, and without it a cluster with Cilium looks as if it had no policy engine.
 */
function assertDataPlane(cluster: JsonObject, where: string): void {
	const network = objectAt(cluster, 'networkProfile');
	const printsNulls = Object.values(network).includes(null);
	const hasEngine = !['', 'none'].includes(textAt(network, 'networkPolicy').toLowerCase());
	if (
		isClusterId(textAt(cluster, 'id')) &&
		printsNulls &&
		!hasEngine &&
		textAt(network, 'networkPlugin').toLowerCase() !== 'kubenet' &&
		!Object.hasOwn(network, 'networkDataplane')
	) {
		throw new UserError(
			'usage',
			`${where} was printed by an az that does not know "networkDataplane", so whether Cilium enforces policies there is not in it.`,
			{next: waysToFetch(textAt(cluster, 'id'))},
		);
	}
}
