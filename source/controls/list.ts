import {authorizedRanges} from './authorized-ranges/authorized-ranges.js';
import {azureFirewall} from './azure-firewall/azure-firewall.js';
import type {Control} from './control.js';
import {networkPolicy} from './network-policy/network-policy.js';
import {nsg} from './nsg/nsg.js';
import {privateCluster} from './private-cluster/private-cluster.js';
import {routeTable} from './route-table/route-table.js';
import {subnetCapacity} from './subnet-capacity/subnet-capacity.js';
import {thisMachine} from './this-machine/this-machine.js';

/** Every control, in the order in which a packet meets them; a new one is a folder and a line here. */
export const controls: readonly Control[] = [
	privateCluster,
	authorizedRanges,
	networkPolicy,
	nsg,
	routeTable,
	azureFirewall,
	subnetCapacity,
	thisMachine,
];
