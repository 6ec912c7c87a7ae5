import {type JsonObject, objectAt, objectsAt, sameJson, textAt} from '../json.js';
import {kindOf, kubernetesKey} from '../kubernetes/kinds.js';
import type {Edit, ObjectEdit} from './proposal.js';
import {whyUnread} from './unread-value.js';

/** Kinds whose pods an API server starts anew when their template changes. */
const workloads = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob']);

/**
 * Objects as `kubectl apply` leaves them. A namespace keeps the labels that others gave it. Pods of a workload whose
 * template changes go: the workload stands for those that it will start.
 */
export function layObjects(
	objects: ReadonlyMap<string, JsonObject>,
	edits: readonly Edit[],
): {readonly objects: ReadonlyMap<string, JsonObject>; readonly unread: ReadonlyMap<string, string>} {
	const changed = new Map(objects);
	const unread = new Map<string, string>();
	for (const {object, deleted} of edits.filter((edit): edit is ObjectEdit => edit.kind === 'object')) {
		const why = whyUnread(JSON.stringify(object));
		if (why !== undefined) {
			unread.set(kindOf(object)?.plural ?? textAt(object, 'kind'), `${why}.`);
			continue;
		}

		const key = kubernetesKey(object);
		const now = changed.get(key);
		if (deleted) {
			changed.delete(key);
		} else {
			changed.set(key, now === undefined ? object : applied(now, object));
		}

		if (workloads.has(textAt(object, 'kind')) && now !== undefined && (deleted || isOtherTemplate(now, object))) {
			for (const pod of ownedBy(changed, object)) {
				changed.delete(pod);
			}
		}
	}

	return {objects: changed, unread};
}

function applied(now: JsonObject, object: JsonObject): JsonObject {
	if (textAt(object, 'kind') !== 'Namespace') {
		return object;
	}

	const labels = {...objectAt(now, 'metadata', 'labels'), ...objectAt(object, 'metadata', 'labels')};
	return {...now, ...object, metadata: {...objectAt(now, 'metadata'), ...objectAt(object, 'metadata'), labels}};
}

function isOtherTemplate(now: JsonObject, object: JsonObject): boolean {
	const labels = (workload: JsonObject) => objectAt(workload, 'spec', 'template');
	return !sameJson(labels(now), labels(object));
}

/** Pods and replica sets of a workload, however many owners lie between. */
function ownedBy(objects: ReadonlyMap<string, JsonObject>, workload: JsonObject): readonly string[] {
	const namespace = textAt(workload, 'metadata', 'namespace') || 'default';
	const owners = new Set([`${textAt(workload, 'kind')}/${textAt(workload, 'metadata', 'name')}`]);
	const within = [...objects].filter(
		([, object]) =>
			['ReplicaSet', 'Job', 'Pod'].includes(textAt(object, 'kind')) &&
			(textAt(object, 'metadata', 'namespace') || 'default') === namespace,
	);
	const inOrder = within.toSorted(([, one], [, other]) => Number(isPod(one)) - Number(isPod(other)));
	return inOrder.flatMap(([key, object]) => {
		const isOwned = objectsAt(object, 'metadata', 'ownerReferences').some(owner => {
			const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')];
			// A capture may hold pods without the replica set between them and their deployment.
			return (
				owners.has(`${kind}/${name}`) ||
				(kind === 'ReplicaSet' && owners.has(`Deployment/${name.replace(/-[^-]+$/, '')}`))
			);
		});
		if (isOwned) {
			owners.add(`${textAt(object, 'kind')}/${textAt(object, 'metadata', 'name')}`);
		}

		return isOwned ? [key] : [];
	});
}

function isPod(object: JsonObject): boolean {
	return textAt(object, 'kind') === 'Pod';
}
