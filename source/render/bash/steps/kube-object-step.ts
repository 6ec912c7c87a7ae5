import type {ChangeOf} from '../../../plan/change.js';
import {canonicalJson} from '../../../topology/canonical-json.js';
import type {KubeObject} from '../../../topology/world.js';
import {kubeYaml} from '../../yaml/kube-yaml.js';
import {bodyFile} from '../body-file.js';
import {kubectl, kubeTarget} from '../kubectl.js';
import {bashCommand} from '../quote-bash.js';
import type {BashStep, BashStepRecord} from '../step-record.js';

export const kubeObjectStep: BashStepRecord<'kube-object'> = {
	step: kubeObject,
	programs: ['kubectl'],
	shared: () => [],
};

function kubeObject(change: ChangeOf<'kube-object'>): BashStep {
	const target = kubeTarget(change.ref);
	return {
		read: `kube_text ${bashCommand(...target, '--output', 'jsonpath={.spec}')}`,
		before: specText(change.before),
		after: specText(change.after),
		state: undefined,
		write:
			change.after === null
				? [`  ${kubectl} delete ${bashCommand(...target, '--ignore-not-found')}`]
				: [
						...bodyFile('object.yaml', kubeYaml([change.after])),
						`  ${kubectl} apply --server-side --field-manager=aksess --filename "$work/object.yaml"`,
					],
	};
}

/** kubectl prints a JSON object with sorted keys and no blanks. */
function specText(object: KubeObject | null): string {
	return object === null ? 'absent' : canonicalJson(object['spec'] ?? null);
}
