import {valueKey} from '../../network/value-key.js';
import type {Wanted} from '../wanted.js';

/** Something to be written, and everything that wants it. */
export type Served<Effect, By extends Wanted = Wanted> = {readonly effect: Effect; readonly wanted: readonly By[]};

/** How effects of one kind compare; both are asked about effects in the same resource. */
export type Relation<Effect> = {
	/** Whether whoever has the whole has the part, too. */
	readonly holds: (whole: Effect, part: Effect) => boolean;
	/** One effect that is exactly the two together, where they overlap and there is one; else undefined. */
	readonly join?: (a: Effect, b: Effect) => Effect | undefined;
};

/**
 * As few effects as do the same: what another one holds is served by that one, and what overlaps is joined where the
 * whole can be said as one. Nothing is opened that was not asked for, and nothing is opened twice.
 */
export function fewest<Effect, By extends Wanted>(
	all: readonly Served<Effect, By>[],
	{holds, join}: Relation<Effect>,
): readonly Served<Effect, By>[] {
	let kept: readonly Served<Effect, By>[] = [];
	const waiting = [...all];
	for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
		const item = next;
		const whole = kept.find(({effect}) => holds(effect, item.effect));
		if (whole !== undefined) {
			kept = kept.map(other => (other === whole ? {...whole, wanted: [...whole.wanted, ...item.wanted]} : other));
			continue;
		}

		const joinable = kept
			.map(other => ({other, effect: join?.(other.effect, item.effect)}))
			.find(({effect}) => effect !== undefined);
		const grown = joinable?.effect;
		if (joinable !== undefined && grown !== undefined) {
			// What has grown may hold or meet others now, so it is looked at again.
			kept = kept.filter(other => other !== joinable.other);
			waiting.unshift({effect: grown, wanted: [...joinable.other.wanted, ...item.wanted]});
			continue;
		}

		const parts = kept.filter(({effect}) => holds(item.effect, effect));
		const wanted = [...parts.flatMap(part => part.wanted), ...item.wanted];
		kept = [...kept.filter(other => !parts.includes(other)), {effect: item.effect, wanted}];
	}

	return kept;
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
): readonly Served<Effect, By>[] {
	let result = all;
	for (const {effect} of all) {
		const item = result.find(found => found.effect === effect);
		const others = result.filter(found => found !== item);
		const found = cut(
			effect,
			others.map(other => other.effect),
		);
		if (item !== undefined && found !== undefined) {
			const {left, by} = found;
			result = result.flatMap(other => {
				if (other === item) {
					return left === undefined ? [] : [{...item, effect: left}];
				}

				return by.includes(other.effect)
					? [{...other, wanted: [...new Set([...other.wanted, ...item.wanted])]}]
					: [other];
			});
		}
	}

	return result;
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
