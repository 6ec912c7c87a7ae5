import type {ChangeOf} from '../../../plan/change.js';
import {canonicalJson} from '../../../topology/canonical-json.js';
import {kubeTarget} from '../kube-target.js';
import {quoteBash} from '../quote-bash.js';
import type {BashState, BashStep, BashStepRecord} from '../step-record.js';

export const policyEntriesStep: BashStepRecord<'policy-entries'> = {
	step: policyEntries,
	programs: ['kubectl'],
	shared: () => [],
};

function policyEntries({ref, direction, before, after}: ChangeOf<'policy-entries'>): BashStep {
	return {
		before: state(before),
		after: state(after),
		call: {words: ['policy_entries', direction, ...kubeTarget(ref).map(quoteBash)]},
	};
}

/** As kubectl prints JSON: with sorted keys and no blanks. */
function state(entries: ChangeOf<'policy-entries'>['after']): BashState {
	return {kind: 'words', words: [canonicalJson(entries)]};
}
