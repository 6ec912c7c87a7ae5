import type {ChangeOf} from '../../../plan/change.js';
import {bashCommand} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const authorizedRangesStep: BashStepRecord<'authorized-ranges'> = {
	step: authorizedRanges,
	programs: [],
	shared: () => [],
};

/** Of the cluster that the whole script is about. */
function authorizedRanges({before, after}: ChangeOf<'authorized-ranges'>): BashStep {
	return {
		before: sorted(before),
		after: sorted(after),
		// One word with its option, so that an empty list is one, too.
		call: [bashCommand('authorized_ranges', `--api-server-authorized-ip-ranges=${after.join(',')}`)],
	};
}

function sorted(ranges: readonly string[]): string {
	return ranges.toSorted().join(',');
}
