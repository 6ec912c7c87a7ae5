import type {Control} from '../control.js';
import {judgeGroup} from './judge-group.js';
import {remedyGroups} from './remedy-groups.js';

/** Security groups on subnets and on the nodes' interfaces, in Azure's order; both must allow. */
export const nsg = {
	id: 'nsg',
	title: 'Network security group',
	judge: {
		interface: (place, hop, topology) => [judgeGroup(place, place.subnets, hop, topology)],
		subnet: (place, hop, topology) => [judgeGroup(place, [place.subnet], hop, topology)],
		'unread-nodes': ({service}, hop) => [
			{
				control: 'nsg',
				hop,
				verdict: 'undecided',
				resource: `${service.namespace}/${service.name}`,
				missing: {
					datum: "the subnets of the cluster's node pools",
					command: "az aks show --resource-group GROUP --name NAME --query 'agentPoolProfiles[].vnetSubnetId'",
				},
				grounds: {kind: 'unread-nodes', service},
			},
		],
	},
	remedy: remedyGroups,
} as const satisfies Control;
