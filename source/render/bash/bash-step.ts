import type {Change, ChangeKind, ChangeOf} from '../../plan/change.js';
import {type BashStep, type BashStepRecord, programs} from './step-record.js';
import {armChildStep} from './steps/arm-child-step.js';
import {authorizedRangesStep} from './steps/authorized-ranges-step.js';
import {classicCollectionsStep} from './steps/classic-collections-step.js';
import {kubeMetadataStep} from './steps/kube-metadata-step.js';
import {kubeObjectStep} from './steps/kube-object-step.js';
import {policyEntriesStep} from './steps/policy-entries-step.js';

/** Every kind of change to the way it is written in bash. */
const records: {readonly [Kind in ChangeKind]: BashStepRecord<Kind>} = {
	'arm-child': armChildStep,
	'classic-collections': classicCollectionsStep,
	'authorized-ranges': authorizedRangesStep,
	'kube-object': kubeObjectStep,
	'kube-metadata': kubeMetadataStep,
	'policy-entries': policyEntriesStep,
};

function recordOf<Kind extends ChangeKind>({kind}: ChangeOf<Kind>): BashStepRecord<Kind> {
	return records[kind];
}

export function bashStep(change: Change): BashStep {
	return recordOf(change).step(change);
}

/** Which programs the script has to find before it begins. */
export function programsFor(changes: readonly Change[]): readonly string[] {
	const wanted = new Set(changes.flatMap(change => recordOf(change).programs));
	return ['az', ...programs.filter(program => wanted.has(program))];
}

/** The queries that the steps share, each once. */
export function sharedQueries(changes: readonly Change[]): readonly string[] {
	const shared = changes.flatMap(change => recordOf(change).shared(change));
	return [...new Map(shared.map(({name, lines}) => [name, lines])).values()].flat();
}
