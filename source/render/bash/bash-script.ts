import {invert} from '../../plan/change.js';
import type {Plan, Step} from '../../plan/plan.js';
import {parseArmId} from '../../topology/arm-id.js';
import {bashStep, programsFor} from './bash-step.js';
import {bashCommand, bashComment} from './quote-bash.js';

export type BashScript = 'apply' | 'undo';

/**
 * A plan as a script to review and run elsewhere, or its undo: the inverse of every step, last one first.
 *
 * @param prelude templates/scripts/prelude.sh: the functions that all scripts share
 */
export function bashScript(plan: Plan, which: BashScript, prelude: string): string {
	const steps = which === 'apply' ? plan.steps : plan.steps.toReversed().map(undo);
	const lines = [
		'#!/usr/bin/env bash',
		...heading(plan, which),
		'',
		prelude.trimEnd(),
		'',
		...programsFor(steps.map(step => step.change)).map(program => `need ${program}`),
		...kubeAccess(plan, steps),
		...steps.flatMap((step, index) => section(step, index, steps.length)),
		'',
		steps.length === 0
			? 'say "Nothing to do."'
			: `if [ "$dry_run" = yes ]; then say "Nothing was changed."; else say "Done: ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}."; fi`,
	];
	return `${lines.join('\n')}\n`;
}

function undo(step: Step): Step {
	return {
		...step,
		title: `Take back: ${step.title}`,
		reason: 'Restores what was there before.',
		change: invert(step.change),
	};
}

function heading(plan: Plan, which: BashScript): readonly string[] {
	const {cluster, profiles, proof} = plan;
	return [
		...bashComment(
			which === 'apply'
				? `Opens the network of AKS cluster ${cluster.name} for ${profiles.join(', ')}.`
				: `Takes back what apply.sh did to the network of AKS cluster ${cluster.name}.`,
		),
		...(which === 'apply' ? bashComment(`Proof: ${proof.summary}`) : []),
		...bashComment('Read it before you run it. Every step checks first that nothing has changed since it was planned.'),
		...bashComment('Run it again after a failure: steps that are done are passed over.'),
	];
}

function section(step: Step, index: number, count: number): readonly string[] {
	return [
		'',
		...bashComment(`${index + 1}/${count} ${step.title}`),
		...bashComment(`Why: ${step.reason}`),
		...(step.danger === undefined ? [] : bashComment(`CAREFUL: ${step.danger.warning}`)),
		bashCommand('say', `${index + 1}/${count} ${step.title.replaceAll(/\s+/g, ' ')}`),
		...bashStep(step.change, step.title.replaceAll(/\s+/g, ' ')),
	];
}

/** Credentials for kubectl in a private file that goes when the script ends; the user's kubeconfig stays as it is. */
function kubeAccess(plan: Plan, steps: readonly Step[]): readonly string[] {
	if (!programsFor(steps.map(step => step.change)).includes('kubectl')) {
		return [];
	}

	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(plan.cluster.id) ?? {};
	const credentials = bashCommand(
		...['az', 'aks', 'get-credentials', '--only-show-errors', '--subscription', subscription],
		...['--resource-group', resourceGroup, '--name', name],
	);
	return [
		'',
		'if [ -n "${KUBECONFIG_FILE:-}" ]; then',
		'  kubeconfig=$KUBECONFIG_FILE',
		'else',
		'  kubeconfig=$work/kubeconfig',
		`  ${credentials} --file "$kubeconfig" >/dev/null`,
		'fi',
		'kube() { kubectl --kubeconfig "$kubeconfig" "$@"; }',
	];
}
