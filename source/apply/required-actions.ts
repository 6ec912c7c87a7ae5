import type {Change} from '../plan/change.js';
import type {KubeAccess, RequiredAction} from '../plan/changes/change-record.js';
import {recordOf} from '../plan/changes/change-records.js';

/** What the writes themselves need; undoing them needs the other verb as well. */
export function requiredActions(changes: readonly Change[]): readonly RequiredAction[] {
	const actions = changes.flatMap(change => recordOf(change).requiredActions(change));
	return [...new Map(actions.map(item => [`${item.action} ${item.scope}`.toLowerCase(), item])).values()];
}

/** What the writes may need beyond their own actions because they name other resources. */
export function linkedActions(changes: readonly Change[]): readonly string[] {
	return [...new Set(changes.flatMap(change => recordOf(change).linkedActions(change)))];
}

export function kubeAccesses(changes: readonly Change[]): readonly KubeAccess[] {
	return changes.flatMap(change => recordOf(change).kubeAccesses(change));
}
