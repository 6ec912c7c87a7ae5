import type {SandboxContext} from '../context.js';
import {type Kind, kinds, qualifiedName} from './kinds.js';
import {refuse} from './status.js';

type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete';

/**
 * What access.json takes away inside the cluster: a plural (`networkpolicies`), a qualified name or a kind, and behind
 * a slash a verb or `write`, where only that is missing.
 */
export function mayDo(denied: readonly string[], verb: string, kind: Kind): boolean {
	// The bare name means the first kind that has it, as kubectl takes it.
	const isFirst = kinds.find(other => other.plural === kind.plural) === kind;
	const names = [qualifiedName(kind), ...(isFirst ? [kind.plural, kind.kind] : [])].map(name => name.toLowerCase());
	return !denied.some(entry => {
		const [name = '', only, ...more] = entry.toLowerCase().split('/');
		const coversVerb =
			only === undefined || only === verb || (only === 'write' && !['get', 'list', 'watch'].includes(verb));
		return more.length === 0 && names.includes(name) && coversVerb;
	});
}

export function assertMayDo(
	{store, identity}: SandboxContext,
	verb: Verb,
	kind: Kind,
	{namespace, name = ''}: {readonly namespace: string; readonly name?: string},
): void {
	if (mayDo(store.denied, verb, kind)) {
		return;
	}

	const object = name === '' ? '' : ` "${name}"`;
	const where = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
	throw refuse(
		403,
		'Forbidden',
		`${qualifiedName(kind)}${object} is forbidden: User "${identity.clientId}" cannot ${verb} resource "${kind.plural}" in API group "${kind.group}" ${where}`,
		{...(name !== '' && {name}), group: kind.group, kind: kind.plural},
	);
}
