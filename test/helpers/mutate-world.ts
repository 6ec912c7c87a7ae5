import fc from 'fast-check';
import type {Json} from '../../source/topology/world.js';

/** What somebody's export, editor or template makes of a value. */
const odd: readonly Json[] = [
	null,
	true,
	0,
	-1,
	1.5,
	1e308,
	65_536,
	'',
	' ',
	'*',
	'x',
	'80',
	'443-80',
	'0.0.0.0/0',
	'10.0.0.0/33',
	'10.0.0.300',
	'fd00::/8',
	'__proto__',
	'/subscriptions/x',
	'/subscriptions/x/resourceGroups/y/providers/Microsoft.Network/virtualNetworks/z/subnets/s',
	[],
	{},
	[null],
	[[]],
	[{}],
	{id: 7},
	{id: ''},
	[[[[{a: [[[{}]]]}]]]],
];

type Kind = 'replace' | 'drop' | 'swap' | 'double' | 'wrap' | 'unwrap' | 'retype' | 'respell';
type Mutation = {readonly walks: readonly [Walk, Walk]; readonly kind: Kind; readonly value: Json};
/**
 * Which child to go to, level by level: shallow and deep places are hit alike, however large a world's lists are. What
 * a resource is about stands in one of its fields, which therefore counts as much as all others.
 */
type Walk = readonly number[];
type Path = readonly (string | number)[];

const walk = fc.array(fc.nat(1000), {minLength: 2, maxLength: 10});

/** A few places of a world's files changed: other types, missing keys, swapped values, junk. */
export function mutatedWorld(original: readonly Json[]): fc.Arbitrary<readonly Json[]> {
	const mutation: fc.Arbitrary<Mutation> = fc.record({
		walks: fc.tuple(walk, walk),
		kind: fc.constantFrom<Kind>('replace', 'replace', 'drop', 'swap', 'double', 'wrap', 'unwrap', 'retype', 'respell'),
		value: fc.constantFrom(...odd),
	});
	return fc
		.array(mutation, {minLength: 1, maxLength: 8})
		.map(mutations => mutations.reduce(apply, original))
		.map(value => (Array.isArray(value) ? (value as readonly Json[]) : [value]));
}

function apply(world: Json, {walks: [first, second], kind, value}: Mutation): Json {
	const path = pathOf(world, first);
	const old = at(world, path);
	switch (kind) {
		case 'replace': {
			return put(world, path, [value]);
		}

		case 'drop': {
			return put(world, path, []);
		}

		case 'swap': {
			const other = pathOf(world, second);
			return put(put(world, path, [at(world, other)]), other, [old]);
		}

		case 'double': {
			return put(world, path, [old, old]);
		}

		case 'wrap': {
			return put(world, path, [[old]]);
		}

		case 'unwrap': {
			return put(world, path, Array.isArray(old) ? old.slice(0, 1) : [Object.values(old ?? {})[0] ?? null]);
		}

		case 'retype': {
			return put(world, path, [typeof old === 'number' ? String(old) : Number(old) || 7]);
		}

		case 'respell': {
			return put(world, path, [typeof old === 'string' ? ` ${old.toUpperCase()}\u0007\u202E\u200B\u{E0041}` : value]);
		}
	}
}

function pathOf(value: Json, steps: Walk): Path {
	const path: (string | number)[] = [];
	let here: Json = value;
	for (const step of steps) {
		const keys: (string | number)[] = Array.isArray(here) ? [...here.keys()] : Object.keys(here ?? {});
		keys.push(...keys.filter(key => key === 'properties' || key === 'spec').flatMap(key => keys.map(() => key)));
		const key = keys[step % keys.length];
		if (key === undefined) {
			break;
		}

		path.push(key);
		here = at(here, [key]);
	}

	return path;
}

function at(value: Json, path: Path): Json {
	return path.reduce<Json>(
		(here, key) =>
			typeof here === 'object' && here !== null ? ((here as Readonly<Record<string, Json>>)[key] ?? null) : null,
		value,
	);
}

/** Several values stand side by side in a list; elsewhere the first counts, and none drops the key. */
function put(value: Json, [key, ...rest]: Path, values: readonly Json[]): Json {
	if (key === undefined) {
		return values[0] ?? null;
	}

	if (Array.isArray(value)) {
		return value.flatMap((item: Json, index): readonly Json[] =>
			index !== key ? [item] : rest.length === 0 ? values : [put(item, rest, values)],
		);
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	return Object.fromEntries(
		Object.entries(value as Readonly<Record<string, Json>>).flatMap(([name, item]) => {
			const [changed] = name !== key ? [item] : rest.length === 0 ? values : [put(item, rest, values)];
			return changed === undefined ? [] : [[name, changed] as const];
		}),
	);
}
