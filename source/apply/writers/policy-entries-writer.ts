import type {ChangeOf} from '../../plan/change.js';
import {canonicalJson} from '../../topology/canonical-json.js';
import {list, text} from '../../topology/json.js';
import type {JsonObject} from '../../topology/world.js';
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
import {Refused} from '../writer.js';

type EntriesChange = ChangeOf<'policy-entries'>;

export const policyEntriesWriter: ChangeWriter<'policy-entries'> = {
	needs: ['kube'],
	look: async (change, parts, {signal}) =>
		lookAtObject(change.ref, (side, now) => sameEntries(change, change[side], now), parts, signal),
	write: async (change, parts, watch) =>
		persistObject(
			(context, signal) => patchEntries(change, context, signal),
			signal => policyEntriesWriter.look(change, parts, {signal}),
			parts,
			watch,
		),
	describe: ({ref, direction}, {kubeServer}) => `PATCH ${kubeServer}${pathOf(ref)} (spec.${direction})`,
};

/** The API server leaves an empty list out. */
function sameEntries({direction}: EntriesChange, wanted: EntriesChange['after'], now: JsonObject | null): boolean {
	return now !== null && canonicalJson(list(now, 'spec', direction)) === canonicalJson(wanted);
}

/** Only the one list, and only in the version that was just read: who asked for it by name takes it from its manager. */
async function patchEntries(change: EntriesChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	const {ref, direction, before, after} = change;
	const now = await readObject(ref, context, signal);
	if (now === null) {
		throw new Refused(`${ref.kind} ${ref.name} is gone`);
	}

	if (!sameEntries(change, before, now) && !sameEntries(change, after, now)) {
		throw new Refused(`${direction} of ${ref.kind} ${ref.name} was changed by somebody else`);
	}

	const resourceVersion = text(now, 'metadata', 'resourceVersion');
	const body = {
		...(resourceVersion === undefined ? {} : {metadata: {resourceVersion}}),
		spec: {[direction]: after},
	};
	const contentType = 'application/merge-patch+json';
	await context.kube
		.send({method: 'PATCH', path: `${pathOf(ref)}?fieldManager=${fieldManager}`, body, contentType}, signal)
		.catch(asStale);
}
