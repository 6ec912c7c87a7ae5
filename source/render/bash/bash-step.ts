import type {Change, ChangeKind, ChangeOf} from '../../plan/change.js';
import {bashHeredoc, bashLines, quoteBash} from './quote-bash.js';
import {type BashState, type BashStepRecord, programs} from './step-record.js';
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

/**
 * What a script does for one change: the part of the network before and after it, and the call that carries it out.
 *
 * @param subscription that of the cluster, which a script has as `$subscription`
 */
export function stepLines(change: Change, subscription: string): readonly string[] {
	const {before, after, call} = recordOf(change).step(change, subscription);
	return [...stateLines('before', before), ...stateLines('after', after), ...command(call.words, call.body)];
}

function stateLines(name: 'before' | 'after', state: BashState): readonly string[] {
	return state.kind === 'words'
		? bashLines([name, ...state.words.map(quoteBash)], '  ')
		: command([`${name}_text`], state.text);
}

/** The text of a here-document, and its end, keep their first column. */
function command(words: readonly string[], body: string | undefined): readonly string[] {
	const lines = bashLines(words, '  ');
	return body === undefined ? lines : [...lines.slice(0, -1), ...bashHeredoc(lines.at(-1) ?? '', body)];
}

/** Which programs the script has to find before it begins. */
export function programsFor(changes: readonly Change[]): readonly string[] {
	const wanted = new Set(changes.flatMap(change => recordOf(change).programs));
	return ['az', ...programs.filter(program => wanted.has(program))];
}

/** The functions that the steps share, each once. */
export function sharedFunctions(changes: readonly Change[]): readonly string[] {
	const shared = changes.flatMap(change => recordOf(change).shared(change));
	return [...new Map(shared.map(({name, lines}) => [name, lines])).values()].flat();
}
