import {UserError} from '../errors.js';
import type {Change} from '../plan/change.js';
import type {KubeAccess, RequiredAction} from '../plan/changes/change-record.js';
import {invert} from '../plan/invert.js';
import {type ArmId, armName} from '../topology/arm-id.js';
import {flag, objects, text, texts} from '../topology/json.js';
import type {JsonObject} from '../topology/world.js';
import {type ArmRequests, armPath} from './arm-requests.js';
import type {Clock} from './clock.js';
import type {KubeRequests} from './kube-requests.js';
import {askAgain} from './operations.js';
import {RequestFailure} from './request-failure.js';
import {kubeAccesses, requiredActions} from './required-actions.js';

export type PreflightContext = {
	readonly arm: ArmRequests;
	readonly kube: () => Promise<KubeRequests>;
	readonly clock: Clock;
	readonly signal: AbortSignal;
};

export type Preflight = {
	readonly missing: readonly RequiredAction[];
	/** Sentences that forbid to begin. */
	readonly problems: readonly string[];
	/** Sentences worth knowing, that forbid nothing. */
	readonly notes: readonly string[];
};

/** Everything that can be known to fail is found out before the first write. */
export async function preflight(changes: readonly Change[], context: PreflightContext): Promise<Preflight> {
	const scopes = [...new Set(requiredActions([...changes, ...changes.map(invert)]).map(({scope}) => scope))];
	const parts = await Promise.all([
		...scopes.map(scope => permissionsAt(scope, changes, context)),
		...scopes.map(scope => locksAt(scope, changes, context)),
		...scopes.map(scope => stateOf(scope, context)),
		kubeAccess(changes, context),
	]);
	return {
		missing: parts.flatMap(part => part.missing ?? []),
		problems: parts.flatMap(part => part.problems ?? []),
		notes: parts.flatMap(part => part.notes ?? []),
	};
}

/** The same as an error, where there is a reason not to begin. */
export function assertCanBegin({missing, problems}: Preflight): void {
	const lacking = missing.map(({action, scope}) => `the permission ${action} on ${armName(scope)} is missing`);
	const sentences = [...lacking, ...problems];
	if (sentences.length > 0) {
		throw new UserError('not-allowed', `Nothing was changed: ${sentences.join('; ')}.`, {
			next: [
				missing.length > 0
					? 'Have the role assigned that `aksess doctor --role` prints, or give the script to somebody who has it.'
					: 'Remove what is in the way, or give the script (`aksess script`) to somebody who may.',
			],
		});
	}
}

type Part = Partial<Preflight>;

async function permissionsAt(scope: ArmId, changes: readonly Change[], context: PreflightContext): Promise<Part> {
	const at = (items: readonly Change[]) => requiredActions(items).filter(required => required.scope === scope);
	const found = await listed(scope, 'permissions?api-version=2022-04-01', context);
	if (found === undefined) {
		return {notes: [`what you may do on ${armName(scope)} could not be asked`]};
	}

	const missing = at(changes).filter(({action}) => !isAllowed(action, found));
	const cannotUndo = at(changes.map(invert)).filter(
		({action}) => !isAllowed(action, found) && !missing.some(item => item.action === action),
	);
	return {
		missing,
		notes: cannotUndo.map(({action}) => `undo will not be possible for you: ${action} on ${armName(scope)} is missing`),
	};
}

/** An action is allowed by any assignment that names it and does not except it. */
function isAllowed(action: string, permissions: readonly JsonObject[]): boolean {
	const names = (entry: JsonObject, field: string) => texts(entry, field).some(pattern => matches(pattern, action));
	return permissions.some(entry => names(entry, 'actions') && !names(entry, 'notActions'));
}

function matches(pattern: string, action: string): boolean {
	const escaped = pattern.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
	return new RegExp(`^${escaped}$`, 'i').test(action);
}

