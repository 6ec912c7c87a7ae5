import {keyOf} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {type JsonObject, objectAt, textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {assertAllowed} from './access.js';
import {jsonBody, refuse} from './arm-answers.js';
import {assertNotLocked} from './authorization.js';
import {assertScopeExists} from './scopes.js';

const path = '/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.Resources/tags/default' as const;

/** A resource may have 50, names of 512 characters and values of 256 (tag-resources.md). */
const limits = {tags: 50, name: 512, value: 256};

/** Microsoft.Resources/tags of a resource group: read, and changed one by one (rest/api/resources/tags/update-at-scope). */
export function groupTags(context: SandboxContext): SandboxService {
	const {store} = context;
	return {
		routes: [
			route('GET', path, (_request, {subscription, group}) => {
				assertScopeExists(store, subscription, group);
				const id = idOf(subscription, group);
				assertAllowed(context, 'Microsoft.Resources/tags/read', id);
				return shown(id, tagsOf(context, subscription, group));
			}),
			route('PATCH', path, (request, {subscription, group}) => {
				assertScopeExists(store, subscription, group);
				const id = idOf(subscription, group);
				assertAllowed(context, 'Microsoft.Resources/tags/write', id);
				assertNotLocked(context, 'write', id);
				const tags = changed(request, tagsOf(context, subscription, group));
				assertWithinLimits(tags);
				const isEmpty = Object.keys(tags).length === 0;
				store.put('resources', keyOf(id), isEmpty ? undefined : resource(id, tags));
				store.nextRevision();
				return shown(id, tags);
			}),
		],
	};
}

function idOf(subscription: string, group: string): string {
	return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Resources/tags/default`;
}

function resource(id: string, tags: JsonObject): JsonObject {
	return {id, name: 'default', type: 'Microsoft.Resources/tags', properties: {tags}};
}

function shown(id: string, tags: JsonObject): Answer {
	return {status: 200, body: resource(id, tags)};
}

function tagsOf({store}: SandboxContext, subscription: string, group: string): JsonObject {
	return objectAt(store.get('resources', keyOf(idOf(subscription, group))), 'properties', 'tags');
}

/** Names are the same in any case, values are not. */
function changed(request: ServiceRequest, tags: JsonObject): JsonObject {
	const body = jsonBody(request);
	const given = objectAt(body, 'properties', 'tags');
	const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
	const without = (names: readonly string[]) =>
		Object.fromEntries(Object.entries(tags).filter(([name]) => !names.some(other => same(other, name))));
	switch (textAt(body, 'operation').toLowerCase()) {
		case 'merge': {
			return {...without(Object.keys(given)), ...given};
		}

		case 'replace': {
			return given;
		}

		case 'delete': {
			// By name and value where a value is given: what somebody else has set since stays.
			const meant = Object.entries(given).filter(([name, value]) =>
				Object.entries(tags).some(([known, now]) => same(known, name) && (value === '' || value === now)),
			);
			return without(meant.map(([name]) => name));
		}

		default: {
			throw refuse(400, 'InvalidTagPatchOperation', 'The tag patch operation must be Merge, Replace or Delete.');
		}
	}
}

function assertWithinLimits(tags: JsonObject): void {
	const entries = Object.entries(tags);
	if (entries.length > limits.tags) {
		throw refuse(400, 'TagCountLimitExceeded', `A resource may have at most ${limits.tags} tags.`);
	}

	for (const [name, value] of entries) {
		if (/[<>%&\\?/]/.test(name) || name.length > limits.name) {
			throw refuse(400, 'InvalidTagNameCharacters', `The tag name '${name}' is not allowed.`);
		}

		if (typeof value !== 'string' || value.length > limits.value) {
			throw refuse(
				400,
				'InvalidTagValue',
				`The value of the tag '${name}' is no text of ${limits.value} characters at most.`,
			);
		}
	}
}
