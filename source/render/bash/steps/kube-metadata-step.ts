import type {ChangeOf} from '../../../plan/change.js';
import {kubeTarget} from '../kube-target.js';
import {quoteBash} from '../quote-bash.js';
import type {BashState, BashStep, BashStepRecord} from '../step-record.js';

export const kubeMetadataStep: BashStepRecord<'kube-metadata'> = {
	step: kubeMetadata,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeMetadata({ref, field, before, after}: ChangeOf<'kube-metadata'>): BashStep {
	const keys = Object.keys(after);
	return {
		before: state(keys, before),
		after: state(keys, after),
		call: {words: [`kube_${field}`, ...kubeTarget(ref).map(quoteBash)]},
	};
}

/** As kubectl takes them: `key=value`, and `key-` where there is to be none. */
function state(keys: readonly string[], values: ChangeOf<'kube-metadata'>['after']): BashState {
	return {
		kind: 'words',
		words: keys.map(key => {
			const value = values[key] ?? null;
			return value === null ? `${key}-` : `${key}=${value}`;
		}),
	};
}
