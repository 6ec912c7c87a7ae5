/** More than this many ways to choose are not looked at one by one. */
const most = 64;

/**
 * One choice from each list, in every combination, joined. Where that would be too many, the lists are gone through side
 * by side: then every choice still appears, only not with every other.
 */
export function combinations<T>(lists: readonly (readonly (readonly T[])[])[]): readonly (readonly T[])[] {
	const count = lists.reduce((product, {length}) => product * length, 1);
	if (count <= most) {
		return lists.reduce<readonly (readonly T[])[]>(
			(found, list) => found.flatMap(start => list.map(choice => [...start, ...choice])),
			[[]],
		);
	}

	const longest = lists.reduce((longest, {length}) => Math.max(longest, length), 0);
	return Array.from({length: longest}, (_, index) => lists.flatMap(list => list[index % list.length] ?? []));
}
