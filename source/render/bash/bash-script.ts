import {invert} from '../../plan/invert.js';
import {leasePath, leaseTag, tagsApiVersion} from '../../plan/lease-tag.js';
import type {Plan, Step} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';
import {parseArmId} from '../../topology/arm-id.js';
import {printable} from '../printable.js';
import {wrap} from '../wrap.js';
import {bashStep, programsFor, sharedQueries} from './bash-step.js';
import {bashCommand, bashComment, quoteBash} from './quote-bash.js';

export type BashScript = 'apply' | 'undo';

/**
 * A plan as a script to review and run elsewhere, or its undo: the inverse of every step, last one first.
 *
 * @param prelude templates/scripts/prelude.sh: the functions that all scripts share
 */
export function bashScript(plan: Plan, which: BashScript, prelude: string): string {
	const steps = which === 'apply' ? plan.steps.map(explained) : plan.steps.toReversed().map(undo);
	const lines = [
		'#!/usr/bin/env bash',
		...heading(plan, which),
		'',
		prelude.trimEnd(),
		'',
		...programsFor(steps.map(step => step.change)).map(program => `need ${program}`),
		...kubeAccess(plan, steps),
		...sharedQueries(steps.map(step => step.change)),
		...lease(plan, steps),
		'',
		'# Of every step: read_N prints the part of the network that it changes, in short; before_N is what that was when',
		'# the plan was made, after_N what it is when the step is done, and write_N does it. state_N tells whether Azure is at',
		'# work on it, and how that ended last.',
		...steps.flatMap((step, index) => definition(step, index + 1, steps.length)),
		...verification(steps),
		...steps.flatMap(execution),
		'',
		steps.length === 0
			? 'say "Nothing to do."'
			: `if [ "$dry_run" = yes ]; then say "Nothing was changed."; else say "Done: ${pluralize(steps.length, 'step')}."; fi`,
	];
	return `${lines.join('\n')}\n`;
}

function explained(step: Step): Step {
	return {...step, reason: `Without it: ${step.reason}\nOpens: ${step.flows.join(', ')}.`};
}

function undo(step: Step): Step {
	return {
		...step,
		title: `Take back: ${step.title}`,
		reason: 'Restores what was there before.',
		change: invert(step.change),
		danger: undefined,
	};
}

/** In lines that fit on a page. */
function comment(text: string): readonly string[] {
	return text.split('\n').flatMap(line => wrap(line, 116).flatMap(bashComment));
}

function heading(plan: Plan, which: BashScript): readonly string[] {
	const {cluster, profiles, proof} = plan;
	return [
		...comment(
			which === 'apply'
				? `Opens the network of AKS cluster ${cluster.name} for ${profiles.join(', ')}.`
				: `Takes back what apply.sh did to the network of AKS cluster ${cluster.name}.`,
		),
		...(which === 'apply' ? comment(`Proof: ${proof.summary}`) : []),
		...comment('Read it before you run it. Every step checks first that nothing has changed since it was planned.'),
		...comment('Run it again after a failure: steps that are done are passed over.'),
	];
}

function definition(step: Step, number: number, count: number): readonly string[] {
	const {read, before, after, state, write} = bashStep(step.change);
	return [
		'',
		...comment(`Step ${number} of ${count}: ${step.title}`),
		...comment(step.reason),
		...(step.danger === undefined ? [] : comment(`CAREFUL: ${step.danger.warning}`)),
		`title_${number}=${quoteBash(printable(step.title))}`,
		`before_${number}=${quoteBash(before)}`,
		`after_${number}=${quoteBash(after)}`,
		`read_${number}() {`,
		`  ${read}`,
		'}',
		...(state === undefined ? [] : [`state_${number}() {`, `  ${state}`, '}']),
		`write_${number}() {`,
		...write,
		'}',
	];
}

/** All steps are looked at before the first one is done: a plan that no longer fits changes nothing. */
function verification(steps: readonly Step[]): readonly string[] {
	return steps.length === 0
		? []
		: [
				'',
				'say "Checking that the network is still as it was planned from"',
				...steps.flatMap((_, index) => check(index + 1)),
			];
}

/**
 * Looked at once more right before, because the steps until then took their time, and when nobody works on it any more:
 * an earlier run of the script may have been killed after Azure had accepted its write, which may still fail.
 */
function execution({change}: Step, index: number, {length}: readonly Step[]): readonly string[] {
	const number = index + 1;
	const hasState = bashStep(change).state !== undefined;
	return [
		'',
		`say "${number}/${length} $title_${number}"`,
		...(hasState ? [`state=$(settled state_${number})`] : []),
		...check(number),
		`if pending "$now" "$after_${number}"${hasState ? ' "$state"' : ''}; then`,
		'  lease_renew',
		`  write_${number}`,
		'fi',
	];
}

function check(number: number): readonly string[] {
	return [`now=$(read_${number})`, `verify "$title_${number}" "$now" "$before_${number}" "$after_${number}"`];
}

/** The same lease as `aksess apply` takes, so that the two keep each other away. */
function lease({cluster}: Plan, steps: readonly Step[]): readonly string[] {
	return steps.length === 0
		? []
		: [bashCommand('lease_take', `${leasePath(cluster.id)}?api-version=${tagsApiVersion}`, leaseTag(cluster.id))];
}

function kubeAccess(plan: Plan, steps: readonly Step[]): readonly string[] {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(plan.cluster.id) ?? {};
	return programsFor(steps.map(step => step.change)).includes('kubectl')
		? [bashCommand('kube_access', '--subscription', subscription, '--resource-group', resourceGroup, '--name', name)]
		: [];
}
