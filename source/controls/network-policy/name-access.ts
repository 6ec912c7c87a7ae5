import type {AppliedRule} from '../../connectivity/applied-rule.js';
import {hasClass} from '../../connectivity/class-set.js';
import {
	type ConnectionSet,
	connectionSet,
	intersectConnections,
	isNoConnection,
	subtractConnections,
} from '../../connectivity/connection-set.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {RuleGroup} from '../../connectivity/rule-groups.js';
import {rulePorts} from '../../connectivity/rule-ports.js';
import type {Reading} from '../../connectivity/tier-end.js';
import type {AddressSet} from '../../network/address-set.js';
import {overlaps} from '../../network/interval-set.js';
import type {NamePattern} from '../../network/name-pattern.js';
import type {Pod} from '../../topology/kubernetes.js';
import {coversName} from './covers-name.js';
import {meantByName, sideDecisions} from './side-decisions.js';

export type NameAccess =
	| {readonly verdict: 'allowed'; readonly rules: readonly AppliedRule[]}
	| {readonly verdict: 'blocked'; readonly because: 'name' | 'dns'}
	| {readonly verdict: 'undecided'; readonly because: 'address' | 'doubt'};

/**
 * Whether pods may resolve a name and open a connection to what it stands for.
 *
 * @param addresses where it may be
 */
export function nameAccess(
	name: NamePattern,
	addresses: AddressSet,
	wanted: ConnectionSet,
	classId: number,
	reach: Connectivity,
	dnsPods: readonly Pod[],
): NameAccess {
	const group = reach.group('egress', classId);
	if (group === undefined) {
		return {verdict: 'allowed', rules: []};
	}

	const certain = readName(name, addresses, wanted, classId, group, reach, dnsPods, 'certain');
	if (certain !== 'open') {
		const possible = readName(name, addresses, wanted, classId, group, reach, dnsPods, 'possible');
		return possible === 'open'
			? {verdict: 'undecided', because: 'doubt'}
			: certain === 'partly'
				? {verdict: 'undecided', because: 'address'}
				: {verdict: 'blocked', because: certain === 'no-dns' ? 'dns' : 'name'};
	}

	const decided = sideDecisions(group, [{kind: 'name', name, addresses}], wanted, reach);
	return {verdict: 'allowed', rules: decided.flatMap(({action, rule}) => (action === 'allow' ? (rule ?? []) : []))};
}

function readName(
	name: NamePattern,
	addresses: AddressSet,
	wanted: ConnectionSet,
	classId: number,
	group: RuleGroup,
	reach: Connectivity,
	dnsPods: readonly Pod[],
	read: Reading,
): 'open' | 'partly' | 'closed' | 'no-dns' {
	const openOn = (shares: ReturnType<Connectivity['addressShares']>) =>
		shares
			.filter(share => overlaps(share.addresses, addresses))
			.map(share => isNoConnection(subtractConnections(wanted, reach.table.get(share.connections))));
	const open = openOn(reach.sharesBy(group, read, rule => meantByName(rule, name)));
	if (!open.every(Boolean)) {
		return open.some(Boolean) ? 'partly' : 'closed';
	}

	const byAddress = openOn(reach.addressShares('egress', classId, read, 'outside')).every(Boolean);
	const needsDnsRule = !byAddress && engineRules[reach.engine].namesNeedDnsRule;
	return canResolve(name, group, classId, read, reach, dnsPods, needsDnsRule) ? 'open' : 'no-dns';
}

const dnsPort = connectionSet({udp: [[53, 53]]});

/**
 * A rule by name only works for names that Cilium's DNS proxy has seen, so it needs a DNS rule that names them
 * (AKS container-network-security-fqdn-filtering-concepts). Otherwise any way to the cluster's DNS will do.
 */
function canResolve(
	name: NamePattern,
	group: RuleGroup,
	classId: number,
	read: Reading,
	reach: Connectivity,
	dnsPods: readonly Pod[],
	needsDnsRule: boolean,
): boolean {
	const ways = dnsRules(group, reach, dnsPods).filter(rule => read === 'possible' || rule.doubt === undefined);
	const letsAsk = ways.some(({term: {dnsPatterns}}) =>
		dnsPatterns === undefined ? !needsDnsRule : dnsPatterns.some(pattern => coversName(pattern, name)),
	);
	const classes = dnsPods.flatMap(pod => reach.classes.of.get(pod) ?? []);
	if (classes.length === 0) {
		// Without DNS pods in what was read, nothing can be said about the way to them.
		return letsAsk || !needsDnsRule;
	}

	const isOpen = classes.some(id => {
		const connections = reach.table.get(reach.side('egress', classId, id, read));
		return !isNoConnection(intersectConnections(connections, dnsPort));
	});
	return isOpen && (letsAsk || (ways.length === 0 && !needsDnsRule));
}

/** The allow rules that are about asking the cluster's DNS. */
export function dnsRules(group: RuleGroup, reach: Connectivity, dnsPods: readonly Pod[]): readonly AppliedRule[] {
	const classes = dnsPods.flatMap(pod => reach.classes.of.get(pod) ?? []);
	return group.rules.filter(
		rule =>
			rule.term.action === 'allow' &&
			isNoConnection(subtractConnections(dnsPort, rulePorts(rule.term, undefined))) &&
			(classes.length === 0 || classes.some(id => hasClass(rule.classes, id))),
	);
}
