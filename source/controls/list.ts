import type {PlaceKind} from '../routing/way.js';
import {authorizedRanges} from './authorized-ranges/authorized-ranges.js';
import {azureFirewall} from './azure-firewall/azure-firewall.js';
import type {Control} from './control.js';
import {httpProxy} from './http-proxy/http-proxy.js';
import {loadBalancer} from './load-balancer/load-balancer.js';
import {networkPolicy} from './network-policy/network-policy.js';
import {nodeAddresses} from './node-addresses/node-addresses.js';
import {notModelled} from './not-modelled/not-modelled.js';
import {nsg} from './nsg/nsg.js';
import {podDns} from './pod-dns/pod-dns.js';
import {privateCluster} from './private-cluster/private-cluster.js';
import {privateEndpoint} from './private-endpoint/private-endpoint.js';
import {routeTable} from './route-table/route-table.js';
import {securityAdmin} from './security-admin/security-admin.js';
import {serviceEndpointPolicy} from './service-endpoint-policy/service-endpoint-policy.js';
import {subnetCapacity} from './subnet-capacity/subnet-capacity.js';
import {thisMachine} from './this-machine/this-machine.js';

/** Every control; a new one is a folder and a line here. */
const all = [
	privateCluster,
	authorizedRanges,
	networkPolicy,
	securityAdmin,
	nsg,
	routeTable,
	azureFirewall,
	loadBalancer,
	nodeAddresses,
	podDns,
	privateEndpoint,
	httpProxy,
	serviceEndpointPolicy,
	notModelled,
	subnetCapacity,
	thisMachine,
] as const;

export const controls: readonly Control[] = all;

type KeysOf<Judges> = Judges extends object ? keyof Judges : never;

/** Does not compile while a kind of place has no control that judges it. */
export const unjudgedPlaces: Readonly<Record<Exclude<PlaceKind, KeysOf<(typeof all)[number]['judge']>>, never>> = {};
