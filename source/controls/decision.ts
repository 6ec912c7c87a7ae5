import type {Hop} from '../routing/way.js';
import type {Missing} from '../topology/missing.js';
import type {RangesGrounds} from './authorized-ranges/grounds.js';
import type {FirewallGrounds} from './azure-firewall/grounds.js';
import type {ProxyGrounds} from './http-proxy/grounds.js';
import type {BalancerGrounds} from './load-balancer/grounds.js';
import type {PolicyGrounds} from './network-policy/grounds.js';
import type {NodeAddressGrounds} from './node-addresses/grounds.js';
import type {UnmodelledGrounds} from './not-modelled/grounds.js';
import type {GroupGrounds} from './nsg/grounds.js';
import type {PodDnsGrounds} from './pod-dns/grounds.js';
import type {PrivateClusterGrounds} from './private-cluster/grounds.js';
import type {EndpointGrounds} from './private-endpoint/grounds.js';
import type {RouteGrounds} from './route-table/grounds.js';
import type {AdminGrounds} from './security-admin/grounds.js';
import type {EndpointPolicyGrounds} from './service-endpoint-policy/grounds.js';
import type {CapacityGrounds} from './subnet-capacity/grounds.js';
import type {MachineGrounds} from './this-machine/grounds.js';

/**
 * What a control says of one hop, and why, as data: the rule of which resource, or that there is none, or what could not
 * be read. Remedies start from it, and {@link file://./../wording/wording.ts} makes sentences of it.
 */
export type Decision = {
	readonly hop: Hop;
	readonly verdict: 'allowed' | 'blocked' | 'undecided';
	readonly resource: string;
	/** Only when undecided, and only where something else than the case would tell. */
	readonly missing?: Missing | undefined;
	/** Set where it is said of more than this hop, so that it is said once: the cluster as a whole. */
	readonly station?: string;
} & (
	| {readonly control: 'private-cluster'; readonly grounds: PrivateClusterGrounds}
	| {readonly control: 'authorized-ranges'; readonly grounds: RangesGrounds}
	| {readonly control: 'network-policy'; readonly grounds: PolicyGrounds}
	| {readonly control: 'nsg'; readonly grounds: GroupGrounds}
	| {readonly control: 'route-table'; readonly grounds: RouteGrounds}
	| {readonly control: 'azure-firewall'; readonly grounds: FirewallGrounds}
	| {readonly control: 'load-balancer'; readonly grounds: BalancerGrounds}
	| {readonly control: 'node-addresses'; readonly grounds: NodeAddressGrounds}
	| {readonly control: 'security-admin'; readonly grounds: AdminGrounds}
	| {readonly control: 'not-modelled'; readonly grounds: UnmodelledGrounds}
	| {readonly control: 'pod-dns'; readonly grounds: PodDnsGrounds}
	| {readonly control: 'private-endpoint'; readonly grounds: EndpointGrounds}
	| {readonly control: 'http-proxy'; readonly grounds: ProxyGrounds}
	| {readonly control: 'service-endpoint-policy'; readonly grounds: EndpointPolicyGrounds}
	| {readonly control: 'subnet-capacity'; readonly grounds: CapacityGrounds}
	| {readonly control: 'this-machine'; readonly grounds: MachineGrounds}
);

export type DecisionOf<Control extends Decision['control']> = Extract<Decision, {control: Control}>;
