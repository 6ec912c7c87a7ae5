import type {ChangeOf} from '../../../plan/change.js';
import type {KubeObject} from '../../../topology/world.js';
import {compactKubeYaml} from '../../yaml/kube-yaml.js';
import {kubeTarget} from '../kube-target.js';
import {quoteBash} from '../quote-bash.js';
import {absent, type BashState, type BashStep, type BashStepRecord} from '../step-record.js';

export const kubeObjectStep: BashStepRecord<'kube-object'> = {
	step: kubeObject,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeObject({ref, before, after}: ChangeOf<'kube-object'>): BashStep {
	return {
		before: state(before),
		after: state(after),
		call: {words: ['kube_object', ...kubeTarget(ref).map(quoteBash)]},
	};
}

function state(object: KubeObject | null): BashState {
	return object === null ? absent : {kind: 'text', text: compactKubeYaml(object)};
}
