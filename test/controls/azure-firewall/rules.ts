import {addresses} from '../../../source/network/address-set.js';
import {anyPort, ports} from '../../../source/network/port-set.js';
import {protocols} from '../../../source/network/protocol-set.js';
import type {ApplicationRule, DnatRule, NetworkRule, RuleCollection} from '../../../source/topology/firewall.js';
import {address, firewallSide} from '../../helpers/topology.js';

type NetworkGiven = Partial<Omit<NetworkRule, 'source' | 'destination'>> & {
	readonly from?: string;
	readonly to?: string;
	readonly on?: readonly number[];
};

export function networkRule(name: string, {from = '*', to = '', on, ...rest}: NetworkGiven = {}): NetworkRule {
	return {
		kind: 'network',
		name,
		source: firewallSide(from),
		destination: firewallSide(to),
		destinationFqdns: [],
		protocol: protocols('tcp'),
		ports: on === undefined ? anyPort : ports(...on),
		...rest,
	};
}

export function applicationRule(
	name: string,
	targetFqdns: readonly string[],
	{from = '*', ...rest}: Partial<Omit<ApplicationRule, 'source'>> & {readonly from?: string} = {},
): ApplicationRule {
	return {
		kind: 'application',
		name,
		source: firewallSide(from),
		protocols: [
			{type: 'http', port: 80},
			{type: 'https', port: 443},
		],
		targetFqdns,
		fqdnTags: [],
		targetUrls: [],
		webCategories: [],
		...rest,
	};
}

/** From 20.50.0.1, the port kept. */
export function dnatRule(
	name: string,
	port: number,
	translated: string,
	{from = '*', ...rest}: Partial<Omit<DnatRule, 'source'>> & {readonly from?: string} = {},
): DnatRule {
	return {
		kind: 'dnat',
		name,
		source: firewallSide(from),
		destination: addresses('20.50.0.1'),
		protocol: protocols('tcp'),
		ports: ports(port),
		translatedAddress: address(translated),
		translatedFqdn: undefined,
		translatedPort: port,
		...rest,
	};
}

export function collection(
	name: string,
	priority: number,
	action: RuleCollection['action'],
	...rules: RuleCollection['rules']
): RuleCollection {
	return {name, priority, action, rules};
}
