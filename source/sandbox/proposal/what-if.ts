import {UserError} from '../../errors.js';
import {parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject, objectsAt, textAt} from '../json.js';
import type {Edit, Proposal} from './proposal.js';
import {unreadValue} from './unread-value.js';

/** `az deployment … what-if --no-pretty-print`, with or without the envelope of the REST API. */
export function isWhatIf(value: JsonObject): boolean {
	return changesOf(value).some(change => 'changeType' in change && 'resourceId' in change);
}

/**
 * What Azure says that a deployment would do (Microsoft.Resources, WhatIfChange). Bodies are its own; a template
 * expression that it could not evaluate is left in them as a text in brackets.
 */
export function readWhatIf(file: string, value: JsonObject): Proposal {
	const edits: Edit[] = [];
	const unread: string[] = [];
	for (const change of changesOf(value)) {
		const id = textAt(change, 'resourceId');
		const type = textAt(change, 'changeType').toLowerCase();
		const origin = {file, address: id};
		const [before, after] = [bodyOf(change, 'before', id), bodyOf(change, 'after', id)];
		if (type === 'delete') {
			edits.push({kind: 'resource', origin, id, before, after: undefined, partial: false});
		} else if (type === 'create' || type === 'modify') {
			if (after === undefined) {
				throw withoutBodies(file);
			}

			edits.push({kind: 'resource', origin, id, before: type === 'modify' ? before : undefined, after, partial: false});
		} else if ((type === 'deploy' || type === 'unsupported') && isOfNetwork(id)) {
			const why = textAt(change, 'unsupportedReason');
			unread.push(`${file}: what-if does not tell what becomes of ${id}${why === '' ? '' : ` (${why})`}.`);
		}
	}

	return {edits, notes: [], unread};
}

function changesOf(value: JsonObject): readonly JsonObject[] {
	const own = objectsAt(value, 'changes');
	return own.length > 0 ? own : objectsAt(value, 'properties', 'changes');
}

function bodyOf(change: JsonObject, side: 'before' | 'after', id: string): JsonObject | undefined {
	const body = change[side];
	return isObject(body) ? withoutExpressions({...body, id}, id) : undefined;
}

/** What is left of a template's expression is told by nobody before the deployment. */
function withoutExpressions(body: JsonObject, id: string): JsonObject {
	const walk = (value: Json, path: string): Json => {
		if (typeof value === 'string') {
			return /^\[(?!\[).*\]$/s.test(value) ? unreadValue(`${id}: ${path} is known only after it was deployed`) : value;
		}

		if (Array.isArray(value)) {
			return value.map((item: Json, index) => walk(item, `${path}[${index}]`));
		}

		return isObject(value)
			? Object.fromEntries(
					Object.entries(value).flatMap(([key, item]): [string, Json][] =>
						item === undefined || item === null ? [] : [[key, walk(item, path === '' ? key : `${path}.${key}`)]],
					),
				)
			: value;
	};
	const walked = walk(body, '');
	return isObject(walked) ? walked : {};
}

function isOfNetwork(id: string): boolean {
	return /^Microsoft\.(?:Network|ContainerService)$/i.test(parseId(id)?.namespace ?? '');
}

function withoutBodies(file: string): UserError {
	return new UserError('usage', `${file} names what changes and does not say how.`, {
		next: ['Run `az deployment group what-if --result-format FullResourcePayloads --no-pretty-print` again.'],
	});
}
