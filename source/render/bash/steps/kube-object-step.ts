import type {ChangeOf} from '../../../plan/change.js';
import {canonicalJson} from '../../../topology/canonical-json.js';
import type {KubeObject} from '../../../topology/world.js';
import {kubeYaml} from '../../yaml/kube-yaml.js';
import {kubeTarget} from '../kube-target.js';
import {bashCommand, bashHeredoc} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const kubeObjectStep: BashStepRecord<'kube-object'> = {
	step: kubeObject,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeObject({ref, before, after}: ChangeOf<'kube-object'>): BashStep {
	const call = bashCommand('kube_object', ...kubeTarget(ref));
	return {
		before: specText(before),
		after: specText(after),
		call: after === null ? [`${call} </dev/null`] : bashHeredoc(call, kubeYaml([after])),
	};
}

/** kubectl prints a JSON object with sorted keys and no blanks. */
function specText(object: KubeObject | null): string {
	return object === null ? 'absent' : canonicalJson(object['spec'] ?? null);
}
