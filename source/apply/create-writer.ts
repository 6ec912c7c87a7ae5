import type {ChangeKind, ChangeOf} from '../plan/change.js';
import type {ChangeWriter, WriterParts} from './change-writer.js';
import type {Writer} from './writer.js';
import {armChildWriter} from './writers/arm-child-writer.js';
import {authorizedRangesWriter} from './writers/authorized-ranges-writer.js';
import {classicCollectionsWriter} from './writers/classic-collections-writer.js';
import {kubeMetadataWriter} from './writers/kube-metadata-writer.js';
import {kubeObjectWriter} from './writers/kube-object-writer.js';
import {policyEntriesWriter} from './writers/policy-entries-writer.js';

/** Every kind of change to the way it is made. */
const writers: {readonly [Kind in ChangeKind]: ChangeWriter<Kind>} = {
	'arm-child': armChildWriter,
	'classic-collections': classicCollectionsWriter,
	'authorized-ranges': authorizedRangesWriter,
	'kube-object': kubeObjectWriter,
	'kube-metadata': kubeMetadataWriter,
	'policy-entries': policyEntriesWriter,
};

function writerOf<Kind extends ChangeKind>({kind}: ChangeOf<Kind>): ChangeWriter<Kind> {
	return writers[kind];
}

/** What has to be there beside Azure itself to make a change of this kind. */
export function needsOf(kind: ChangeKind): ChangeWriter<ChangeKind>['needs'] {
	return writers[kind].needs;
}

export function createWriter(parts: WriterParts): Writer {
	return {
		look: async (change, signal, onWait) => writerOf(change).look(change, parts, {signal, onWait}),
		write: async (change, watch) => writerOf(change).write(change, parts, watch),
		describe: change => writerOf(change).describe(change, parts),
		close: parts.close,
	};
}
