import type {Advice, Plan, Step} from '../../plan/plan.js';
import {printableValue} from '../printable.js';
import type {Paint} from '../report/paint.js';
import {wrap} from '../wrap.js';
import {adviceByCommands} from './advice-by-commands.js';
import {changeLines} from './change-lines.js';
import {dangerHeadline} from './danger-headline.js';
import {type OtherWay, otherWays} from './other-ways.js';

/** For people: the proof first, then each step with what it changes, then what is left to do by hand. */
export function textPlan(plan: Plan, paint: Paint, columns: number): string {
	// Changes are made printable line by line where they are spelled out: their texts may have several lines.
	const {cluster, profiles, choices, advice, proof} = printableValue({...plan, steps: []});
	const {steps} = plan;
	const danger = dangerHeadline(steps);
	const lines = [
		`${paint('strong', `Plan for ${cluster.name}`)}  ${paint('quiet', profiles.join(', '))}`,
		...wrap(proof.summary, columns),
		...(danger === undefined ? [] : wrap(danger, columns).map(line => paint('removed', line))),
		...steps.flatMap((step, index) => describeStep(step, index, paint, columns)),
		...section(
			'Becomes reachable',
			proof.opened.flatMap(({control, what}) => indent(wrap(`${what} (${control})`, columns - 2))),
			paint,
		),
		...proof.opened.flatMap(({what, wider}) =>
			wider === undefined
				? []
				: ['', ...wrap(`Wider than required: ${what}. ${wider.reason} ${wider.alternative ?? ''}`.trim(), columns)],
		),
		...proof.closed.flatMap(({what, witness}) => ['', ...wrap(`Closes: ${what} (for example ${witness}).`, columns)]),
		...proof.undecided.flatMap(question => ['', ...wrap(`Not proved: ${question}`, columns)]),
		...section(
			'Other ways',
			otherWays(choices).flatMap(way => describeWay(way, columns)),
			paint,
		),
		...section(
			'By hand',
			adviceByCommands(advice).flatMap(items => describeAdvice(items, paint, columns)),
			paint,
		),
		...section(
			'Still not open after this',
			proof.stillBlocked.flatMap(({flow, verdict, why}) => indent(wrap(`${flow} (${verdict}): ${why}`, columns - 2))),
			paint,
		),
	];
	return `${lines.join('\n')}\n`;
}

function describeStep({change, ...step}: Step, index: number, paint: Paint, columns: number): readonly string[] {
	const {id, title, reason, flows, danger} = printableValue(step);
	return [
		'',
		paint('strong', `${index + 1}. ${title}`),
		...indent(wrap(`Without it: ${reason}`, columns - 3), 3),
		...(flows.length === 0 ? [] : indent(wrap(`Opens: ${flows.join(', ')}.`, columns - 3), 3)),
		...(danger === undefined
			? []
			: indent(wrap(`Careful: ${danger.warning}`, columns - 3), 3).map(line => paint('removed', line))),
		paint('quiet', `   Leave out with: --without ${id}`),
		...changeLines(change).map(({sign, text}) => {
			const line = `   ${sign} ${text}`;
			return sign === ' ' ? paint('quiet', line) : paint(sign === '+' ? 'added' : 'removed', line);
		}),
	];
}

function describeWay({requirement, id, texts}: OtherWay, columns: number): readonly string[] {
	return [...indent(wrap(`${requirement}: ${texts.join(' ')}`, columns - 2)), `    --choose ${requirement}=${id}`];
}

function describeAdvice(items: readonly Advice[], paint: Paint, columns: number): readonly string[] {
	return [
		...items.flatMap(({flows, text}) =>
			indent(wrap(`${flows.length === 0 ? '' : `${flows.join(', ')}: `}${text}`, columns - 2)),
		),
		...(items[0]?.commands ?? []).map(command => `    ${paint('quiet', command)}`),
	];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
	return lines.length === 0 ? [] : ['', paint('strong', title), ...lines];
}

function indent(lines: readonly string[], by = 2): readonly string[] {
	return lines.map(line => `${' '.repeat(by)}${line}`);
}
