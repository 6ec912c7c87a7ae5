import type {Flow} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import {compareAuthorizedRanges} from './compare-authorized-ranges.js';
import {compareFirewalls} from './compare-firewalls.js';
import {comparePolicies} from './compare-policies.js';
import {compareRoutes} from './compare-routes.js';
import {compareSecurityGroups} from './compare-security-groups.js';
import {type Comparison, joinComparisons} from './comparison.js';

/**
 * What became reachable and what was cut off between two topologies, control by control: exact for everything that is
 * decided by addresses, by name where names decide.
 *
 * @param required flows whose opening was asked for; everything else that opened is reported as wider
 */
export function compareTopologies(before: Topology, after: Topology, required: readonly Flow[]): Comparison {
	return joinComparisons([
		compareFirewalls(before, after, required),
		compareSecurityGroups(before, after, required),
		compareRoutes(before, after, required),
		compareAuthorizedRanges(before, after, required),
		comparePolicies(before, after, required),
	]);
}
