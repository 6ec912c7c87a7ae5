import type {ChangeOf} from '../../../plan/change.js';
import {canonicalJson} from '../../../topology/canonical-json.js';
import {compactJson} from '../../compact-json.js';
import {kubeTarget} from '../kube-target.js';
import {bashCommand, bashHeredoc} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const policyEntriesStep: BashStepRecord<'policy-entries'> = {
	step: policyEntries,
	programs: ['kubectl'],
	shared: () => [],
};

function policyEntries({ref, direction, before, after}: ChangeOf<'policy-entries'>): BashStep {
	return {
		before: entriesText(before),
		after: entriesText(after),
		call: bashHeredoc(
			bashCommand('policy_entries', direction, ...kubeTarget(ref)),
			compactJson({spec: {[direction]: after}}),
		),
	};
}

/** kubectl prints JSON with sorted keys and no blanks, and nothing for a list that is not there. */
function entriesText(entries: ChangeOf<'policy-entries'>['after']): string {
	return entries.length === 0 ? '' : canonicalJson(entries);
}
