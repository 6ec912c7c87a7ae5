import type {ControlId} from '../../controls/control-id.js';
import type {Flow} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import {compareAuthorizedRanges} from './compare-authorized-ranges.js';
import {compareFirewalls} from './compare-firewalls.js';
import {comparePolicies} from './compare-policies.js';
import {compareRoutes} from './compare-routes.js';
import {compareSecurityGroups} from './compare-security-groups.js';
import {type Comparison, joinComparisons, nothingChanged} from './comparison.js';

type Compare = (before: Topology, after: Topology, required: readonly Flow[]) => Comparison;

/** No change of ours reaches what such a control decides by; its verdicts on flows are compared all the same. */
const notWritten: Compare = () => nothingChanged;

/** Every control's own comparison; a new control does not compile before it has one, or says that it needs none. */
const comparisons = {
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
} as const satisfies Readonly<Record<ControlId, Compare>>;

/**
 * What became reachable and what was cut off between two topologies, control by control: exact for everything that is
 * decided by addresses, by name where names decide.
 *
 * @param required flows whose opening was asked for; everything else that opened is reported as wider
 */
export function compareTopologies(before: Topology, after: Topology, required: readonly Flow[]): Comparison {
	return joinComparisons(Object.values<Compare>(comparisons).map(compare => compare(before, after, required)));
}
