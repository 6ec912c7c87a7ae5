import {intersectConnections, isNoConnection, subtractConnections} from '../connection-set.js';
import type {Connectivity} from '../connectivity.js';
import type {PodEnd, RawConnection} from './reach-pods.js';

/** Whether packets of the connectivity's family can come from or go to the end at all. */
export function speaks({pods}: PodEnd, {classes}: Connectivity): boolean {
	return pods.some(pod => classes.speaks(classes.of.get(pod) ?? -1));
}

/** Ends that are addresses are of one family themselves. */
export function pairSpeaks({ends}: RawConnection, connectivity: Connectivity): boolean {
	return [ends.from, ends.to].every(end => end === undefined || speaks(end, connectivity));
}

/** One pair as each family has it that both of its ends speak: what is the same over all of them is told once. */
export function joinFamilies(pairs: readonly RawConnection[]): readonly RawConnection[] {
	const [first, second] = pairs;
	if (first === undefined || second === undefined) {
		return pairs;
	}

	const common = intersectConnections(first.connections, second.connections);
	const only = (pair: RawConnection): RawConnection => ({
		...pair,
		connections: subtractConnections(pair.connections, common),
		limited: true,
	});
	return [{...first, connections: common}, only(first), only(second)].filter(
		({connections}) => !isNoConnection(connections),
	);
}

/** The same pairs in the same order, family by family; a family that a pair does not speak has no part in it. */
export function* joinInStep(
	families: readonly {readonly connectivity: Connectivity; readonly pairs: Iterable<RawConnection>}[],
): Generator<readonly RawConnection[]> {
	const readers = families.map(({connectivity, pairs}) => ({connectivity, reader: pairs[Symbol.iterator]()}));
	for (;;) {
		const read = readers.map(({connectivity, reader}) => ({connectivity, result: reader.next()}));
		const spoken = read.flatMap(({connectivity, result}) =>
			result.done === true || !pairSpeaks(result.value, connectivity) ? [] : [result.value],
		);
		if (read.some(({result}) => result.done === true)) {
			return;
		}

		yield spoken;
	}
}

/** Pairs in any order, of which some may be missing in a family. */
export function joinByEnds(
	families: readonly {readonly connectivity: Connectivity; readonly pairs: Iterable<RawConnection>}[],
): readonly RawConnection[] {
	const known = new Map<string, RawConnection[]>();
	for (const {pairs} of families) {
		for (const pair of pairs) {
			const key = `${pair.from}\n${pair.to}`;
			known.set(key, [...(known.get(key) ?? []), pair]);
		}
	}

	return [...known.values()].flatMap(pairs => {
		const [pair] = pairs;
		// One that speaks both families, and stands in one alone, is limited to that one.
		const isLimited =
			pair !== undefined &&
			pairs.length === 1 &&
			pair.outside !== true &&
			families.filter(({connectivity}) => pairSpeaks(pair, connectivity)).length > 1;
		return isLimited ? [{...pair, limited: true as const}] : joinFamilies(pairs);
	});
}
