import {type AddressSet, parseIpv4Cidr} from '../network/address-set.js';
import {difference, intervalSet, isEmpty} from '../network/interval-set.js';
import type {ChangeOf} from '../plan/change.js';

export type RangesChange = ChangeOf<'authorized-ranges'>;

/** "Only the cluster's own egress"; it may not stand beside other entries. */
const ownEgressOnly = '0.0.0.0/32';

/**
 * What a change does to the list, told apart from the list: what it adds and what it takes out. So it can be done to
 * whatever list is there at the moment of writing, and everybody else's entries stay.
 */
export function effectOf({before, after}: Pick<RangesChange, 'before' | 'after'>) {
	const [old, wanted] = [before.map(normalise), after.map(normalise)];
	return {
		added: wanted.filter(entry => !old.includes(entry)),
		removed: old.filter(entry => !wanted.includes(entry)),
	};
}

/** The list to write: the one that is there, with the change done to it. */
export function mergeRanges(change: RangesChange, now: readonly string[]): readonly string[] {
	const {added, removed} = effectOf(change);
	const kept = now
		.map(normalise)
		.filter(entry => !removed.includes(entry) && (added.length === 0 || entry !== ownEgressOnly));
	return [...new Set([...kept, ...added])];
}

export type RangesStanding = 'before' | 'after' | 'cleared' | 'half';

/**
 * How much of the change is in the list. `cleared`: somebody emptied it, and adding to an empty list would shut out
 * everybody who is not named.
 */
export function rangesStanding(change: RangesChange, now: readonly string[]): RangesStanding {
	const {added, removed} = effectOf(change);
	const entries = now.map(normalise);
	if (entries.length === 0 && change.before.length > 0) {
		return change.after.length === 0 ? 'after' : 'cleared';
	}

	// An address is let in by any entry that holds it; what was taken out is gone only by its own name.
	const missing = added.filter(entry => !isLetIn(entry, entries));
	const left = removed.filter(entry => entries.includes(entry));
	if (missing.length === 0 && left.length === 0) {
		return 'after';
	}

	return missing.length === added.length && left.length === removed.length ? 'before' : 'half';
}

function isLetIn(entry: string, entries: readonly string[]): boolean {
	const wanted = rangeOf(entry);
	return wanted === undefined
		? entries.includes(entry)
		: isEmpty(difference(wanted, intervalSet(entries.flatMap(other => rangeOf(other) ?? []))));
}

/** As Azure answers: a bare address with its length. */
function normalise(entry: string): string {
	const trimmed = entry.trim();
	return rangeOf(trimmed) !== undefined && !trimmed.includes('/') ? `${trimmed}/32` : trimmed;
}

/** Undefined for a service tag. */
function rangeOf(entry: string): AddressSet | undefined {
	const result = parseIpv4Cidr(entry);
	return result.ok ? result.value : undefined;
}
