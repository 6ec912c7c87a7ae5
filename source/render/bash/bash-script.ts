import {invert} from '../../plan/change.js';
import type {Plan, Step} from '../../plan/plan.js';
import {parseArmId} from '../../topology/arm-id.js';
import {bashStep, programsFor, queryVariables} from './bash-step.js';
import {bashCommand, bashComment, quoteBash} from './quote-bash.js';

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
		...queryVariables(steps.map(step => step.change)),
		...steps.flatMap((step, index) => definition(step, index + 1, steps.length)),
		...verification(steps),
		...steps.flatMap((step, index) => execution(step, index + 1, steps.length)),
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

function definition(step: Step, number: number, count: number): readonly string[] {
	const {read, before, after, write} = bashStep(step.change);
	return [
		'',
		...bashComment(`Step ${number} of ${count}: ${step.title}`),
		...bashComment(`Why: ${step.reason}`),
		...(step.danger === undefined ? [] : bashComment(`CAREFUL: ${step.danger.warning}`)),
		`before_${number}=${quoteBash(before)}`,
		`after_${number}=${quoteBash(after)}`,
		`read_${number}() {`,
		`  ${read}`,
		'}',
		`write_${number}() {`,
		...write.flatMap((line, index) => (insideHeredoc(write, index) ? line : `  ${line}`)),
		'}',
	];
}

/** Lines of a here-document keep their first column; everything else is indented for the reader. */
function insideHeredoc(lines: readonly string[], index: number): boolean {
	let marker: string | undefined;
	for (const line of lines.slice(0, index)) {
		if (marker === undefined) {
			[, marker] = /<<'(\w+)'$/.exec(line) ?? [];
		} else if (line === marker) {
			marker = undefined;
		}
	}

	return marker !== undefined;
}

/** All steps are looked at before the first one is done: a plan that no longer fits changes nothing. */
function verification(steps: readonly Step[]): readonly string[] {
	return steps.length === 0
		? []
		: [
				'',
				'say "Checking that the network is still as it was planned from"',
				...steps.flatMap((step, index) => [
					`now=$(read_${index + 1})`,
					`verify ${quoteBash(oneLine(step.title))} "$now" "$before_${index + 1}" "$after_${index + 1}"`,
				]),
			];
}

function execution(step: Step, number: number, count: number): readonly string[] {
	return [
		'',
		bashCommand('say', `${number}/${count} ${oneLine(step.title)}`),
		`now=$(read_${number})`,
		`if pending "$now" "$after_${number}"; then write_${number}; fi`,
	];
}

function oneLine(text: string): string {
	return text.replaceAll(/\s+/g, ' ');
}

function kubeAccess(plan: Plan, steps: readonly Step[]): readonly string[] {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(plan.cluster.id) ?? {};
	return programsFor(steps.map(step => step.change)).includes('kubectl')
		? [bashCommand('kube_access', '--subscription', subscription, '--resource-group', resourceGroup, '--name', name)]
		: [];
}
