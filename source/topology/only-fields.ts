import {type Parsed, parsed, refused} from '../network/parsed.js';
import type {JsonObject} from './world.js';

/** A field that Kubernetes adds one day may change what a policy allows, so it is not passed over. */
export function onlyFields(value: JsonObject, names: readonly string[]): Parsed<void> {
	const unknown = Object.keys(value).find(name => !names.includes(name));
	return unknown === undefined
		? parsed(undefined)
		: refused(`it has the field ${JSON.stringify(unknown)}, which is not known here`);
}
