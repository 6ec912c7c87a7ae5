import {type AddressSet, anyAddress, formatAddress, toCidrs} from '../network/address-set.js';
import {equals} from '../network/interval-set.js';
import {formatPorts} from '../network/port-set.js';
import type {JsonObject} from '../topology/world.js';
import type {Wanted} from './collect-needs.js';

export type FirewallNeed = Extract<Wanted['need'], {kind: 'application-rule' | 'network-rule' | 'dnat-rule'}>;

export type WantedFirewallRule = Wanted & {readonly need: FirewallNeed};

/** Rules of one firewall, by the type of collection they belong in; bodies as policies spell them. */
export type FirewallRules = {
	readonly dnat: readonly JsonObject[];
	readonly network: readonly JsonObject[];
	readonly application: readonly JsonObject[];
};

export function isFirewallRule(wanted: Wanted): wanted is WantedFirewallRule {
	return ['application-rule', 'network-rule', 'dnat-rule'].includes(wanted.need.kind);
}

/**
 * One rule per requirement and shape, named after the requirement, so that a reader of the firewall knows why each is
 * there. Names that share everything but the host name share a rule.
 */
export function firewallRules(wanted: readonly WantedFirewallRule[]): FirewallRules {
	return {
		dnat: named(wanted, dnatRule),
		network: named(wanted, networkRule),
		application: named(mergeNames(wanted), applicationRule),
	};
}

type Draft = {readonly requirement: string; readonly need: FirewallNeed; readonly names: readonly string[]};

function named(
	wanted: readonly (WantedFirewallRule | Draft)[],
	body: (need: FirewallNeed, names: readonly string[]) => JsonObject | undefined,
): readonly JsonObject[] {
	const rules: JsonObject[] = [];
	const seen = new Set<string>();
	const count = new Map<string, number>();
	for (const item of wanted) {
		const requirement = 'flow' in item ? item.flow.requirement : item.requirement;
		const rule = body(item.need, 'names' in item ? item.names : []);
		const key = `${requirement} ${JSON.stringify(rule)}`;
		if (rule === undefined || seen.has(key)) {
			continue;
		}

		seen.add(key);
		const number = (count.get(requirement) ?? 0) + 1;
		count.set(requirement, number);
		rules.push({name: number === 1 ? requirement : `${requirement}-${number}`, ...rule});
	}

	return rules;
}

function mergeNames(wanted: readonly WantedFirewallRule[]): readonly Draft[] {
	const drafts = new Map<string, Draft>();
	for (const {need, flow} of wanted) {
		if (need.kind !== 'application-rule') {
			continue;
		}

		const key = JSON.stringify([flow.requirement, need.sources, need.scheme, need.port]);
		const names = drafts.get(key)?.names ?? [];
		drafts.set(key, {requirement: flow.requirement, need, names: [...new Set([...names, need.name])]});
	}

	return [...drafts.values()];
}

function applicationRule(need: FirewallNeed, names: readonly string[]): JsonObject | undefined {
	return need.kind === 'application-rule'
		? {
				ruleType: 'ApplicationRule',
				protocols: [{protocolType: need.scheme === 'https' ? 'Https' : 'Http', port: need.port}],
				sourceAddresses: spellAddresses(need.sources),
				targetFqdns: names,
			}
		: undefined;
}

function networkRule(need: FirewallNeed): JsonObject | undefined {
	if (need.kind !== 'network-rule') {
		return undefined;
	}

	const {destinations} = need;
	return {
		ruleType: 'NetworkRule',
		ipProtocols: [need.protocol.toUpperCase()],
		sourceAddresses: spellAddresses(need.sources),
		destinationAddresses:
			'fqdn' in destinations ? [] : 'tag' in destinations ? [destinations.tag] : spellAddresses(destinations),
		destinationFqdns: 'fqdn' in destinations ? [destinations.fqdn] : [],
		destinationPorts: formatPorts(need.ports).split(','),
	};
}

function dnatRule(need: FirewallNeed): JsonObject | undefined {
	return need.kind === 'dnat-rule'
		? {
				ruleType: 'NatRule',
				ipProtocols: [need.protocol.toUpperCase()],
				sourceAddresses: spellAddresses(need.sources),
				destinationAddresses: [formatAddress(need.publicAddress)],
				destinationPorts: [String(need.port)],
				translatedAddress: formatAddress(need.translatedAddress),
				translatedPort: String(need.port),
			}
		: undefined;
}

/** `*` for everything, single addresses without `/32`, as Azure itself stores them. */
export function spellAddresses(set: AddressSet): readonly string[] {
	return equals(set, anyAddress) ? ['*'] : toCidrs(set).map(cidr => cidr.replace(/\/32$/, ''));
}
