import {absent} from './known.js';
import type {Topology} from './topology.js';
import type {World} from './world.js';

/** What the answers of Azure and of the cluster mean, in our own words. Never throws: a world is not to be trusted. */
export function decodeTopology(_world: World): Topology {
	return {
		cluster: absent,
		virtualNetworks: new Map(),
		subnets: new Map(),
		securityGroups: new Map(),
		nodeSecurityGroups: absent,
		routeTables: new Map(),
		firewalls: [],
		serviceTags: absent,
		kubernetes: {
			namespaces: absent,
			pods: absent,
			services: absent,
			networkPolicies: absent,
			ciliumPolicies: absent,
			nodes: absent,
		},
		devSpacesEndpoint: undefined,
	};
}
