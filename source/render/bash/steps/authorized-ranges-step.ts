import type {ChangeOf} from '../../../plan/change.js';
import type {BashState, BashStep, BashStepRecord} from '../step-record.js';

export const authorizedRangesStep: BashStepRecord<'authorized-ranges'> = {
	step: authorizedRanges,
	programs: [],
	shared: () => [],
};

/** Of the cluster that the whole script is about. */
function authorizedRanges({before, after}: ChangeOf<'authorized-ranges'>): BashStep {
	return {before: state(before), after: state(after), call: {words: ['authorized_ranges']}};
}

/** An empty list is one empty word. */
function state(ranges: readonly string[]): BashState {
	return {kind: 'words', words: ranges.length === 0 ? [''] : ranges};
}
