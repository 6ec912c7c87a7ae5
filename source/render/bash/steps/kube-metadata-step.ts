import type {ChangeOf} from '../../../plan/change.js';
import {kubectl, kubeTarget} from '../kubectl.js';
import {bashCommand, quoteBash} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const kubeMetadataStep: BashStepRecord<'kube-metadata'> = {
	step: kubeMetadata,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeMetadata(change: ChangeOf<'kube-metadata'>): BashStep {
	const {ref, field, before, after} = change;
	const keys = Object.keys(after);
	const paths = keys.map(key => `{.metadata.${field}.${key.replaceAll('.', String.raw`\.`)}}`);
	const text = (values: typeof after) => keys.map(key => values[key] ?? '').join('|');
	const words = Object.entries(after).map(([key, value]) => quoteBash(value === null ? `${key}-` : `${key}=${value}`));
	const target = kubeTarget(ref);
	return {
		read: `kube_text ${bashCommand(...target, '--output', `jsonpath=${paths.join('|')}`)}`,
		before: text(before),
		after: text(after),
		state: undefined,
		write: [
			`  ${[kubectl, field === 'labels' ? 'label' : 'annotate', bashCommand(...target), ...words, '--overwrite'].join(' ')}`,
		],
	};
}
