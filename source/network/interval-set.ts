/** Whole numbers: small ones as JavaScript's numbers, which are fast, larger ones as bigint. They compare with each other. */
export type Whole = number | bigint;

/** Whole numbers from `first` to `last`, both included; both ends are of one type. */
export type Interval<N extends Whole = number> = readonly [first: N, last: N];

/**
 * A set of whole numbers in canonical form: sorted, disjoint, and no two intervals touch.
 * Two sets are equal exactly when their intervals are, so every function here returns canonical sets and expects them.
 */
export type IntervalSet<N extends Whole = number> = readonly Interval<N>[];

export const emptySet: IntervalSet = [];

/** For sorting. */
export function compare(a: Whole, b: Whole): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

export function next<N extends Whole>(value: N): N {
	return (typeof value === 'bigint' ? value + 1n : (value as number) + 1) as N;
}

export function previous<N extends Whole>(value: N): N {
	return (typeof value === 'bigint' ? value - 1n : (value as number) - 1) as N;
}

/** Sorts and joins intervals that overlap or touch. Intervals with `first > last` are empty and vanish. */
export function intervalSet<N extends Whole>(intervals: Iterable<Interval<N>>): IntervalSet<N> {
	const sorted = [...intervals].filter(([first, last]) => first <= last).sort((a, b) => compare(a[0], b[0]));
	const joined: [N, N][] = [];
	for (const [first, last] of sorted) {
		const before = joined.at(-1);
		if (before !== undefined && first <= next(before[1])) {
			before[1] = last > before[1] ? last : before[1];
		} else {
			joined.push([first, last]);
		}
	}

	return joined;
}

export function isEmpty(set: IntervalSet<Whole>): boolean {
	return set.length === 0;
}

export function union<N extends Whole>(...sets: readonly IntervalSet<N>[]): IntervalSet<N> {
	return unionOf(sets);
}

/** Of a list that came from outside: spread into a call it would overflow the stack when it is long. */
export function unionOf<N extends Whole>(sets: Iterable<IntervalSet<N>>): IntervalSet<N> {
	const filled = [...new Set(sets)].filter(({length}) => length > 0);
	const [first = []] = filled;
	// One that was put together by hand may stand in any order.
	return filled.length > 1 || !isInOrder(first) ? intervalSet(filled.flat()) : first;
}

/** Whether the intervals are those of a set: none empty, in order, and none touching the next. */
function isInOrder<N extends Whole>(intervals: readonly Interval<N>[]): boolean {
	return intervals.every(([first, last], index) => {
		const before = intervals[index - 1];
		return first <= last && (before === undefined || first > next(before[1]));
	});
}

/** Where the first interval stands that ends at `value` or later; by halving, because service tags hold thousands. */
function firstEndingAtOrAfter(set: IntervalSet<Whole>, value: Whole): number {
	let low = 0;
	let high = set.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((set[middle] as Interval<Whole>)[1] < value) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}

	return low;
}

export function intersection<N extends Whole>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
	const common: Interval<N>[] = [];
	let i = b[0] === undefined ? a.length : firstEndingAtOrAfter(a, b[0][0]);
	let j = a[i] === undefined ? b.length : firstEndingAtOrAfter(b, (a[i] as Interval<N>)[0]);
	for (let x = a[i], y = b[j]; x !== undefined && y !== undefined; x = a[i], y = b[j]) {
		const first = x[0] > y[0] ? x[0] : y[0];
		const last = x[1] < y[1] ? x[1] : y[1];
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
export function difference<N extends Whole>(a: IntervalSet<N>, b: IntervalSet<N>): IntervalSet<N> {
	const rest: Interval<N>[] = [];
	let j = a[0] === undefined ? b.length : firstEndingAtOrAfter(b, a[0][0]);
	for (const [first, last] of a) {
		let from = first;
		while (((b[j] as Interval<N> | undefined)?.[1] ?? Number.POSITIVE_INFINITY) < from) {
			j++;
		}

		for (let k = j, cut = b[k]; cut !== undefined && cut[0] <= last; cut = b[++k]) {
			if (cut[0] > from) {
				rest.push([from, previous(cut[0])]);
			}

			from = next(cut[1]);
		}

		if (from <= last) {
			rest.push([from, last]);
		}
	}

	return rest;
}

export function has(set: IntervalSet<Whole>, value: Whole): boolean {
	const candidate = set[firstEndingAtOrAfter(set, value)];
	return candidate !== undefined && candidate[0] <= value;
}

export function overlaps(a: IntervalSet<Whole>, b: IntervalSet<Whole>): boolean {
	// Asked of every rule for every question, and mostly before anything is compiled: so no iterators, and nothing is made.
	const few = a.length < b.length ? a : b;
	const many = a.length < b.length ? b : a;
	const start = (many[0] as Interval<Whole> | undefined)?.[0] ?? 0;
	const end = (many[many.length - 1] as Interval<Whole> | undefined)?.[1] ?? -1;
	for (let index = 0; index < few.length; index++) {
		const interval = few[index] as Interval<Whole>;
		const first = interval[0];
		const last = interval[1];
		if (first > end) {
			return false;
		}

		// One interval is what most fields of most rules are.
		if (
			last >= start &&
			(many.length === 1 || (many[firstEndingAtOrAfter(many, first)] as Interval<Whole>)[0] <= last)
		) {
			return true;
		}
	}

	return false;
}

/** Whether all of `part` lies in `whole`. */
export function isSubset(part: IntervalSet<Whole>, whole: IntervalSet<Whole>): boolean {
	return part.every(([first, last]) => {
		const candidate = whole[firstEndingAtOrAfter(whole, first)];
		return candidate !== undefined && candidate[0] <= first && last <= candidate[1];
	});
}

export function equals(a: IntervalSet<Whole>, b: IntervalSet<Whole>): boolean {
	if (a === b) {
		return true;
	}

	if (a.length !== b.length) {
		return false;
	}

	// A plain loop: lists of a thousand rules are compared set by set.
	for (let index = 0; index < a.length; index++) {
		const [x, y] = [a[index] as Interval<Whole>, b[index] as Interval<Whole>];
		if (x[0] !== y[0] || x[1] !== y[1]) {
			return false;
		}
	}

	return true;
}

/** How many numbers are in the set; rounded where there are more than a JavaScript number can count. */
export function size(set: IntervalSet<Whole>): number {
	return set.reduce((sum, [first, last]) => sum + Number((last as number) - (first as number)) + 1, 0);
}

/** The lowest numbers of the set, at most so many. */
export function lowestOf<N extends Whole>(set: IntervalSet<N>, most: number): readonly N[] {
	const lowest: N[] = [];
	for (const [first, last] of set) {
		for (let value = first; value <= last && lowest.length < most; value = next(value)) {
			lowest.push(value);
		}
	}

	return lowest;
}
