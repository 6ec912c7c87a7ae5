import fc from 'fast-check';
import type {Json} from '../../source/topology/world.js';

const odd: readonly Json[] = [
	null,
	true,
	0,
	-1,
	1.5,
	1e308,
	'',
	'*',
	'x',
	'10.0.0.0/33',
	[],
	{},
	[null],
	[[]],
	{id: 7},
];

/** One to five random places of a value replaced by something odd, dropped, or doubled. */
export function mutated(original: Json): fc.Arbitrary<Json> {
	const mutation = fc.record({
		place: fc.nat(),
		replacement: fc.oneof(fc.constantFrom(...odd), fc.jsonValue({maxDepth: 1}) as fc.Arbitrary<Json>),
		drop: fc.boolean(),
	});
	return fc.array(mutation, {minLength: 1, maxLength: 5}).map(mutations => {
		let value = original;
		for (const {place, replacement, drop} of mutations) {
			const paths = pathsOf(value);
			value = replaceAt(value, paths[place % paths.length] ?? [], drop ? undefined : replacement) ?? null;
		}

		return value;
	});
}

type Path = readonly (string | number)[];

function pathsOf(value: Json | undefined, prefix: Path = []): readonly Path[] {
	const children: readonly (readonly [string | number, Json | undefined])[] = Array.isArray(value)
		? value.map((item: Json, index) => [index, item] as const)
		: typeof value === 'object' && value !== null
			? Object.entries(value)
			: [];
	return [prefix, ...children.flatMap(([key, child]) => pathsOf(child, [...prefix, key]))];
}

function replaceAt(value: Json | undefined, [key, ...rest]: Path, replacement: Json | undefined): Json | undefined {
	if (key === undefined) {
		return replacement;
	}

	if (Array.isArray(value)) {
		return value.flatMap((item: Json, index): readonly Json[] => {
			const changed = index === key ? replaceAt(item, rest, replacement) : item;
			return changed === undefined ? [] : [changed];
		});
	}

	if (typeof value !== 'object' || value === null) {
		return replacement;
	}

	const {[key]: old, ...others} = value as Readonly<Record<string, Json | undefined>>;
	const changed = replaceAt(old, rest, replacement);
	return changed === undefined ? (others as Json) : ({...others, [key]: changed} as Json);
}
