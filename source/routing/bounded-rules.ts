import {type AddressSet, familiesOf, ofFamily} from '../network/address-set.js';
import {type Action, type MatchRule, partition, type Share} from '../network/first-match.js';
import {difference, isEmpty, size, unionOf} from '../network/interval-set.js';
import {boxesOverlap, type PacketSet} from '../network/packet-set.js';
import type {Missing} from '../topology/missing.js';

/** A rule that surely matches `least` and perhaps all of `most`. */
export type BoundedRule<Origin> = {
	readonly least: PacketSet;
	readonly most: PacketSet;
	readonly unknown: readonly Missing[];
	readonly action: Action;
	readonly origin: Origin;
};

/**
 * The list as it stands in the worst case for a flow (what may deny denies, what may allow does not) or in the best.
 * Every truth lies between the two, because more allowing and less denying can only let more packets through.
 */
export function boundOf<Origin>(
	rules: readonly BoundedRule<Origin>[],
	bound: 'worst' | 'best',
): readonly MatchRule<Origin>[] {
	return rules.map(({least, most, action, origin}) => ({
		match: (action === 'allow') === (bound === 'worst') ? least : most,
		action,
		origin,
	}));
}

/**
 * What must hold of a question: `every` packet allowed; every packet to `some-destination` we do not know; every packet
 * from `most-sources`, because a list that shuts out a few clients does not shut out the internet.
 */
export type Quantifier = 'every' | 'some-destination' | 'most-sources';

export type DecidedVerdict = 'allowed' | 'blocked' | 'undecided';

export type BoundedDecision<Origin> = {
	readonly verdict: DecidedVerdict;
	/** What decided: the allowing rules of an allowed question, else the denying ones. */
	readonly shares: readonly Share<Origin>[];
	/** Every packet that is denied in the worst case; undefined where there are too many to list. */
	readonly denied: PacketSet | undefined;
	/** Only when undecided: the rules of which nobody can say whether they match. */
	readonly doubtful: readonly Origin[];
	readonly unknown: readonly Missing[];
};

/** `rules` must end in a rule that matches everything. */
export function decide<Origin>(
	rules: readonly BoundedRule<Origin>[],
	question: PacketSet,
	quantifier: Quantifier,
): BoundedDecision<Origin> {
	const {shares: worst, undecided} = partition(boundOf(rules, 'worst'), question);
	if (undecided) {
		return {verdict: 'undecided', shares: [], denied: undefined, doubtful: [], unknown: [tooMany]};
	}

	const refused = deniedOf(worst);
	const denied = refused.some(({partial}) => partial) ? undefined : refused.flatMap(({packets}) => packets);
	if (satisfied(refused, question, quantifier) === 'wholly') {
		const shares = worst.filter(({action}) => action === 'allow');
		return {verdict: 'allowed', shares, denied, doubtful: [], unknown: []};
	}

	const best = partition(boundOf(rules, 'best'), question).shares;
	// What is too much to take apart has no shares, and then nothing is known to be blocked.
	if (satisfied(deniedOf(best), question, quantifier) === 'not') {
		return {verdict: 'blocked', shares: deniedOf(best), denied, doubtful: [], unknown: []};
	}

	const doubtful = rules.filter(
		({most, unknown}) => unknown.length > 0 && most.some(row => question.some(piece => boxesOverlap(row, piece))),
	);
	return {
		verdict: 'undecided',
		shares: refused,
		denied,
		doubtful: doubtful.map(({origin}) => origin),
		unknown: doubtful.flatMap(({unknown}) => unknown),
	};
}

export const tooMany: Missing = {
	datum: 'what so many rules with so many prefixes decide together; they are too many to take apart',
	command: 'az network watcher test-ip-flow --help',
};

function deniedOf<Origin>(shares: readonly Share<Origin>[]): readonly Share<Origin>[] {
	return shares.filter(({action}) => action === 'deny');
}

function satisfied(
	denied: readonly Share<unknown>[],
	question: PacketSet,
	quantifier: Quantifier,
): 'wholly' | 'partly' | 'not' {
	const packets = denied.flatMap(share => share.packets);
	if (packets.length === 0) {
		return 'wholly';
	}

	switch (quantifier) {
		case 'every': {
			return 'not';
		}

		case 'some-destination': {
			return isEmpty(difference(destinationsOf(question), destinationsOf(packets))) ? 'not' : 'partly';
		}

		case 'most-sources': {
			const most = areMost(difference(sourcesOf(question), sourcesOf(packets)), sourcesOf(question));
			const listed = denied.every(({partial}) => !partial);
			return most ? (listed ? 'wholly' : 'partly') : 'not';
		}
	}
}

/** Family by family: there are so many more addresses of IPv6 that all of IPv4 would be a few. */
function areMost(some: AddressSet, all: AddressSet): boolean {
	return familiesOf(all).every(family => size(ofFamily(some, family)) * 2 > size(ofFamily(all, family)));
}

export function destinationsOf(packets: PacketSet): AddressSet {
	return unionOf(packets.map(({destination}) => destination));
}

function sourcesOf(packets: PacketSet): AddressSet {
	return unionOf(packets.map(({source}) => source));
}

/** Of several ways things may stand, of which we do not know the true one: only what all agree on is certain. */
export function agree(verdicts: readonly DecidedVerdict[]): DecidedVerdict {
	const [first = 'allowed', ...others] = verdicts;
	return others.every(verdict => verdict === first) ? first : 'undecided';
}

/** Of several parts that must all get through. */
export function joint(verdicts: readonly DecidedVerdict[]): DecidedVerdict {
	return verdicts.includes('blocked') ? 'blocked' : verdicts.includes('undecided') ? 'undecided' : 'allowed';
}

/** What is denied in one reading or another; undefined where one of them has too much to list. */
export function deniedInSome(decisions: readonly BoundedDecision<unknown>[]): PacketSet | undefined {
	const lists = decisions.map(({denied}) => denied);
	return lists.includes(undefined) ? undefined : lists.flatMap(list => list ?? []);
}
