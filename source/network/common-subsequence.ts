/** More comparisons than this are not worth it: then the whole middle of both lists counts as changed. */
const mostComparisons = 4_000_000;

/** For each place of one list its place in the other, or -1. */
export type Pairs = {readonly newerOf: Int32Array; readonly oldOf: Int32Array};

/**
 * Pairs the entries of a longest common subsequence of two lists, up to a bound on the work.
 * Ours only have to be common: a shorter one makes more work for whoever asks, not a wrong answer.
 * `same` is asked where it is cheap to be right; `key`, equal for equal entries, only where the lists differ.
 */
export function commonSubsequence<T>(
	old: readonly T[],
	newer: readonly T[],
	same: (a: T, b: T) => boolean,
	key: (entry: T) => string,
): Pairs {
	const shorter = Math.min(old.length, newer.length);
	let start = 0;
	while (start < shorter && same(old[start] as T, newer[start] as T)) {
		start++;
	}

	let tail = 0;
	while (tail < shorter - start && same(old.at(-1 - tail) as T, newer.at(-1 - tail) as T)) {
		tail++;
	}

	const pairs = {newerOf: new Int32Array(old.length).fill(-1), oldOf: new Int32Array(newer.length).fill(-1)};
	const keep = (i: number, j: number): void => {
		pairs.newerOf[i] = j;
		pairs.oldOf[j] = i;
	};
	for (let index = 0; index < start; index++) {
		keep(index, index);
	}

	for (let index = 1; index <= tail; index++) {
		keep(old.length - index, newer.length - index);
	}

	const rows = old.length - tail - start;
	const columns = newer.length - tail - start;
	if (rows * columns > 0 && rows * columns <= mostComparisons) {
		keepLongest(old.slice(start, start + rows).map(key), newer.slice(start, start + columns).map(key), (i, j) =>
			keep(start + i, start + j),
		);
	}

	return pairs;
}

function keepLongest(old: readonly string[], newer: readonly string[], keep: (i: number, j: number) => void): void {
	const width = newer.length + 1;
	// How much two tails have in common, by where they start.
	const length = new Uint16Array((old.length + 1) * width);
	for (let i = old.length - 1; i >= 0; i--) {
		for (let j = newer.length - 1; j >= 0; j--) {
			length[i * width + j] =
				old[i] === newer[j]
					? (length[(i + 1) * width + j + 1] as number) + 1
					: Math.max(length[(i + 1) * width + j] as number, length[i * width + j + 1] as number);
		}
	}

	for (let i = 0, j = 0; i < old.length && j < newer.length; ) {
		if (old[i] === newer[j]) {
			keep(i++, j++);
		} else if ((length[(i + 1) * width + j] as number) >= (length[i * width + j + 1] as number)) {
			i++;
		} else {
			j++;
		}
	}
}
