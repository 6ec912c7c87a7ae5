import {looksLikeIpv6, parseAddress, parseNetwork} from '../address.js';
import {type JsonObject, objectsAt, textAt, textsAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {isServiceTag} from './security-rule-fields.js';

/**
 * The rules about one firewall rule, for policies and classic firewalls alike; the two spell some fields differently,
 * which {@link RuleFields} hides. `FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified` is Azure's code (facts L);
 * the other codes here are made in its manner, for the server's own are not known (facts O).
 */
export type RuleFields = {
	readonly name: string;
	readonly sources: readonly string[];
	readonly sourceGroups: readonly string[];
	readonly destinations: readonly string[];
	readonly destinationGroups: readonly string[];
	readonly destinationFqdns: readonly string[];
	readonly ports: readonly string[];
	readonly protocols: readonly string[];
};

/** A policy names the protocols `ipProtocols`, a classic firewall `protocols`. */
export function ruleFields(body: JsonObject, protocolsField: 'ipProtocols' | 'protocols'): RuleFields {
	return {
		name: textAt(body, 'name'),
		sources: textsAt(body, 'sourceAddresses'),
		sourceGroups: textsAt(body, 'sourceIpGroups'),
		destinations: textsAt(body, 'destinationAddresses'),
		destinationGroups: textsAt(body, 'destinationIpGroups'),
		destinationFqdns: textsAt(body, 'destinationFqdns'),
		ports: textsAt(body, 'destinationPorts'),
		protocols: textsAt(body, protocolsField),
	};
}

function invalidRule(code: string, name: string, reason: string) {
	return refuse(400, code, `Rule '${name}' is invalid: ${reason}`, {details: []});
}

function checkSources({name, sources, sourceGroups}: RuleFields): void {
	if (sources.length === 0 && sourceGroups.length === 0) {
		throw invalidRule(
			'FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified',
			name,
			'it needs sourceAddresses or sourceIpGroups.',
		);
	}

	checkAddresses(name, sources, false);
}

export function checkNetworkRule(rule: RuleFields, fqdnsAllowed: boolean): void {
	checkSources(rule);
	const {name, destinations, destinationGroups, destinationFqdns, ports, protocols} = rule;
	checkProtocols(name, protocols, ['TCP', 'UDP', 'ICMP', 'ANY']);
	if (ports.length === 0 || destinations.length + destinationGroups.length + destinationFqdns.length === 0) {
		throw invalidRule(
			'FirewallPolicyRuleIpAddressesAndPortsMustBeSpecified',
			name,
			'it must have destinationPorts and one of destinationAddresses, destinationIpGroups or destinationFqdns.',
		);
	}

	checkAddresses(name, destinations, true);
	checkPorts(name, ports, 1, 65_535, true);
	const wildcard = destinationFqdns.find(fqdn => fqdn.includes('*') || !isHostName(fqdn));
	if (wildcard !== undefined) {
		throw invalidRule(
			'FirewallPolicyNetworkRuleInvalidFqdn',
			name,
			`network rules take no wildcard, and '${wildcard}' is no host name.`,
		);
	}

	if (destinationFqdns.length > 0 && !fqdnsAllowed) {
		throw invalidRule(
			'FirewallPolicyNetworkRuleFqdnRequiresDnsProxy',
			name,
			'destinationFqdns need the DNS proxy of the policy.',
		);
	}
}

export function checkApplicationRule(rule: RuleFields, body: JsonObject): void {
	checkSources(rule);
	const {name} = rule;
	const [fqdns, tags] = [textsAt(body, 'targetFqdns'), textsAt(body, 'fqdnTags')];
	const others = textsAt(body, 'targetUrls').length + textsAt(body, 'webCategories').length;
	if ((fqdns.length > 0 && tags.length > 0) || fqdns.length + tags.length + others === 0) {
		throw invalidRule(
			'FirewallPolicyApplicationRuleInvalidTarget',
			name,
			'it must have either targetFqdns or fqdnTags, not both.',
		);
	}

	const wrong = fqdns.find(fqdn => !isTargetName(fqdn));
	if (wrong !== undefined) {
		throw invalidRule(
			'FirewallPolicyApplicationRuleInvalidFqdn',
			name,
			`target FQDN '${wrong}' is not valid; a wildcard '*' may stand only as its left-most character.`,
		);
	}

	const protocols = objectsAt(body, 'protocols');
	const isProtocol = (entry: JsonObject) =>
		['http', 'https', 'mssql'].includes(textAt(entry, 'protocolType').toLowerCase()) &&
		Number.isInteger(entry['port']) &&
		Number(entry['port']) >= 1 &&
		// The highest port the REST specification takes here (facts A7).
		Number(entry['port']) <= 64_000;
	if (protocols.length === 0 || !protocols.every(isProtocol)) {
		throw invalidRule(
			'FirewallPolicyApplicationRuleInvalidProtocol',
			name,
			'protocols must be Http, Https or Mssql with a port of 1 to 64000.',
		);
	}
}

export function checkNatRule(rule: RuleFields, body: JsonObject): void {
	checkSources(rule);
	const {name, destinations, ports, protocols} = rule;
	checkProtocols(name, protocols, ['TCP', 'UDP']);
	if (destinations.length !== 1 || parseAddress(destinations[0] ?? '') === undefined) {
		throw invalidRule(
			'FirewallPolicyNatRuleInvalidDestination',
			name,
			'its destination must be one address, that of the firewall.',
		);
	}

	const [address, fqdn] = [textAt(body, 'translatedAddress'), textAt(body, 'translatedFqdn')];
	if ((address === '') === (fqdn === '') || (address !== '' && parseAddress(address) === undefined)) {
		throw invalidRule(
			'FirewallPolicyNatRuleInvalidTranslation',
			name,
			'it must have either translatedAddress or translatedFqdn.',
		);
	}

	// NAT ports end at 63999 (facts A5).
	checkPorts(name, ports, 1, 63_999, false);
	checkPorts(name, [String(body['translatedPort'] ?? '')], 1, 63_999, false);
	if (ports.length !== 1) {
		throw invalidRule('FirewallPolicyNatRuleInvalidPort', name, 'it must have one destination port or range.');
	}
}

function checkProtocols(name: string, protocols: readonly string[], known: readonly string[]): void {
	const wrong = protocols.find(protocol => !known.includes(protocol.toUpperCase()));
	if (protocols.length === 0 || wrong !== undefined) {
		throw invalidRule(
			'FirewallPolicyRuleInvalidProtocol',
			name,
			`protocol '${wrong ?? ''}' is none of ${known.join(', ')}.`,
		);
	}
}

function checkAddresses(name: string, addresses: readonly string[], tagsAllowed: boolean): void {
	for (const text of addresses) {
		if (looksLikeIpv6(text)) {
			throw invalidRule('FirewallPolicyRuleIpv6NotSupported', name, `address '${text}' is IPv6.`);
		}

		const [low = '', high, ...more] = text.split('-');
		const isRange = high !== undefined && more.length === 0 && isAscending(low, high);
		if (text !== '*' && parseNetwork(text) === undefined && !isRange && !(tagsAllowed && isServiceTag(text))) {
			throw invalidRule(
				'FirewallPolicyRuleInvalidIpAddress',
				name,
				`'${text}' is not an address, a range, a CIDR${tagsAllowed ? ', a service tag' : ''} or '*'.`,
			);
		}
	}
}

function isAscending(low: string, high: string): boolean {
	const [first, last] = [parseAddress(low), parseAddress(high)];
	return first !== undefined && last !== undefined && first <= last;
}

function checkPorts(name: string, ports: readonly string[], lowest: number, highest: number, star: boolean): void {
	for (const text of ports) {
		const [, low = '', high = low] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
		const inRange = low !== '' && Number(low) >= lowest && Number(low) <= Number(high) && Number(high) <= highest;
		if (!inRange && !(star && text === '*')) {
			throw invalidRule('FirewallPolicyRuleInvalidPort', name, `port '${text}' is not within ${lowest}-${highest}.`);
		}
	}
}

/** `*` only left-most (facts A3, tested there: `*.a.com`, `*a.com` and `*` are taken, `*.*.a.com` and `a*.b.com` are not). */
function isTargetName(fqdn: string): boolean {
	return fqdn === '*' || isHostName(fqdn.replace(/^\*\.?/, ''));
}

function isHostName(text: string): boolean {
	return text.length <= 253 && /^[a-z\d_](?:[a-z\d_-]*[a-z\d_])?(?:\.[a-z\d_](?:[a-z\d_-]*[a-z\d_])?)*$/i.test(text);
}
