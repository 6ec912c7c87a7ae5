import {valueKey} from '../../network/value-key.js';
import type {Wanted} from '../wanted.js';

/** Something to be written, and everything that wants it. */
export type Served<Effect, By extends Wanted = Wanted> = {readonly effect: Effect; readonly wanted: readonly By[]};

/** Where an effect is: effects of different places have nothing to do with each other. */
type PlaceOf<Effect> = (effect: Effect) => string;

/** How effects of one kind compare; both are asked about effects in the same resource. */
export type Relation<Effect> = {
	/** Whether whoever has the whole has the part, too. */
	readonly holds: (whole: Effect, part: Effect) => boolean;
	/** One effect that is exactly the two together, where they overlap and there is one; else undefined. */
	readonly join?: (a: Effect, b: Effect) => Effect | undefined;
	/** All are in one place when left out. */
	readonly place?: PlaceOf<Effect>;
};

/** `at` is the place in the list of what was looked at last. */
type Kept<Effect, By extends Wanted> = Served<Effect, By> & {readonly at: number};

/**
 * As few effects as do the same: what another one holds is served by that one, and what overlaps is joined where the
 * whole can be said as one. Nothing is opened that was not asked for, and nothing is opened twice.
 */
export function fewest<Effect, By extends Wanted>(
	all: readonly Served<Effect, By>[],
	{place = () => '', ...relation}: Relation<Effect>,
): readonly Served<Effect, By>[] {
	const places = Map.groupBy(
		all.map((item, at) => ({...item, at})),
		({effect}) => place(effect),
	);
	return [...places.values()]
		.flatMap(items => fewestInPlace(items, relation))
		.sort((a, b) => a.at - b.at)
		.map(({effect, wanted}) => ({effect, wanted}));
}

function fewestInPlace<Effect, By extends Wanted>(
	all: readonly Kept<Effect, By>[],
	{holds, join}: Relation<Effect>,
): readonly Kept<Effect, By>[] {
	let kept: Kept<Effect, By>[] = [];
	const waiting = all.toReversed();
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const item = next;
		const holder = kept.findIndex(({effect}) => holds(effect, item.effect));
		const whole = kept[holder];
		if (whole !== undefined) {
			kept[holder] = {...whole, wanted: [...whole.wanted, ...item.wanted]};
			continue;
		}

		const joinable = join === undefined ? undefined : firstJoined(kept, item, join);
		if (joinable !== undefined) {
			// What has grown may hold or meet others now, so it is looked at again.
			kept = kept.filter(other => other !== joinable.other);
			waiting.push({effect: joinable.effect, wanted: [...joinable.other.wanted, ...item.wanted], at: item.at});
			continue;
		}

		const parts = new Set(kept.filter(({effect}) => holds(item.effect, effect)));
		if (parts.size === 0) {
			kept.push(item);
		} else {
			const wanted = [...[...parts].flatMap(part => part.wanted), ...item.wanted];
			kept = [...kept.filter(other => !parts.has(other)), {...item, wanted}];
		}
	}

	return kept;
}

function firstJoined<Effect, By extends Wanted>(
	kept: readonly Kept<Effect, By>[],
	item: Kept<Effect, By>,
	join: (a: Effect, b: Effect) => Effect | undefined,
): {readonly other: Kept<Effect, By>; readonly effect: Effect} | undefined {
	for (const other of kept) {
		const effect = join(other.effect, item.effect);
		if (effect !== undefined) {
			return {other, effect};
		}
	}

	return undefined;
}

/** What is left of an effect, undefined where others do all of it, and which others do what is gone. */
export type Cut<Effect> = {readonly left: Effect | undefined; readonly by: readonly Effect[]};

/**
 * The effects without what the others do together already; these serve those who wanted it, too. One after the other,
 * because what two have in common must stay in one of them.
 *
 * @param cut undefined where nothing can be taken out
 */
export function withoutOverlap<Effect, By extends Wanted>(
	all: readonly Served<Effect, By>[],
	cut: (effect: Effect, others: readonly Effect[]) => Cut<Effect> | undefined,
	place: PlaceOf<Effect> = () => '',
): readonly Served<Effect, By>[] {
	const result: (Served<Effect, By> | undefined)[] = [...all];
	const places = Map.groupBy(
		all.map(({effect}, index) => ({index, place: place(effect)})),
		found => found.place,
	);
	for (const members of places.values()) {
		const indexes = members.map(({index}) => index);
		for (const index of indexes) {
			const item = result[index];
			const others = indexes.filter(other => other !== index && result[other] !== undefined);
			const found =
				item &&
				cut(
					item.effect,
					others.flatMap(other => result[other] ?? []).map(({effect}) => effect),
				);
			if (item === undefined || found === undefined) {
				continue;
			}

			const by = new Set(found.by);
			result[index] = found.left === undefined ? undefined : {...item, effect: found.left};
			for (const other of others) {
				const served = result[other];
				if (served !== undefined && by.has(served.effect)) {
					result[other] = {...served, wanted: [...new Set([...served.wanted, ...item.wanted])]};
				}
			}
		}
	}

	return result.filter(item => item !== undefined);
}

/** The requirements that want something, each once, in the order of the profiles. */
export function requirementsOf(wanted: readonly Wanted[]): readonly string[] {
	return [...new Set(wanted.map(({flow}) => flow.requirement))];
}

/** After whom something is named. */
export type Sharers = (wanted: readonly Wanted[]) => readonly string[];

/** Names of a whole plan stay in a part of it: what fewer flows share now is called as it was when all did. */
export function sharersIn(whole: readonly (readonly Wanted[])[]): Sharers {
	return wanted => {
		const [shared = wanted] = whole
			.filter(all => wanted.every(item => all.includes(item)))
			.toSorted((a, b) => a.length - b.length);
		return requirementsOf(shared);
	};
}

/** What is wanted by just the same requirements together; what belongs to one requirement can be left out with it. */
export function bySharers<Effect>(all: readonly Served<Effect>[]): readonly (readonly Served<Effect>[])[] {
	return [...Map.groupBy(all, ({wanted}) => valueKey(requirementsOf(wanted).toSorted())).values()];
}

/** What something is called that these requirements share: by the first of them, and how many more there are. */
export function sharedName(requirements: readonly string[]): string {
	const [first = 'shared', ...others] = requirements;
	return others.length === 0 ? first : `${first}-and-${others.length}-more`;
}
