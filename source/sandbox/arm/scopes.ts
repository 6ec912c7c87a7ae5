import {keyOf, parseId} from '../arm-id.js';
import {type JsonObject, textAt} from '../json.js';
import type {Store} from '../store.js';
import {refuse} from './arm-answers.js';

/** Subscriptions and resource groups exist as far as the ids of the world's resources name them. */
export function subscriptionsOf(store: Store): readonly string[] {
	return unique(store.all('resources').map(resource => /^\/subscriptions\/([^/]+)/i.exec(idOf(resource))?.[1] ?? ''));
}

export function groupsOf(store: Store, subscription: string): readonly string[] {
	const pattern = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)/i;
	return unique(
		store.all('resources').map(resource => {
			const [, owner = '', group = ''] = pattern.exec(idOf(resource)) ?? [];
			return owner.toLowerCase() === subscription.toLowerCase() ? group : '';
		}),
	);
}

export function assertScopeExists(store: Store, subscription: string, group?: string): void {
	if (!subscriptionsOf(store).some(known => known.toLowerCase() === subscription.toLowerCase())) {
		throw refuse(404, 'SubscriptionNotFound', `The subscription '${subscription}' could not be found.`);
	}

	if (
		group !== undefined &&
		!groupsOf(store, subscription).some(known => known.toLowerCase() === group.toLowerCase())
	) {
		throw refuse(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
	}
}

/** Top-level resources of one type, under a subscription or one of its groups. */
export function resourcesOfType(store: Store, scope: string, type: string): readonly JsonObject[] {
	const [prefix, wanted] = [`${keyOf(scope)}/`, type.toLowerCase()];
	return store
		.all('resources')
		.filter(
			resource => keyOf(idOf(resource)).startsWith(prefix) && parseId(idOf(resource))?.type.toLowerCase() === wanted,
		);
}

export function idOf(resource: JsonObject): string {
	return textAt(resource, 'id');
}

function unique(names: readonly string[]): readonly string[] {
	return [...new Map(names.filter(name => name !== '').map(name => [name.toLowerCase(), name])).values()];
}
