import type {AppliedRule} from '../../connectivity/applied-rule.js';
import {hasClass} from '../../connectivity/class-set.js';
import {
	type ConnectionSet,
	connectionSet,
	isNoConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from '../../connectivity/connection-set.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import {isIsolated, type Reading, rulesInForce} from '../../connectivity/evaluate-groups.js';
import type {RuleGroup} from '../../connectivity/rule-groups.js';
import {rulePorts} from '../../connectivity/rule-ports.js';
import {overlaps} from '../../network/interval-set.js';
import type {NamePattern} from '../../network/name-pattern.js';
import {publicAddresses} from '../../routing/destination-cases.js';
import type {Pod} from '../../topology/kubernetes.js';

export type NameAccess =
	| {readonly verdict: 'allowed'; readonly rules: readonly AppliedRule[]}
	| {readonly verdict: 'blocked'; readonly because: 'name' | 'dns'}
	| {readonly verdict: 'undecided'; readonly because: 'address' | 'doubt'};

/** Whether pods may resolve a name and open a connection to what it stands for. */
export function nameAccess(
	name: NamePattern,
	wanted: ConnectionSet,
	classId: number,
	reach: Connectivity,
	dnsPods: readonly Pod[],
): NameAccess {
	const group = reach.group('egress', classId);
	if (group === undefined) {
		return {verdict: 'allowed', rules: []};
	}

	const certain = reading(name, wanted, classId, group, reach, dnsPods, 'certain');
	if (certain !== 'open') {
		const possible = reading(name, wanted, classId, group, reach, dnsPods, 'possible');
		return possible === 'open'
			? {verdict: 'undecided', because: 'doubt'}
			: certain === 'partly'
				? {verdict: 'undecided', because: 'address'}
				: {verdict: 'blocked', because: certain === 'no-dns' ? 'dns' : 'name'};
	}

	return {verdict: 'allowed', rules: openingRules(name, wanted, group)};
}

function reading(
	name: NamePattern,
	wanted: ConnectionSet,
	classId: number,
	group: RuleGroup,
	reach: Connectivity,
	dnsPods: readonly Pod[],
	read: Reading,
): 'open' | 'partly' | 'closed' | 'no-dns' {
	const shares = reach
		.addressShares('egress', classId, read, 'outside')
		.filter(share => overlaps(share.addresses, publicAddresses))
		.map(share => isNoConnection(subtractConnections(wanted, reach.table.get(share.connections))));
	const byAddress = shares.every(Boolean);
	const byName = isNoConnection(subtractConnections(wanted, namedPorts(name, group, read)));
	if (!byAddress && !byName) {
		return shares.some(Boolean) ? 'partly' : 'closed';
	}

	return !isIsolated(group, read) || canResolve(name, group, read, reach, dnsPods, !byAddress) ? 'open' : 'no-dns';
}

function namedPorts(name: NamePattern, group: RuleGroup, read: Reading): ConnectionSet {
	return rulesInForce(group, read)
		.filter(rule => rule.names.some(pattern => coversName(pattern, name)))
		.reduce(
			(sum, {term}) =>
				term.action === 'allow'
					? unionConnections(sum, rulePorts(term.ports, undefined))
					: subtractConnections(sum, rulePorts(term.ports, undefined)),
			noConnection,
		);
}

const dnsPort = connectionSet({udp: [[53, 53]]});

/**
 * A rule by name only works for names that Cilium's DNS proxy has seen, so it needs a DNS rule that names them
 * (AKS container-network-security-fqdn-filtering-concepts). Otherwise any way to the cluster's DNS will do.
 */
function canResolve(
	name: NamePattern,
	group: RuleGroup,
	read: Reading,
	reach: Connectivity,
	dnsPods: readonly Pod[],
	onlyByName: boolean,
): boolean {
	const dnsClasses = dnsPods.flatMap(pod => reach.classes.of.get(pod) ?? []);
	const rules = rulesInForce(group, read).filter(
		rule =>
			rule.term.action === 'allow' &&
			isNoConnection(subtractConnections(dnsPort, rulePorts(rule.term.ports, undefined))) &&
			(dnsClasses.length === 0 || dnsClasses.some(id => hasClass(rule.classes, id))),
	);
	// Without DNS pods in what was read, nothing can be said about the way to them.
	if (dnsClasses.length === 0 && !onlyByName) {
		return true;
	}

	return rules.some(({term: {dnsPatterns}}) =>
		dnsPatterns === undefined ? !onlyByName : dnsPatterns.some(pattern => coversName(pattern, name)),
	);
}

function openingRules(name: NamePattern, wanted: ConnectionSet, group: RuleGroup): readonly AppliedRule[] {
	return rulesInForce(group, 'certain').filter(
		rule =>
			rule.term.action === 'allow' &&
			(rule.names.some(pattern => coversName(pattern, name)) || overlaps(rule.outside, publicAddresses)) &&
			!isNoConnection(intersectWanted(wanted, rule)),
	);
}

function intersectWanted(wanted: ConnectionSet, {term}: AppliedRule): ConnectionSet {
	return subtractConnections(wanted, subtractConnections(wanted, rulePorts(term.ports, undefined)));
}

/**
 * Cilium's `*` stands for any characters of one label, dots left out; alone it is every name (docs.cilium.io, DNS based).
 * A `*` in the name that is asked for may stand for dots, too, so only `*` covers it.
 */
export function coversName(pattern: string, name: NamePattern): boolean {
	const [wide, narrow] = [pattern.toLowerCase().replace(/\.$/, ''), name.toLowerCase()];
	if (wide === '*' || narrow.includes('*')) {
		return wide === '*';
	}

	const expression = wide.split('*').map(part => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
	return new RegExp(`^${expression.join('[-a-z0-9_]*')}$`).test(narrow);
}
