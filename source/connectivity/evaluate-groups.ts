import {type AddressSet, anyAddress} from '../network/address-set.js';
import {difference, intersection, union} from '../network/interval-set.js';
import type {AppliedRule} from './applied-rule.js';
import {addClass, type ClassSet, classSet, everyClass, forEachClass, hasClass} from './class-set.js';
import {type ConnectionId, type ConnectionTable, everyId, noneId} from './connection-table.js';
import type {PodClasses} from './pod-classes.js';
import type {RuleGroup} from './rule-groups.js';
import {hasNamedPort, rulePorts} from './rule-ports.js';

/**
 * How rules are read whose effect we cannot judge: `certain` is what is open whatever they mean, `possible` what may be.
 * Without such rules the two are the same.
 */
export type Reading = 'certain' | 'possible';

/** Peers with the same connections; the sets of a list are disjoint and leave out peers without any. */
export type Cell = {readonly connections: ConnectionId; readonly peers: ClassSet};

export type AddressShare = {readonly addresses: AddressSet; readonly connections: ConnectionId};

export function isIsolated({isolatedBy}: RuleGroup, reading: Reading): boolean {
	return isolatedBy.some(policy => reading === 'certain' || policy.doubt === undefined);
}

/** Allow rules before deny rules, which win (Cilium); rules that this reading leaves out are gone. */
export function rulesInForce(group: RuleGroup, reading: Reading): readonly AppliedRule[] {
	const wins = reading === 'certain' ? 'deny' : 'allow';
	const rules = group.rules.filter(rule => rule.doubt === undefined || rule.term.action === wins);
	const allows = isIsolated(group, reading) ? rules.filter(rule => rule.term.action === 'allow') : [];
	return [...allows, ...rules.filter(rule => rule.term.action === 'deny')];
}

export function groupCells(
	group: RuleGroup,
	reading: Reading,
	classes: PodClasses,
	table: ConnectionTable,
): readonly Cell[] {
	const start = isIsolated(group, reading) ? noneId : everyId;
	const rules = rulesInForce(group, reading);
	if (rules.length === 0) {
		return start === noneId ? [] : [{connections: everyId, peers: everyClass(classes.size)}];
	}

	const dense = new Int32Array(classes.size).fill(start);
	for (const rule of rules) {
		const combine = rule.term.action === 'allow' ? table.union : table.subtract;
		const portsAt = portsOfRule(rule, group, classes, table);
		forEachClass(rule.classes, peer => {
			dense[peer] = combine(dense[peer] ?? noneId, portsAt(peer));
		});
	}

	return compress(dense);
}

function portsOfRule(
	{term}: AppliedRule,
	group: RuleGroup,
	classes: PodClasses,
	table: ConnectionTable,
): (peer: number) => ConnectionId {
	if (group.direction === 'egress' && hasNamedPort(term.ports)) {
		return peer => table.idOf(rulePorts(term.ports, classes.samples[peer]));
	}

	const id = table.idOf(rulePorts(term.ports, group.direction === 'ingress' ? group.sample : undefined));
	return () => id;
}

function compress(dense: Int32Array): readonly Cell[] {
	const sets = new Map<ConnectionId, ClassSet>();
	for (const [peer, connections] of dense.entries()) {
		if (connections !== noneId) {
			let set = sets.get(connections);
			if (set === undefined) {
				set = classSet(dense.length);
				sets.set(connections, set);
			}

			addClass(set, peer);
		}
	}

	return [...sets].map(([connections, peers]) => ({connections, peers}));
}

export function connectionsWith(cells: readonly Cell[], peer: number): ConnectionId {
	for (const {connections, peers} of cells) {
		if (hasClass(peers, peer)) {
			return connections;
		}
	}

	return noneId;
}

/** Every address, by what is open to or from it. */
export function groupAddressShares(
	group: RuleGroup,
	reading: Reading,
	where: 'outside' | 'inside',
	table: ConnectionTable,
): readonly AddressShare[] {
	let shares: readonly AddressShare[] = [
		{addresses: anyAddress, connections: isIsolated(group, reading) ? noneId : everyId},
	];
	for (const rule of rulesInForce(group, reading)) {
		const ports = table.idOf(rulePorts(rule.term.ports, group.direction === 'ingress' ? group.sample : undefined));
		const combine = rule.term.action === 'allow' ? table.union : table.subtract;
		shares = split(shares, rule[where], connections => combine(connections, ports));
	}

	return shares;
}

function split(
	shares: readonly AddressShare[],
	block: AddressSet,
	change: (connections: ConnectionId) => ConnectionId,
): readonly AddressShare[] {
	if (block.length === 0) {
		return shares;
	}

	const merged = new Map<ConnectionId, AddressSet>();
	const add = (connections: ConnectionId, addresses: AddressSet) => {
		if (addresses.length > 0) {
			merged.set(connections, union(merged.get(connections) ?? [], addresses));
		}
	};
	for (const {addresses, connections} of shares) {
		add(change(connections), intersection(addresses, block));
		add(connections, difference(addresses, block));
	}

	return [...merged].map(([connections, addresses]) => ({connections, addresses}));
}
