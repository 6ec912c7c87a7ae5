import type {AppliedRule} from '../../connectivity/applied-rule.js';
import {type ConnectionSet, isNoConnection, subtractConnections} from '../../connectivity/connection-set.js';
import type {Connectivity} from '../../connectivity/connectivity.js';
import type {ConnectionDecision} from '../../connectivity/decisions.js';
import {engineRules} from '../../connectivity/engine-rules.js';
import type {RuleGroup} from '../../connectivity/rule-groups.js';
import type {Reading} from '../../connectivity/tier-end.js';
import {type AddressSet, anyOf, ofFamily} from '../../network/address-set.js';
import {compare, difference, intersection} from '../../network/interval-set.js';
import {valueKey} from '../../network/value-key.js';
import {publicAddresses} from '../../routing/destination-cases.js';
import type {PodSide} from '../../routing/pod-side.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {Verdict} from '../verdict.js';
import {nameAccess} from './name-access.js';
import {type AskedPeer, sideDecisions} from './side-decisions.js';

/** What the policies of some pods say about a side; pods of one class that want the same are judged together. */
export type Judged = {
	readonly side: PodSide;
	readonly pods: readonly Pod[];
	readonly group: RuleGroup;
	readonly verdict: Exclude<Verdict, 'not-applicable'>;
	/** What they must open or be opened on. */
	readonly wanted: ConnectionSet;
	/** Peers that are not let through, when the peers are pods. */
	readonly cutOff: readonly Pod[];
	/** Addresses that are not let through, when the peers are addresses. */
	readonly cutOffAddresses: AddressSet;
	/** Rules that let it through, when allowed and isolated. */
	readonly rules: readonly AppliedRule[];
	/** What stops it, when blocked: rules, or ends of tiers. */
	readonly stops: readonly ConnectionDecision[];
	readonly because:
		| 'not-isolated'
		| 'rule'
		| 'no-rule'
		| 'denied'
		| 'dns'
		| 'address'
		| 'doubt'
		| 'not-enforced'
		| 'forwarded';
};

type Unit = {
	readonly classId: number;
	readonly group: RuleGroup;
	readonly pods: readonly Pod[];
	readonly wanted: ConnectionSet;
};

export function judgeSide(
	side: PodSide,
	reach: Connectivity,
	classOf: (pod: Pod) => number | undefined,
	dnsPods: readonly Pod[],
): readonly Judged[] {
	const own = units(side, side.pods, reach, classOf, side.direction === 'ingress');
	return own.map(unit => {
		const base = {
			side,
			pods: unit.pods,
			group: unit.group,
			wanted: unit.wanted,
			cutOff: [],
			cutOffAddresses: [],
			rules: [],
			stops: [],
		};
		if (unit.group.isolatedBy.length === 0 && unit.group.rules.length === 0) {
			return {...base, verdict: 'allowed', because: 'not-isolated'};
		}

		switch (side.peer.kind) {
			case 'pods': {
				return {...base, ...judgePods(side, side.peer.pods, unit, reach, classOf)};
			}

			case 'addresses': {
				return {...base, ...judgeAddresses(side, ofFamily(side.peer.addresses, reach.family), unit, reach)};
			}

			case 'name': {
				const {pattern, addresses = publicAddresses} = side.peer;
				const access = nameAccess(pattern, addresses, unit.wanted, unit.classId, reach, dnsPods);
				return access.verdict === 'allowed'
					? {...base, verdict: 'allowed', because: 'rule', rules: access.rules}
					: access.because === 'name'
						? {...base, ...stopped(unit, [{kind: 'name', name: pattern, addresses}], reach)}
						: {...base, verdict: access.verdict, because: access.because};
			}

			case 'service-clients': {
				return {...base, ...judgeServiceClients(side, side.peer.forwarded, unit, reach)};
			}
		}
	});
}

/** Pods by class and, where they are the destination, by what is wanted of them. */
function units(
	side: PodSide,
	pods: readonly Pod[],
	reach: Connectivity,
	classOf: (pod: Pod) => number | undefined,
	areDestinations: boolean,
): readonly Unit[] {
	const found = new Map<string, Unit & {readonly pods: Pod[]}>();
	for (const pod of pods) {
		const classId = classOf(pod);
		const group = classId === undefined ? undefined : reach.group(side.direction, classId);
		if (classId === undefined || group === undefined) {
			continue;
		}

		const wanted = side.wanted(areDestinations ? pod : undefined);
		const key = `${pod.namespace} ${classId} ${valueKey(wanted)}`;
		const known = found.get(key);
		if (known === undefined) {
			found.set(key, {classId, group, pods: [pod], wanted});
		} else {
			known.pods.push(pod);
		}
	}

	return [...found.values()];
}

type Judgement = Pick<Judged, 'verdict' | 'because'> &
	Partial<Pick<Judged, 'cutOff' | 'cutOffAddresses' | 'rules' | 'stops'>>;

/** By the first that stops it: a rule, or the end of a tier where no rule lets it through. */
function stopped(unit: Unit, peers: readonly AskedPeer[], reach: Connectivity): Judgement {
	const stops = sideDecisions(unit.group, peers, unit.wanted, reach).filter(({action}) => action === 'deny');
	return {verdict: 'blocked', because: stops[0]?.rule === undefined ? 'no-rule' : 'denied', stops};
}

