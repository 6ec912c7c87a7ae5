import {isWithin} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {type JsonObject, textAt} from '../json.js';
import {type Answer, route, type SandboxService, type ServiceRequest} from '../service.js';
import {deniedActions} from './access.js';
import {page, refuse} from './arm-answers.js';
import {idOf} from './scopes.js';

const suffix = '/providers/Microsoft.Authorization' as const;

/** Microsoft.Authorization: what the caller may do, and the locks, at any scope. */
export function authorization(context: SandboxContext): SandboxService {
	const permissions = (request: ServiceRequest, scope: string): Answer =>
		page(
			request,
			[{actions: ['*'], notActions: deniedActions(context.store.denied, scope), dataActions: [], notDataActions: []}],
			context.pageSize,
		);
	const locks = (request: ServiceRequest, scope: string): Answer =>
		page(request, locksAt(context, scope, request), context.pageSize);
	return {
		routes: [
			route('GET', '/subscriptions/*rest', (request, {rest}) => {
				const path = `/subscriptions/${rest}`;
				const scope = (end: string) => path.slice(0, -`${suffix}/${end}`.length);
				return endsWith(path, 'permissions')
					? permissions(request, scope('permissions'))
					: endsWith(path, 'locks')
						? locks(request, scope('locks'))
						: undefined;
			}),
		],
	};
}

function endsWith(path: string, end: string): boolean {
	return path.toLowerCase().endsWith(`${suffix}/${end}`.toLowerCase());
}

/** Locks at the scope and above; without the filter also those below. */
function locksAt({store}: SandboxContext, scope: string, request: ServiceRequest): readonly JsonObject[] {
	const onlyHere = /atScope\(\)/i.test(request.query.get('$filter') ?? '');
	return locksOf(store.all('resources')).filter(
		lock => isWithin(scope, lockScope(lock)) || (!onlyHere && isWithin(lockScope(lock), scope)),
	);
}

function locksOf(resources: readonly JsonObject[]): readonly JsonObject[] {
	return resources.filter(resource => /\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i.test(idOf(resource)));
}

function lockScope(lock: JsonObject): string {
	return idOf(lock).replace(/\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i, '');
}

export function assertNotLocked({store}: SandboxContext, verb: 'write' | 'delete', id: string): void {
	const blocking = locksOf(store.all('resources')).filter(lock => {
		const level = textAt(lock, 'properties', 'level').toLowerCase();
		return isWithin(id, lockScope(lock)) && (level === 'readonly' || (verb === 'delete' && level === 'cannotdelete'));
	});
	if (blocking.length > 0) {
		throw refuse(
			409,
			'ScopeLocked',
			`The scope '${id}' cannot perform ${verb} operation because following scope(s) are locked: '${blocking.map(lockScope).join(',')}'. Please remove the lock and try again.`,
		);
	}
}
