import {isObject, type Json, type JsonObject} from '../../json.js';
import type {Edit} from '../proposal.js';
import {azapiId} from './azapi-id.js';
import type {PlannedResource} from './planned-resource.js';

/**
 * Resources of the azapi provider: the body is ARM's own, as text in versions before 2. `azapi_update_resource` changes
 * what another one made. (registry.terraform.io/providers/Azure/azapi)
 */
export function azapiEdits(
	file: string,
	{address, type, before, after, isReplaced}: PlannedResource,
): {readonly edits: readonly Edit[]; readonly unread: readonly string[]} {
	const isUpdate = type === 'azapi_update_resource';
	if (!isUpdate && type !== 'azapi_resource') {
		return {edits: [], unread: []};
	}

	const [was, will] = [before, after].map(values => values && azapiId(values));
	const origin = {file, address};
	if (after === undefined || isReplaced) {
		const gone: readonly Edit[] =
			was === undefined
				? []
				: [{kind: 'resource', origin, id: was, before: bodyOf(before, was), after: undefined, partial: isUpdate}];
		return after === undefined
			? {edits: gone, unread: []}
			: {...made(will, undefined), edits: [...gone, ...made(will, undefined).edits]};
	}

	return made(will, before);

	function made(id: string | undefined, from: JsonObject | undefined) {
		return id === undefined
			? {edits: [], unread: [`${address} (${file}): which resource it will be is known only after it was applied.`]}
			: {
					edits: [
						{
							kind: 'resource' as const,
							origin,
							id,
							before: bodyOf(from, id),
							after: bodyOf(after, id),
							partial: isUpdate,
						},
					],
					unread: [],
				};
	}
}

function bodyOf(values: JsonObject | undefined, id: string): JsonObject | undefined {
	if (values === undefined) {
		return undefined;
	}

	const body = parsed(values['body']);
	const location = values['location'];
	return {...body, ...(typeof location === 'string' ? {location} : {}), id};
}

function parsed(body: Json | undefined): JsonObject {
	if (typeof body !== 'string') {
		return isObject(body) ? body : {};
	}

	try {
		const value: Json = JSON.parse(body);
		return isObject(value) ? value : {};
	} catch {
		// A text that is not told is no JSON, and stays as what it is.
		return {properties: {unread: body}};
	}
}