function allowingRules(unit: Unit, peers: readonly AskedPeer[], reach: Connectivity): readonly AppliedRule[] {
	return sideDecisions(unit.group, peers, unit.wanted, reach).flatMap(({action, rule}) =>
		action === 'allow' ? (rule ?? []) : [],
	);
}

/** The peers that are not let through, as rules are asked about them. */
export function peersOf(
	{side: {peer}, cutOff, cutOffAddresses}: Judged,
	classOf: (pod: Pod) => number | undefined,
): readonly AskedPeer[] {
	switch (peer.kind) {
		case 'pods': {
			return classPeers(cutOff, classOf);
		}

		case 'name': {
			return [{kind: 'name', name: peer.pattern, addresses: peer.addresses ?? publicAddresses}];
		}

		default: {
			return [{kind: 'addresses', addresses: cutOffAddresses}];
		}
	}
}

function classPeers(pods: readonly Pod[], classOf: (pod: Pod) => number | undefined): readonly AskedPeer[] {
	return [...new Set(pods.flatMap(pod => classOf(pod) ?? []))].map(id => ({kind: 'class', id}));
}

function judgePods(
	side: PodSide,
	peers: readonly Pod[],
	unit: Unit,
	reach: Connectivity,
	classOf: (pod: Pod) => number | undefined,
): Judgement {
	const {wanted} = unit;
	const readings = new Map<number, 'open' | 'closed' | 'unsure'>();
	const read = (peerClass: number) => {
		const isOpen = (reading: Reading) => {
			const open = reach.table.get(reach.side(side.direction, unit.classId, peerClass, reading));
			return isNoConnection(subtractConnections(wanted, open));
		};
		return isOpen('certain') ? 'open' : reach.exact || !isOpen('possible') ? 'closed' : 'unsure';
	};
	const cutOff: Pod[] = [];
	let certain = true;
	for (const peer of peers) {
		const peerClass = classOf(peer);
		// A pod always reaches itself (kubernetes.io, network-policies).
		if (peerClass === undefined || unit.pods.every(pod => pod === peer)) {
			continue;
		}

		const known = readings.get(peerClass) ?? read(peerClass);
		readings.set(peerClass, known);
		if (known !== 'open') {
			certain &&= known === 'closed';
			cutOff.push(peer);
		}
	}

	if (cutOff.length > 0) {
		return {
			cutOff,
			...(certain ? stopped(unit, classPeers(cutOff, classOf), reach) : {verdict: 'undecided', because: 'doubt'}),
		};
	}

	return {verdict: 'allowed', because: 'rule', rules: allowingRules(unit, classPeers(peers, classOf), reach)};
}

function judgeAddresses(side: PodSide, addresses: AddressSet, unit: Unit, reach: Connectivity): Judgement {
	const closed = closedAddresses(side, addresses, unit, reach, 'certain');
	if (closed.length === 0) {
		return {verdict: 'allowed', because: 'rule', rules: allowingRules(unit, [{kind: 'addresses', addresses}], reach)};
	}

	const surely = reach.exact || closedAddresses(side, addresses, unit, reach, 'possible').length > 0;
	return {
		cutOffAddresses: closed,
		...(surely
			? stopped(unit, [{kind: 'addresses', addresses: closed}], reach)
			: {verdict: 'undecided', because: 'doubt'}),
	};
}

/** The addresses of pods and nodes are looked up apart where the engine does not treat them like any other. */
function closedAddresses(
	side: PodSide,
	addresses: AddressSet,
	{classId, wanted}: Unit,
	reach: Connectivity,
	reading: Reading,
): AddressSet {
	const parts = [
		{where: 'outside', part: difference(addresses, reach.clusterAddresses)},
		{where: 'inside', part: intersection(addresses, reach.clusterAddresses)},
	] as const;
	return parts
		.flatMap(({where, part}) =>
			reach
				.addressShares(side.direction, classId, reading, where)
				.filter(share => !isNoConnection(subtractConnections(wanted, reach.table.get(share.connections))))
				.flatMap(share => intersection(share.addresses, part)),
		)
		.toSorted((a, b) => compare(a[0], b[0]));
}

/**
 * With externalTrafficPolicy Local the pod sees the client; with Cluster, a node may have passed the packet on in its own
 * name (AKS configure-load-balancer-standard), so only rules for any peer are sure to let it in.
 */
function judgeServiceClients(side: PodSide, forwarded: boolean, unit: Unit, reach: Connectivity): Judgement {
	if (forwarded && !engineRules[reach.engine].enforcesForwardedIngress) {
		return {verdict: 'allowed', because: 'not-enforced'};
	}

	const any = anyOf[reach.family];
	const clients = forwarded ? any : difference(any, reach.clusterAddresses);
	const closed = closedAddresses(side, clients, unit, reach, 'certain');
	const asked = [{kind: 'addresses', addresses: clients}] as const;
	if (closed.length === 0) {
		return {verdict: 'allowed', because: 'rule', rules: allowingRules(unit, asked, reach)};
	}

	const nothingOpen = difference(clients, closed).length === 0;
	if (nothingOpen) {
		return reach.exact || closedAddresses(side, clients, unit, reach, 'possible').length > 0
			? {...stopped(unit, asked, reach), cutOffAddresses: closed}
			: {verdict: 'undecided', because: 'doubt'};
	}

	return forwarded
		? {verdict: 'undecided', because: 'forwarded'}
		: {...stopped(unit, [{kind: 'addresses', addresses: closed}], reach), cutOffAddresses: closed};
}
