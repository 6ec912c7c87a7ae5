import type {Plan, Step} from '../../plan/plan.js';
import {changeLines} from '../plan/change-lines.js';
import {dangerHeadline} from '../plan/danger-headline.js';
import {foldAdvice} from '../plan/fold-advice.js';
import {otherWays} from '../plan/other-ways.js';
import {escapeMarkdown, inlineCode, tableRow} from './escape-markdown.js';

/** The plan as a page for review: what it opens, step by step with diffs, what it does not do. */
export function markdownPlan(plan: Plan): string {
	const {cluster, profiles, steps, advice, proof, choices} = plan;
	const danger = dangerHeadline(steps);
	const lines = [
		`# Plan for ${escapeMarkdown(cluster.name)}`,
		'',
		`Profiles: ${profiles.map(escapeMarkdown).join(', ')}. ${escapeMarkdown(proof.summary)}`,
		'',
		...(danger === undefined ? [] : [`**${escapeMarkdown(danger)}**`, '']),
		'## Steps',
		'',
		tableRow(['#', 'Step', 'Opens']),
		tableRow(['---', '---', '---']),
		...steps.map((step, index) =>
			tableRow([String(index + 1), escapeMarkdown(step.title), step.flows.map(escapeMarkdown).join(', ')]),
		),
		...steps.flatMap(describeStep),
		...section(
			'Becomes reachable',
			proof.opened.map(({control, what}) => `${what} (${control})`),
		),
		...section(
			'Wider than required',
			proof.opened.flatMap(({what, wider}) =>
				wider === undefined ? [] : [`${what}: ${wider.reason} ${wider.alternative ?? ''}`.trim()],
			),
		),
		...section(
			'Closes',
			proof.closed.map(({what, witness}) => `${what} (for example ${witness})`),
		),
		...section('Not proved', proof.undecided),
		...list(
			'Other ways',
			otherWays(choices).map(
				({requirement, id, texts}) =>
					`- ${inlineCode(`--choose ${requirement}=${id}`)}: ${escapeMarkdown(texts.join(' '))}`,
			),
		),
		...list(
			'By hand',
			foldAdvice(advice).flatMap(({items, commands}) => [
				...items.flatMap(({flows, text, lines: entries}) => [
					`- ${escapeMarkdown(flows.length === 0 ? text : `${flows.join(', ')}: ${text}`)}`,
					...entries.map(entry => `  - ${escapeMarkdown(entry)}`),
				]),
				...commands.map(command => `  - ${inlineCode(command)}`),
			]),
		),
		...section(
			'Still not open after this',
			proof.stillBlocked.map(({flow, verdict, why}) => `${flow} (${verdict}): ${why}`),
		),
	];
	return `${lines.join('\n')}\n`;
}

function describeStep(step: Step, index: number): readonly string[] {
	return [
		'',
		`### ${index + 1}. ${escapeMarkdown(step.title)}`,
		'',
		`Without it: ${escapeMarkdown(step.reason)}`,
		'',
		`${step.flows.length === 0 ? '' : `Opens: ${step.flows.map(escapeMarkdown).join(', ')}. `}Leave out with: ${inlineCode(`--without ${step.id}`)}.`,
		'',
		...(step.danger === undefined ? [] : [`**Careful:** ${escapeMarkdown(step.danger.warning)}`, '']),
		...fenced(changeLines(step.change).map(({sign, text}) => `${sign} ${text}`)),
	];
}

/** A fence longer than any run of backticks inside. */
function fenced(lines: readonly string[]): readonly string[] {
	const runs = lines.flatMap(line => [...line.matchAll(/`+/g)]);
	const longest = runs.reduce((length, [run]) => Math.max(length, run.length), 2);
	const fence = '`'.repeat(longest + 1);
	return [`${fence}diff`, ...lines, fence];
}

function section(title: string, items: readonly string[]): readonly string[] {
	return list(
		title,
		items.map(item => `- ${escapeMarkdown(item)}`),
	);
}

/** Items must be escaped already. */
function list(title: string, items: readonly string[]): readonly string[] {
	return items.length === 0 ? [] : ['', `## ${title}`, '', ...items];
}
