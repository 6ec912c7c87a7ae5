import {valueKey} from '../network/value-key.js';
import type {Profile, Requirement} from './profile.js';

/** What keeps profiles from being one, as sentences; none where they fit together. */
export type Composed = {readonly profile: Profile; readonly problems: readonly string[]};

/**
 * One profile out of several: its own rows first, then those of each that it includes. The same row by two ways is one;
 * two different rows, parameters, facts or address sets of one name contradict each other.
 */
export function composeProfiles(profile: Profile, included: readonly Profile[]): Composed {
	const all = [profile, ...included];
	const problems: string[] = [];
	const requirements = unique(
		all.flatMap(({name, requirements: rows}) => rows.map(row => ({name, key: row.id, value: row}))),
		'requirement',
		problems,
	);
	const parameters = unique(
		all.flatMap(({name, parameters: entries}) => named(name, entries)),
		'parameter',
		problems,
	);
	const facts = unique(
		all.flatMap(({name, facts: entries}) => named(name, entries)),
		'fact',
		problems,
	);
	const addressSets = unique(
		all.flatMap(({name, addressSets: entries}) => named(name, entries)),
		'address set',
		problems,
	);
	const spaces = unique(
		all.flatMap(({name, spaces: value}) => (value === undefined ? [] : [{name, key: 'spaces', value}])),
		'meaning of',
		problems,
	).get('spaces');
	return {
		profile: {
			...profile,
			includes: [],
			requirements: [...requirements.values()] as readonly Requirement[],
			parameters: Object.fromEntries(parameters),
			facts: Object.fromEntries(facts),
			addressSets: Object.fromEntries(addressSets),
			notes: [...new Set(all.flatMap(({notes}) => notes))],
			...(spaces === undefined ? {} : {spaces}),
		},
		problems,
	};
}

type Entry<T> = {readonly name: string; readonly key: string; readonly value: T};

function named<T>(name: string, entries: Readonly<Record<string, T>>): readonly Entry<T>[] {
	return Object.entries(entries).map(([key, value]) => ({name, key, value}));
}

function unique<T>(entries: readonly Entry<T>[], what: string, problems: string[]): ReadonlyMap<string, T> {
	const found = new Map<string, Entry<T>>();
	for (const entry of entries) {
		const known = found.get(entry.key);
		if (known === undefined) {
			found.set(entry.key, entry);
		} else if (!isSame(known.value, entry.value)) {
			problems.push(`${known.name} and ${entry.name} have a different ${what} ${entry.key}.`);
		}
	}

	return new Map([...found].map(([key, {value}]) => [key, value]));
}

/** Both come from the same schema, which writes fields in its own order. */
function isSame(a: unknown, b: unknown): boolean {
	return valueKey(a) === valueKey(b);
}
