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

/** Where a script comes from, for whoever finds it later. */
export type ScriptOrigin = {
	/** The day: `2026-01-31`. */
	readonly made: string;
	readonly version: string;
	/** The practice cluster that it was made for; undefined for a real one, or for files that were handed over. */
	readonly practice: string | undefined;
};

/**
 * A plan as a script to review and run elsewhere, or its undo: the inverse of every step, last one first. The steps come
 * first, because they are what is reviewed; how they are carried out is the same in every script and stands below.
 *
 * @param prelude templates/scripts/prelude.sh: the functions that all scripts share
 */
export function bashScript(plan: Plan, which: BashScript, prelude: string, origin: ScriptOrigin): string {
	const steps = which === 'apply' ? plan.steps.map(explained) : plan.steps.toReversed().map(undo);
	const top = ['#!/usr/bin/env bash', ...heading(plan, which, origin), ''];
	if (steps.length === 0) {
		return `${[...top, 'echo "Nothing to do."'].join('\n')}\n`;
	}

	const lines = [
		...top,
		'set -euo pipefail',
		`cluster=(${clusterWords(plan)})`,
		`steps=${steps.length}`,
		...steps.flatMap((step, index) => definition(step, index + 1, steps.length)),
		'',
		'# How the steps are carried out; nothing below is about this cluster but the last lines.',
		'',
		prelude.trimEnd(),
		'',
		...sharedQueries(steps.map(step => step.change)),
		...(origin.practice === undefined ? [] : [practiceWarning(origin.practice)]),
		...execution(plan, steps, which),
	];
	return `${lines.join('\n')}\n`;
}

function explained(step: Step): Step {
	return {
		...step,
		reason: `Without it: ${step.reason}${step.flows.length === 0 ? '' : `\nOpens: ${step.flows.join(', ')}.`}`,
	};
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

function heading(plan: Plan, which: BashScript, {made, version}: ScriptOrigin): readonly string[] {
	const {cluster, profiles, proof} = plan;
	const {subscription = '', resourceGroup = ''} = parseArmId(cluster.id) ?? {};
	const where = `AKS cluster ${cluster.name} (resource group ${resourceGroup}, subscription ${subscription})`;
	const first =
		which === 'apply'
			? `Opens the network of ${where} for ${profiles.join(', ')}.`
			: `Takes back what apply.sh did to the network of ${where}.`;
	return [
		...comment(first),
		...comment(`Made by aksess ${version} on ${made}.${which === 'apply' ? ' undo.sh takes it back.' : ''}`),
		...(which === 'apply' ? comment(`Proof: ${proof.summary}`) : []),
		...comment(
			'Read it before you run it; --dry-run shows every write. Every step checks first that nothing has changed since it was planned.',
		),
		...comment('Run it again after a failure: steps that are done are passed over.'),
	];
}

function definition(step: Step, number: number, count: number): readonly string[] {
	const {before, after, call} = bashStep(step.change);
	return [
		'',
		...comment(`Step ${number} of ${count}: ${step.title}`),
		...comment(step.reason),
		...(step.danger === undefined ? [] : comment(`CAREFUL: ${step.danger.warning}`)),
		`step_${number}() {`,
		`  title=${quoteBash(printable(step.title))}`,
		`  before=${quoteBash(before)}`,
		`  after=${quoteBash(after)}`,
		...indented(call),
		'}',
	];
}

/** The text of a here-document, and its end, keep their first column. */
function indented(call: readonly string[]): readonly string[] {
	const start = call.findIndex(line => line.includes('<<'));
	return call.map((line, index) => (start === -1 || index <= start ? `  ${line}` : line));
}

function practiceWarning(name: string): string {
	return `say ${quoteBash(printable(`Note: this was made for the practice cluster ${name}, which az finds only where aksess sandbox runs.`))}`;
}

function execution(plan: Plan, steps: readonly Step[], which: BashScript): readonly string[] {
	const count = pluralize(steps.length, 'step');
	const flows = [...new Set(plan.steps.flatMap(step => step.flows))];
	const end = which === 'apply' ? `Open now: ${flows.join(', ')}.` : 'Everything is as it was before apply.sh.';
	const programs = programsFor(steps.map(step => step.change));
	return [
		...programs.map(program => `need ${program}`),
		...(programs.includes('kubectl') ? ['kube_access'] : []),
		lease(plan),
		'say "Checking that the network is still as it was planned from"',
		'each_step look',
		`[ "$dry_run" = yes ] || ask ${quoteBash(`${which === 'apply' ? 'Do' : 'Take back'} ${count}?`)}`,
		'each_step work',
		'if [ "$dry_run" = yes ]; then',
		'  say "Nothing was changed."',
		'else',
		'  each_step read-back',
		`  say ${quoteBash(printable(`Done: ${count}. ${end}`))}`,
		'fi',
	];
}

/** The same lease as `aksess apply` takes, so that the two keep each other away. */
function lease({cluster}: Plan): string {
	return bashCommand('lease_take', `${leasePath(cluster.id)}?api-version=${tagsApiVersion}`, leaseTag(cluster.id));
}

function clusterWords({cluster}: Plan): string {
	const {subscription = '', resourceGroup = '', name = ''} = parseArmId(cluster.id) ?? {};
	return bashCommand('--subscription', subscription, '--resource-group', resourceGroup, '--name', name);
}
