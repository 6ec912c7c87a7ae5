import {compareAuthorizedRanges} from '../../controls/authorized-ranges/compare-authorized-ranges.js';
import {compareFirewalls} from '../../controls/azure-firewall/compare-firewalls.js';
import {type Compare, type Comparison, joinComparisons, nothingChanged} from '../../controls/comparison.js';
import type {ControlId} from '../../controls/control-id.js';
import {comparePolicies} from '../../controls/network-policy/compare-policies.js';
import {compareSecurityGroups} from '../../controls/nsg/compare-security-groups.js';
import {compareRoutes} from '../../controls/route-table/compare-routes.js';
import type {Flow} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';

/** No change of ours reaches what such a control decides by; its verdicts on flows are compared all the same. */
const notWritten: Compare<never> = () => nothingChanged;

/** Every control's own comparison; a new control does not compile before it has one, or says that it needs none. */
const comparisons: {readonly [Id in ControlId]: Compare<Id>} = {
	'azure-firewall': compareFirewalls,
	nsg: compareSecurityGroups,
	'route-table': compareRoutes,
	'authorized-ranges': compareAuthorizedRanges,
	'network-policy': comparePolicies,
	'private-cluster': notWritten,
	'security-admin': notWritten,
	'load-balancer': notWritten,
	'node-addresses': notWritten,
	'private-endpoint': notWritten,
	'http-proxy': notWritten,
	'pod-dns': notWritten,
	'service-endpoint-policy': notWritten,
	'not-modelled': notWritten,
	'subnet-capacity': notWritten,
	'this-machine': notWritten,
};

/**
 * What became reachable and what was cut off between two topologies, control by control: exact for everything that is
 * decided by addresses, by name where names decide.
 *
 * @param required flows whose opening was asked for; everything else that opened is reported as wider
 */
export function compareTopologies(before: Topology, after: Topology, required: readonly Flow[]): Comparison {
	return joinComparisons(
		Object.values<Compare<ControlId>>(comparisons).map(compare => compare(before, after, required)),
	);
}
