import type {ChangeOf, KubeRef} from '../../plan/change.js';
import {textMap} from '../../topology/json.js';
import type {JsonObject, KubeObject} from '../../topology/world.js';
import type {ChangeWriter} from '../change-writer.js';
import {
	asStale,
	fieldManager,
	type KubeContext,
	lookAtObject,
	pathOf,
	persistObject,
	readObject,
} from '../kube-access.js';
import {RequestFailure} from '../request-failure.js';
import {kubeRules, sameSettings} from '../same-settings.js';
import {Refused} from '../writer.js';

type ObjectChange = ChangeOf<'kube-object'>;

export const kubeObjectWriter: ChangeWriter<'kube-object'> = {
	needs: ['kube'],
	look: async (change, parts, {signal}) =>
		lookAtObject(change.ref, (side, now) => sameObject(change[side], now), parts, signal),
	write: async (change, parts, watch) =>
		persistObject(
			(context, signal) => attempt(change, context, signal),
			signal => kubeObjectWriter.look(change, parts, {signal}),
			parts,
			watch,
		),
	describe: ({ref, after}, {kubeServer}) => {
		const url = `${kubeServer}${pathOf(ref)}`;
		return after === null ? `DELETE ${url}` : `PATCH ${url} (server-side apply as ${fieldManager})`;
	},
};

function sameObject(wanted: KubeObject | null, now: JsonObject | null): boolean {
	if (wanted === null || now === null) {
		return wanted === now;
	}

	const labels = textMap(now, 'metadata', 'labels');
	return (
		sameSettings(wanted['spec'] ?? null, now['spec'] ?? null, kubeRules) &&
		Object.entries(wanted.metadata.labels ?? {}).every(([key, value]) => labels[key] === value)
	);
}

async function attempt(change: ObjectChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	return change.after === null ? remove(change, context, signal) : apply(change.after, change.ref, context, signal);
}

/** What the server would say is asked first; only then is anything changed. Other managers' fields are never forced. */
async function apply(object: KubeObject, ref: KubeRef, {kube}: KubeContext, signal: AbortSignal): Promise<void> {
	const contentType = 'application/apply-patch+yaml';
	for (const query of [`${applyQuery}&dryRun=All`, applyQuery]) {
		await kube
			.send({method: 'PATCH', path: `${pathOf(ref)}?${query}`, body: object, contentType}, signal)
			.catch(throwConflict);
	}
}

const applyQuery = `fieldManager=${fieldManager}&fieldValidation=Strict`;

/** A conflict with another manager stays one, however often one asks; any other is a race that was lost. */
function throwConflict(error: unknown): never {
	if (error instanceof RequestFailure && /conflicts? with /i.test(error.message)) {
		throw new Refused(`${error.message}. Somebody else manages these fields; aksess does not take them over.`, {
			cause: error,
		});
	}

	return asStale(error);
}

async function remove(change: ObjectChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	const now = await readObject(change.ref, context, signal);
	if (now === null) {
		return;
	}

	if (!sameObject(change.before, now)) {
		throw new Refused(`${change.ref.kind} ${change.ref.name} was changed by somebody else`);
	}

	const {uid, resourceVersion} = textMap(now, 'metadata');
	const preconditions = {uid, resourceVersion};
	const body = {kind: 'DeleteOptions', apiVersion: 'v1', preconditions};
	await context.kube.send({method: 'DELETE', path: pathOf(change.ref), body}, signal).catch(asStale);
}