async function locksAt(scope: ArmId, changes: readonly Change[], context: PreflightContext): Promise<Part> {
	const locks = await listed(scope, 'locks?api-version=2016-09-01&$filter=atScope()', context);
	const readOnly = (locks ?? []).filter(lock => levelOf(lock) === 'readonly');
	const noDelete = (locks ?? []).filter(lock => levelOf(lock) === 'cannotdelete');
	const deletes = (items: readonly Change[]) =>
		requiredActions(items).some(required => required.scope === scope && required.action.endsWith('/delete'));
	const say = (lock: JsonObject) => `the lock ${text(lock, 'name')} on ${armName(scope)}`;
	return {
		problems: [...readOnly, ...(deletes(changes) ? noDelete : [])].map(lock => `${say(lock)} forbids the change`),
		notes: deletes(changes.map(invert)) ? noDelete.map(lock => `${say(lock)} would forbid to undo the change`) : [],
	};
}

function levelOf(lock: JsonObject): string {
	return (text(lock, 'properties', 'level') ?? '').toLowerCase();
}

/** All pages; undefined where one may not ask. */
async function listed(
	scope: ArmId,
	what: string,
	{arm, clock, signal}: PreflightContext,
): Promise<readonly JsonObject[] | undefined> {
	let found: readonly JsonObject[] = [];
	try {
		let next: string | undefined = `${armPath(scope)}/providers/Microsoft.Authorization/${what}`;
		while (next !== undefined) {
			const url: string = next;
			const {body} = await askAgain(() => arm.send({method: 'GET', url}, signal), {clock, signal});
			found = [...found, ...objects(body, 'value')];
			next = text(body, 'nextLink');
		}

		return found;
	} catch (error) {
		if (error instanceof RequestFailure && error.status !== 401) {
			return undefined;
		}

		throw error;
	}
}

async function stateOf(scope: ArmId, {arm, clock, signal}: PreflightContext): Promise<Part> {
	const resource = await askAgain(() => arm.get(scope, signal), {clock, signal}).catch((error: unknown) => {
		if (error instanceof RequestFailure && error.status === 403) {
			return undefined;
		}

		throw error;
	});
	const name = armName(scope);
	if (resource === null) {
		return {problems: [`${name} is not there any more`]};
	}

	const state = (text(resource, 'properties', 'provisioningState') ?? '').toLowerCase();
	const isStopped = text(resource, 'properties', 'powerState', 'code') === 'Stopped';
	return {
		problems: [
			...(state === 'deleting' ? [`${name} is being deleted`] : []),
			...(isStopped ? [`the cluster ${name} is stopped; start it with \`az aks start\``] : []),
		],
		notes: [
			...(['', 'succeeded', 'deleting', 'failed', 'canceled'].includes(state)
				? []
				: [`${name} is still being updated (${state}); its step will wait`]),
			...(state === 'failed' ? [`the last update of ${name} failed; Azure may refuse the next one`] : []),
		],
	};
}

async function kubeAccess(changes: readonly Change[], {kube, clock, signal}: PreflightContext): Promise<Part> {
	const accesses = kubeAccesses(changes);
	if (accesses.length === 0) {
		return {};
	}

	const client = await kube();
	const groups = new Map(accesses.map(access => [`${access.verb} ${access.resource} ${access.namespace}`, access]));
	const answers = await Promise.all(
		[...groups.values()].map(async access => {
			try {
				const body = await askAgain(() => client.send(review(access), signal), {clock, signal});
				return flag(body, 'status', 'allowed') ? [] : [sentence(access)];
			} catch (error) {
				if (error instanceof RequestFailure && error.status >= 400 && error.status !== 401) {
					return [];
				}

				throw error;
			}
		}),
	);
	return {problems: answers.flat()};
}

function review({verb, group, resource, namespace}: KubeAccess) {
	const attributes = {verb, group, resource, ...(namespace === undefined ? {} : {namespace})};
	return {
		method: 'POST' as const,
		path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
		body: {
			apiVersion: 'authorization.k8s.io/v1',
			kind: 'SelfSubjectAccessReview',
			spec: {resourceAttributes: attributes},
		},
	};
}

function sentence({verb, resource, namespace}: KubeAccess): string {
	return `you may not ${verb} ${resource}${namespace === undefined ? '' : ` in the namespace ${namespace}`}`;
}
