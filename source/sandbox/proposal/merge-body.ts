import {isObject, type Json, type JsonObject, sameJson} from '../json.js';

type Sides = {
	readonly now: Json | undefined;
	readonly before: Json | undefined;
	readonly after: Json | undefined;
	/** Members of lists that the change does not speak of stay: others made them. */
	readonly keepsOthers: boolean;
};

/**
 * What is, with what the change makes different of it: fields that the change leaves alone stay as they are, also where it
 * saw them otherwise. Members of lists are told by name or id. Undefined where nothing is left.
 */
export function mergeBody(sides: Sides): Json | undefined {
	const {now, before, after, keepsOthers} = sides;
	if (before !== undefined && sameJson(before, after)) {
		return now ?? after;
	}

	if (isObject(after) || (after === undefined && isObject(before))) {
		return mergeObjects(sides);
	}

	if (Array.isArray(after) || (after === undefined && Array.isArray(before))) {
		const merged = mergeLists(listOf(now), listOf(before), listOf(after) ?? [], keepsOthers);
		return after === undefined && merged.length === 0 ? undefined : merged;
	}

	return after ?? (before === undefined ? now : undefined);
}

function mergeObjects({now, before, after, keepsOthers}: Sides): Json | undefined {
	const [is, was, will] = [now, before, after].map(side => (isObject(side) ? side : {}));
	const merged = Object.fromEntries(
		[...new Set([is, was, will].flatMap(side => Object.keys(side ?? {})))].flatMap((key): [string, Json][] => {
			const value = mergeBody({now: is?.[key], before: was?.[key], after: will?.[key], keepsOthers});
			return value === undefined ? [] : [[key, value]];
		}),
	);
	return after === undefined && Object.keys(merged).length === 0 ? undefined : merged;
}

function mergeLists(
	now: readonly Json[] | undefined,
	before: readonly Json[] | undefined,
	after: readonly Json[],
	keepsOthers: boolean,
): readonly Json[] {
	if (now === undefined || sameJson([...now], before === undefined ? undefined : [...before])) {
		return after;
	}

	const [is, was, will] = [now, before ?? [], after].map(byIdentity);
	if (is === undefined || was === undefined || will === undefined) {
		return after;
	}

	const kept = [...is].flatMap(([key, item]): readonly Json[] => {
		const own = will.get(key);
		if (own === undefined) {
			return was.has(key) || !keepsOthers ? [] : [item];
		}

		return [mergeBody({now: item, before: was.get(key), after: own, keepsOthers}) ?? own];
	});
	return [...kept, ...[...will].flatMap(([key, item]) => (is.has(key) ? [] : [item]))];
}

/** Undefined where two members cannot be told apart. */
function byIdentity(list: readonly Json[]): ReadonlyMap<string, Json> | undefined {
	const found = new Map<string, Json>();
	for (const item of list) {
		const key = identityOf(item);
		if (key === undefined || found.has(key)) {
			return undefined;
		}

		found.set(key, item);
	}

	return found;
}

function identityOf(item: Json): string | undefined {
	if (!isObject(item)) {
		return JSON.stringify(item);
	}

	const {name, id} = item as JsonObject;
	const own = typeof name === 'string' ? name : id;
	return typeof own === 'string' ? own.toLowerCase() : undefined;
}

function listOf(value: Json | undefined): readonly Json[] | undefined {
	return Array.isArray(value) ? value : undefined;
}
