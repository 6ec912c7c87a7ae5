import {type NamePattern, overlap} from './name-pattern.js';

/** Things under the patterns that name them, so that asking for one name looks at few of them. */
export type NameIndex<Value> = {
	/** Every value of which a pattern shares a name with the one given, once each, in the order in which they were given. */
	readonly sharing: (names: NamePattern) => readonly Value[];
};

/**
 * A single name is looked up: as it is, and by each of its ends, because a pattern that begins with its only `*` (nearly
 * all of them do) matches just the names that end as it does. Other patterns are held against it one by one.
 */
export function nameIndex<Value>(
	values: readonly Value[],
	patternsOf: (value: Value) => readonly NamePattern[],
): NameIndex<Value> {
	const exact = new Map<string, number[]>();
	const ends = new Map<string, number[]>();
	const others: (readonly [NamePattern, number])[] = [];
	const add = (places: Map<string, number[]>, key: string, position: number): void => {
		const before = places.get(key);
		if (before === undefined) {
			places.set(key, [position]);
		} else {
			before.push(position);
		}
	};

	for (const [position, value] of values.entries()) {
		for (const pattern of patternsOf(value)) {
			const text = pattern.toLowerCase();
			const star = text.lastIndexOf('*');
			if (star < 0) {
				add(exact, text, position);
			} else if (star === 0) {
				add(ends, text.slice(1), position);
			} else {
				others.push([pattern, position]);
			}
		}
	}

	const lengths = [...new Set([...ends.keys()].map(({length}) => length))];
	const positionsOf = (name: string): readonly number[] => [
		...(exact.get(name) ?? []),
		...lengths.flatMap(length => (length > name.length ? [] : (ends.get(name.slice(name.length - length)) ?? []))),
		...others.flatMap(([pattern, position]) => (overlap(pattern, name) ? [position] : [])),
	];
	return {
		sharing: names =>
			names.includes('*')
				? values.filter(value => patternsOf(value).some(pattern => overlap(pattern, names)))
				: [...new Set(positionsOf(names.toLowerCase()))]
						.sort((a, b) => a - b)
						.map(position => values[position] as Value),
	};
}
