import {invert} from '../../plan/invert.js';
import {leaseTag, tagsApiVersion} from '../../plan/lease-tag.js';
import type {Plan, Step} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';
import {parseArmId} from '../../topology/arm-id.js';
import {printable} from '../printable.js';
import {wrap} from '../wrap.js';
import {programsFor, sharedFunctions, stepLines} from './bash-step.js';
import {bashComment, bashLines, quoteBash} from './quote-bash.js';

export type BashScript = 'apply' | 'undo';

/** Where a script comes from, for whoever finds it later. */
export type ScriptOrigin = {
	/** The day: `2026-01-31`. */
	readonly made: string;
	readonly version: string;
	/** The practice cluster that it was made for; undefined for a real one, or for files that were handed over. */
	readonly practice: string | undefined;
};

/** A longer list of what opens is cut: who wants to know more reads the steps. */
const mostOpenings = 15;

/**
 * A plan as a script to review and run elsewhere, or its undo: the inverse of every step, last one first. The steps come
 * first, because they are what is reviewed; how they are carried out is the same in every script and stands below.
 *
 * @param prelude templates/scripts/prelude.sh: the functions that all scripts share
 */
export function bashScript(plan: Plan, which: BashScript, prelude: string, origin: ScriptOrigin): string {
	const steps = which === 'apply' ? plan.steps : plan.steps.toReversed().map(undo);
	const top = ['#!/usr/bin/env bash', ...heading(plan, steps, which, origin), ''];
	if (steps.length === 0) {
		return `${[...top, "echo 'Nothing to do.'"].join('\n')}\n`;
	}

	const {subscription, resourceGroup, name} = clusterOf(plan);
	const lines = [
		...top,
		'set -euo pipefail',
		`subscription=${quoteBash(subscription)}`,
		`cluster=(--subscription "$subscription" --resource-group ${quoteBash(resourceGroup)} --name ${quoteBash(name)})`,
		`steps=${steps.length}`,
		...steps.flatMap((step, index) => definition(step, index + 1, {count: steps.length, which, subscription})),
		'',
		'# How the steps are carried out: nothing below is about this cluster but the last lines.',
		'',
		prelude.trimEnd(),
		...sharedFunctions(steps.map(step => step.change)),
		'',
		...execution(plan, steps, which, origin),
	];
	return `${lines.join('\n')}\n`;
}

function undo(step: Step): Step {
	return {...step, title: `Take back: ${step.title}`, change: invert(step.change), danger: undefined};
}

/** In lines that fit on a page. */
function comment(text: string): readonly string[] {
	return text.split('\n').flatMap(line => wrap(line, 114).flatMap(bashComment));
}

/** A label, and beside it text of one or more lines. */
function entry(label: string, ...texts: readonly string[]): readonly string[] {
	return texts
		.flatMap(text => wrap(text, 98))
		.flatMap((line, index) => bashComment(`  ${(index === 0 ? label : '').padEnd(14)}${line}`));
}

function heading(
	plan: Plan,
	steps: readonly Step[],
	which: BashScript,
	{made, version, practice}: ScriptOrigin,
): readonly string[] {
	const {subscription, resourceGroup, name} = clusterOf(plan);
	const count = pluralize(steps.length, 'step');
	return [
		...comment(
			which === 'apply'
				? `Opens the network of AKS cluster ${name} for ${plan.profiles.join(', ')}, in ${count}.`
				: `Takes back what apply.sh did to the network of AKS cluster ${name}, in ${count}.`,
		),
		'#',
		...(practice === undefined ? [] : [...comment(practiceWarning(practice)), '#']),
		...entry('Cluster', `${name}, resource group ${resourceGroup}`),
		...entry('Subscription', subscription),
		...entry('Made', `${made} by aksess ${version}`),
		...(which === 'apply'
			? [...opens(plan), ...entry('Proof', plan.proof.summary), ...entry('Undo', './undo.sh')]
			: []),
		...(steps.length === 0 ? [] : usage),
	];
}

const usage = [
	'#',
	'# Run it with --dry-run to see every write without making one. It changes nothing if anything that it writes has',
	'# changed since it was made, asks before the first write (not with --yes), and checks at the end that all is as it',
	'# should be. If it fails, run it again: steps that are done are skipped.',
];

function opens({proof}: Plan): readonly string[] {
	const all = [...new Set(proof.opened.map(({what}) => what))];
	const shown = all.length <= mostOpenings ? all : all.slice(0, mostOpenings - 1);
	const more = all.length - shown.length;
	return entry('Opens', ...shown, ...(more === 0 ? [] : [`and ${more} more: see the steps`]));
}

function practiceWarning(name: string): string {
	return printable(`It is for the practice cluster ${name}, which az reaches only while "aksess sandbox" runs.`);
}

function definition(
	step: Step,
	number: number,
	{count, which, subscription}: {readonly count: number; readonly which: BashScript; readonly subscription: string},
): readonly string[] {
	return [
		'',
		...comment(`Step ${number} of ${count}.${which === 'apply' ? ` Without it: ${step.reason}` : ''}`),
		...(which === 'apply' && step.flows.length > 0 ? comment(`Opens: ${step.flows.join(', ')}.`) : []),
		...(step.danger === undefined ? [] : comment(`CAREFUL: ${step.danger.warning}`)),
		`step_${number}() {`,
		`  title=${quoteBash(printable(step.title))}`,
		...stepLines(step.change, subscription),
		'}',
	];
}

function execution(plan: Plan, steps: readonly Step[], which: BashScript, {practice}: ScriptOrigin): readonly string[] {
	const {resourceGroup} = clusterOf(plan);
	const count = pluralize(steps.length, 'step');
	const programs = programsFor(steps.map(step => step.change));
	const flows = [...new Set(plan.steps.flatMap(step => step.flows))];
	return [
		...(practice === undefined ? [] : [`say ${quoteBash(practiceWarning(practice))}`]),
		...programs.map(program => `need ${program}`),
		...(programs.includes('kubectl') ? ['kube_access'] : []),
		`group="/subscriptions/$subscription/resourceGroups/${encodeURIComponent(resourceGroup)}"`,
		...bashLines(
			[
				'lease_take',
				`"$group/providers/Microsoft.Resources/tags/default?api-version=${tagsApiVersion}"`,
				quoteBash(leaseTag(plan.cluster.id)),
			],
			'',
		),
		`run_steps ${quoteBash(`${which === 'apply' ? 'Do' : 'Take back'} ${count}?`)}`,
		...(which === 'apply'
			? [`say ${quoteBash(`Done: ${count}. Open now:`)}`, ...bashLines(['list', ...flows.map(quoteBash)], '')]
			: [`say ${quoteBash(`Done: ${count}. Everything is as it was before apply.sh.`)}`]),
	];
}

function clusterOf({cluster}: Plan): {
	readonly subscription: string;
	readonly resourceGroup: string;
	readonly name: string;
} {
	const {subscription = '', resourceGroup = ''} = parseArmId(cluster.id) ?? {};
	return {subscription, resourceGroup, name: cluster.name};
}
