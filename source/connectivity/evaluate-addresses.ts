import {type AddressSet, anyAddress} from '../network/address-set.js';
import {difference, intersection, union} from '../network/interval-set.js';
import type {AppliedRule} from './applied-rule.js';
import {type ConnectionId, type ConnectionTable, everyId, noneId} from './connection-table.js';
import type {RuleGroup} from './rule-groups.js';
import {rulePorts} from './rule-ports.js';
import {type Reading, type RuleAction, tierEnd} from './tier-end.js';

export type AddressShare = {readonly addresses: AddressSet; readonly connections: ConnectionId};

/** Every address, by what may become of connections with it. */
type Part = Readonly<Record<RuleAction | 'here', ConnectionId>> & {readonly addresses: AddressSet};

/** The addresses that a rule means. */
export type MeantAddresses = (rule: AppliedRule) => AddressSet;

/** Addresses by what is open to or from them, in both readings. */
export function evaluateAddresses(
	group: RuleGroup,
	meant: MeantAddresses,
	table: ConnectionTable,
): Readonly<Record<Reading, readonly AddressShare[]>> {
	let parts: readonly Part[] = [{addresses: anyAddress, here: everyId, allow: noneId, deny: noneId, pass: noneId}];
	for (const tier of group.tiers) {
		for (const rule of tier.rules) {
			const ports = table.idOf(rulePorts(rule.term, group.direction === 'ingress' ? group.sample : undefined));
			parts = split(parts, meant(rule), part => applyRule(rule, part, ports, table));
		}

		const end = tierEnd(tier);
		parts = merge(
			parts.map(part => ({
				...part,
				deny: end.deny ? table.union(part.deny, part.here) : part.deny,
				here: end.pass ? table.union(part.pass, part.here) : part.pass,
				pass: noneId,
			})),
		);
	}

	const shares = (open: (part: Part) => ConnectionId) => {
		const joined = new Map<ConnectionId, AddressSet>();
		for (const part of parts) {
			joined.set(open(part), union(joined.get(open(part)) ?? [], part.addresses));
		}

		return [...joined].map(([connections, addresses]) => ({connections, addresses}));
	};
	return {
		certain: shares(({deny}) => table.subtract(everyId, deny)),
		possible: shares(({allow, here}) => table.union(allow, here)),
	};
}

function applyRule(
	{term: {action}, doubt}: AppliedRule,
	part: Part,
	ports: ConnectionId,
	table: ConnectionTable,
): Part {
	return {
		...part,
		[action]: table.union(part[action], table.intersect(part.here, ports)),
		here: doubt === undefined ? table.subtract(part.here, ports) : part.here,
	};
}

function split(parts: readonly Part[], block: AddressSet, change: (part: Part) => Part): readonly Part[] {
	if (block.length === 0) {
		return parts;
	}

	return merge(
		parts.flatMap(part => [
			{...change(part), addresses: intersection(part.addresses, block)},
			{...part, addresses: difference(part.addresses, block)},
		]),
	);
}

function merge(parts: readonly Part[]): readonly Part[] {
	const merged = new Map<string, Part>();
	for (const part of parts) {
		if (part.addresses.length > 0) {
			const key = `${part.here} ${part.allow} ${part.deny} ${part.pass}`;
			const other = merged.get(key);
			merged.set(key, other === undefined ? part : {...part, addresses: union(other.addresses, part.addresses)});
		}
	}

	return [...merged.values()];
}
