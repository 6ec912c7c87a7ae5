import type {ChangeOf} from '../../plan/change.js';
import {text, textMap} from '../../topology/json.js';
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

type MetadataChange = ChangeOf<'kube-metadata'>;

export const kubeMetadataWriter: ChangeWriter<'kube-metadata'> = {
	needs: ['kube'],
	look: async (change, parts, {signal}) =>
		lookAtObject(change.ref, (side, now) => sameValues(change, change[side], now), parts, signal),
	write: async (change, parts, watch) =>
		persistObject(
			(context, signal) => patchMetadata(change, context, signal),
			signal => kubeMetadataWriter.look(change, parts, {signal}),
			parts,
			watch,
		),
	describe: ({ref, field, after}, {kubeServer}) =>
		`PATCH ${kubeServer}${pathOf(ref)} (${field}: ${Object.keys(after).join(', ')})`,
};

function sameValues({field}: MetadataChange, wanted: MetadataChange['after'], now: JsonObject | null): boolean {
	const values = textMap(now, 'metadata', field);
	return now !== null && Object.entries(wanted).every(([key, value]) => (values[key] ?? null) === value);
}

/** Only the named keys, and only in the version that was just read. */
async function patchMetadata(change: MetadataChange, context: KubeContext, signal: AbortSignal): Promise<void> {
	const {ref, field, before, after} = change;
	const now = await readObject(ref, context, signal);
	if (now === null) {
		throw new Refused(`${ref.kind} ${ref.name} is gone`);
	}

	if (!sameValues(change, before, now) && !sameValues(change, after, now)) {
		throw new Refused(`the ${field} of ${ref.kind} ${ref.name} were changed by somebody else`);
	}

	const resourceVersion = text(now, 'metadata', 'resourceVersion');
	const metadata = {...(resourceVersion === undefined ? {} : {resourceVersion}), [field]: after};
	const contentType = 'application/merge-patch+json';
	await context.kube
		.send({method: 'PATCH', path: `${pathOf(ref)}?fieldManager=${fieldManager}`, body: {metadata}, contentType}, signal)
		.catch(asStale);
}
