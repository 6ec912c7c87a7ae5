import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {isObject, text} from '../json.js';
import type {Json, JsonObject} from '../world.js';

/**
 * Decodes a list in which every entry decides about packets, so that none may be passed over: the first entry that is
 * not understood refuses the list, and the problem names it.
 */
export function decodeEach<T>(
	entries: Json | undefined,
	what: string,
	decode: (entry: JsonObject) => Parsed<T>,
): Parsed<readonly T[]> {
	if (entries === undefined || entries === null) {
		return parsed([]);
	}

	if (!Array.isArray(entries)) {
		return refused(`the list of ${what}s is not a list`);
	}

	const decoded: T[] = [];
	for (const entry of entries as readonly Json[]) {
		const result = isObject(entry) ? decode(entry) : refused('it is not an object');
		if (!result.ok) {
			return refused(`${what} ${JSON.stringify(text(entry, 'name') ?? decoded.length + 1)}: ${result.problem}`);
		}

		decoded.push(result.value);
	}

	return parsed(decoded);
}
