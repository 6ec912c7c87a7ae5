import {anyAddress} from '../network/address-set.js';
import {anyPort} from '../network/port-set.js';
import {anyProtocol} from '../network/protocol-set.js';
import type {RuleAddresses, SecurityRule} from './virtual-network.js';

const anywhere: RuleAddresses = {addresses: anyAddress, tags: [], applicationSecurityGroups: []};

function tagged(tag: string): RuleAddresses {
	return {addresses: [], tags: [tag], applicationSecurityGroups: []};
}

function rule(
	name: string,
	[direction, priority, access]: readonly [SecurityRule['direction'], number, SecurityRule['access']],
	[source, destination]: readonly [RuleAddresses, RuleAddresses],
): SecurityRule {
	return {
		name,
		priority,
		direction,
		access,
		protocol: anyProtocol,
		source,
		sourcePorts: anyPort,
		destination,
		destinationPorts: anyPort,
		isDefault: true,
	};
}

const network = tagged('VirtualNetwork');

/** What Azure adds to every network security group (network-security-groups-overview.md, facts B). */
export const defaultSecurityRules: readonly SecurityRule[] = [
	rule('AllowVnetInBound', ['inbound', 65_000, 'allow'], [network, network]),
	rule('AllowAzureLoadBalancerInBound', ['inbound', 65_001, 'allow'], [tagged('AzureLoadBalancer'), anywhere]),
	rule('DenyAllInBound', ['inbound', 65_500, 'deny'], [anywhere, anywhere]),
	rule('AllowVnetOutBound', ['outbound', 65_000, 'allow'], [network, network]),
	rule('AllowInternetOutBound', ['outbound', 65_001, 'allow'], [anywhere, tagged('Internet')]),
	rule('DenyAllOutBound', ['outbound', 65_500, 'deny'], [anywhere, anywhere]),
];
