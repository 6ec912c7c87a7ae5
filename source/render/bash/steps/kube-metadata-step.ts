import type {ChangeOf} from '../../../plan/change.js';
import {kubeTarget} from '../kube-target.js';
import {bashCommand} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const kubeMetadataStep: BashStepRecord<'kube-metadata'> = {
	step: kubeMetadata,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeMetadata({ref, field, before, after}: ChangeOf<'kube-metadata'>): BashStep {
	const keys = Object.keys(after);
	const paths = keys.map(key => `{.metadata.${field}.${key.replaceAll('.', String.raw`\.`)}}`);
	const text = (values: typeof after) => keys.map(key => values[key] ?? '').join('|');
	const words = Object.entries(after).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
	return {
		before: text(before),
		after: text(after),
		call: [
			`words=(${bashCommand(...words)})`,
			bashCommand(
				'kube_metadata',
				field === 'labels' ? 'label' : 'annotate',
				`jsonpath=${paths.join('|')}`,
				...kubeTarget(ref),
			),
		],
	};
}
