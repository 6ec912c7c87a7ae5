import {isWithin} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {refuse} from './arm-answers.js';

/** What a world's access.json takes away: resources by id, types with all below them, or single actions. */
export function assertAllowed({store, identity}: SandboxContext, action: string, scope: string): void {
	if (!isDenied(store.denied, action, scope)) {
		return;
	}

	throw refuse(
		403,
		'AuthorizationFailed',
		`The client '${identity.clientId}' with object id '${identity.objectId}' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
	);
}

export function isDenied(denied: readonly string[], action: string, scope: string): boolean {
	return denied.some(entry => (entry.startsWith('/') ? isWithin(scope, entry) : actionsOf(entry).test(action)));
}

/** The actions that are missing at a scope, in the notation of a role's notActions. */
export function deniedActions(denied: readonly string[], scope: string): readonly string[] {
	return denied.flatMap(entry => {
		if (entry.startsWith('/')) {
			return isWithin(scope, entry) ? ['*'] : [];
		}

		return entry.includes('/') ? [isAction(entry) ? entry : `${entry}/*`] : [];
	});
}

function actionsOf(entry: string): RegExp {
	const text = isAction(entry) ? entry : `${entry}/*`;
	const escaped = text.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
	return new RegExp(`^${escaped}$`, 'i');
}

function isAction(entry: string): boolean {
	return /\/(?:read|write|delete|action|\*)$/i.test(entry);
}
