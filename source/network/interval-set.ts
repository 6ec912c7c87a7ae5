/** Whole numbers from `first` to `last`, both included. */
export type Interval = readonly [first: number, last: number];

/**
 * A set of whole numbers in canonical form: sorted, disjoint, and no two intervals touch.
 * Two sets are equal exactly when their intervals are, so every function here returns canonical sets and expects them.
 */
export type IntervalSet = readonly Interval[];

export const emptySet: IntervalSet = [];

/** Sorts and joins intervals that overlap or touch. Intervals with `first > last` are empty and vanish. */
export function intervalSet(intervals: Iterable<Interval>): IntervalSet {
	const sorted = [...intervals].filter(([first, last]) => first <= last).sort((a, b) => a[0] - b[0]);
	const joined: [number, number][] = [];
	for (const [first, last] of sorted) {
		const previous = joined.at(-1);
		if (previous !== undefined && first <= previous[1] + 1) {
			previous[1] = Math.max(previous[1], last);
		} else {
			joined.push([first, last]);
		}
	}

	return joined;
}

export function isEmpty(set: IntervalSet): boolean {
	return set.length === 0;
}

export function union(...sets: readonly IntervalSet[]): IntervalSet {
	return unionOf(sets);
}

/** Of a list that came from outside: spread into a call it would overflow the stack when it is long. */
export function unionOf(sets: Iterable<IntervalSet>): IntervalSet {
	return intervalSet([...sets].flat());
}

/** Where the first interval stands that ends at `value` or later; by halving, because service tags hold thousands. */
function firstEndingAtOrAfter(set: IntervalSet, value: number): number {
	let low = 0;
	let high = set.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((set[middle] as Interval)[1] < value) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

export function intersection(a: IntervalSet, b: IntervalSet): IntervalSet {
	const common: Interval[] = [];
	let i = b[0] === undefined ? a.length : firstEndingAtOrAfter(a, b[0][0]);
	let j = a[i] === undefined ? b.length : firstEndingAtOrAfter(b, (a[i] as Interval)[0]);
	for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
		const first = Math.max(x[0], y[0]);
		const last = Math.min(x[1], y[1]);
		if (first <= last) {
			common.push([first, last]);
		}

		if (x[1] < y[1]) {
			i++;
		} else {
			j++;
		}
	}

	return common;
}

/** Everything in `a` that is not in `b`. */
export function difference(a: IntervalSet, b: IntervalSet): IntervalSet {
	const rest: Interval[] = [];
	let j = a[0] === undefined ? b.length : firstEndingAtOrAfter(b, a[0][0]);
	for (const [first, last] of a) {
		let from = first;
		while ((b[j]?.[1] ?? Number.POSITIVE_INFINITY) < from) {
			j++;
		}

		for (let k = j, cut = b[k]; cut !== undefined && cut[0] <= last; cut = b[++k]) {
			if (cut[0] > from) {
				rest.push([from, cut[0] - 1]);
			}

			from = cut[1] + 1;
		}

		if (from <= last) {
			rest.push([from, last]);
		}
	}

	return rest;
}

export function has(set: IntervalSet, value: number): boolean {
	const candidate = set[firstEndingAtOrAfter(set, value)];
	return candidate !== undefined && candidate[0] <= value;
}

export function overlaps(a: IntervalSet, b: IntervalSet): boolean {
	// Asked of every rule for every question, and mostly before anything is compiled: so no iterators, and nothing is made.
	const few = a.length < b.length ? a : b;
	const many = a.length < b.length ? b : a;
	const start = (many[0] as Interval | undefined)?.[0] ?? 0;
	const end = (many[many.length - 1] as Interval | undefined)?.[1] ?? -1;
	for (let index = 0; index < few.length; index++) {
		const interval = few[index] as Interval;
		const first = interval[0];
		const last = interval[1];
		if (first > end) {
			return false;
		}

		// One interval is what most fields of most rules are.
		if (last >= start && (many.length === 1 || (many[firstEndingAtOrAfter(many, first)] as Interval)[0] <= last)) {
			return true;
		}
	}

	return false;
}

/** Whether all of `part` lies in `whole`. */
export function isSubset(part: IntervalSet, whole: IntervalSet): boolean {
	return part.every(([first, last]) => {
		const candidate = whole[firstEndingAtOrAfter(whole, first)];
		return candidate !== undefined && candidate[0] <= first && last <= candidate[1];
	});
}

export function equals(a: IntervalSet, b: IntervalSet): boolean {
	if (a === b) {
		return true;
	}

	if (a.length !== b.length) {
		return false;
	}

	// A plain loop: lists of a thousand rules are compared set by set.
	for (let index = 0; index < a.length; index++) {
		const [x, y] = [a[index] as Interval, b[index] as Interval];
		if (x[0] !== y[0] || x[1] !== y[1]) {
			return false;
		}
	}

	return true;
}

/** How many numbers are in the set. */
export function size(set: IntervalSet): number {
	return set.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

/** The lowest numbers of the set, at most so many. */
export function lowestOf(set: IntervalSet, most: number): readonly number[] {
	return set
		.flatMap(([first, last]) => Array.from({length: Math.min(last - first + 1, most)}, (_, index) => first + index))
		.slice(0, most);
}
