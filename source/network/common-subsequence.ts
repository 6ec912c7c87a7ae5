/** More comparisons than this are not worth it: then the whole middle of both lists counts as changed. */
const mostComparisons = 4_000_000;

export type Kept = {readonly old: ReadonlySet<number>; readonly young: ReadonlySet<number>};

/**
 * The places of a longest common subsequence in two lists.
 * Ours only have to be common: a shorter one makes more work for whoever asks, not a wrong answer.
 */
export function commonSubsequence(old: readonly string[], young: readonly string[]): Kept {
	let start = 0;
	while (start < old.length && old[start] === young[start]) {
		start++;
	}

	let tail = 0;
	while (tail < Math.min(old.length, young.length) - start && old.at(-1 - tail) === young.at(-1 - tail)) {
		tail++;
	}

	const kept = {old: new Set<number>(), young: new Set<number>()};
	const keep = (i: number, j: number): void => {
		kept.old.add(i);
		kept.young.add(j);
	};
	for (let index = 0; index < start; index++) {
		keep(index, index);
	}

	for (let index = 1; index <= tail; index++) {
		keep(old.length - index, young.length - index);
	}

	const rows = old.length - tail - start;
	const columns = young.length - tail - start;
	if (rows * columns > 0 && rows * columns <= mostComparisons) {
		keepLongest(old.slice(start, start + rows), young.slice(start, start + columns), (i, j) =>
			keep(start + i, start + j),
		);
	}

	return kept;
}

function keepLongest(old: readonly string[], young: readonly string[], keep: (i: number, j: number) => void): void {
	const width = young.length + 1;
	// How much two tails have in common, by where they start.
	const length = new Uint16Array((old.length + 1) * width);
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = young.length - 1; j >= 0; j--) {
			length[i * width + j] =
				old[i] === young[j]
					? (length[(i + 1) * width + j + 1] as number) + 1
					: Math.max(length[(i + 1) * width + j] as number, length[i * width + j + 1] as number);
		}
	}

	for (let i = 0, j = 0; i < old.length && j < young.length; ) {
		if (old[i] === young[j]) {
			keep(i++, j++);
		} else if ((length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number)) {
			i++;
		} else {
			j++;
		}
	}
}
