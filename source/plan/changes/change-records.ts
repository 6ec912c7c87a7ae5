import type {ChangeKind, ChangeOf} from '../change.js';
import {armChild} from './arm-child.js';
import {authorizedRanges} from './authorized-ranges.js';
import type {ChangeRecord} from './change-record.js';
import {classicCollections} from './classic-collections.js';
import {kubeMetadata} from './kube-metadata.js';
import {kubeObject} from './kube-object.js';
import {policyEntries} from './policy-entries.js';

/** Every kind of change: one that is new does not compile without its record, nor a record without all of its members. */
export const changeRecords = {
	'arm-child': armChild,
	'classic-collections': classicCollections,
	'authorized-ranges': authorizedRanges,
	'kube-object': kubeObject,
	'kube-metadata': kubeMetadata,
	'policy-entries': policyEntries,
} as const satisfies ChangeRecords;

type ChangeRecords = {readonly [Kind in ChangeKind]: ChangeRecord<Kind>};

const byKind: ChangeRecords = changeRecords;

/** `recordOf(change).title(change)` */
export function recordOf<Kind extends ChangeKind>({kind}: ChangeOf<Kind>): ChangeRecord<Kind> {
	return byKind[kind];
}
