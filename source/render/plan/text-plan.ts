import type {Plan, Step} from '../../plan/plan.js';
import {pluralize} from '../../plan/pluralize.js';
import {printableValue} from '../printable.js';
import type {Paint} from '../report/paint.js';
import {wrap} from '../wrap.js';
import {changeLines} from './change-lines.js';
import {countedFlows} from './counted-flows.js';
import {dangerHeadline} from './danger-headline.js';
import {type AdviceGroup, foldAdvice} from './fold-advice.js';
import {foldOpenings} from './fold-openings.js';
import {foldSteps, type StepGroup} from './fold-steps.js';
import {type OtherWay, otherWays} from './other-ways.js';

/** `short` folds what is alike and says what; `whole` shows every write, and how each step is left out. */
export type PlanDetail = 'short' | 'whole';

/** For people: the steps, what is left to do by hand, and at the end, where it stays in sight, the proof. */
export function textPlan(plan: Plan, paint: Paint, columns: number, detail: PlanDetail): string {
	// Changes are made printable line by line where they are spelled out: their texts may have several lines.
	const {cluster, profiles, choices, advice, proof, before} = printableValue({...plan, steps: []});
	const {steps} = plan;
	const isShort = detail === 'short';
	const hint = isShort && steps.length > 0 ? ['--verbose shows every write'] : [];
	const about = [...profiles, pluralize(steps.length, 'step'), ...hint];
	const reachable = isShort ? foldOpenings(proof.opened) : proof.opened;
	const lines = [
		`${paint('strong', `Plan for ${cluster.name}`)}  ${paint('quiet', about.join(' · '))}`,
		...(isShort
			? ['', ...foldSteps(steps).flatMap(group => describeGroup(group, before, paint, columns))]
			: steps.flatMap((step, index) => describeStep(step, index, paint, columns))),
		...section(
			'Becomes reachable',
			reachable.flatMap(({control, what}) => indent(wrap(`${what} (${control})`, columns - 2))),
			paint,
		),
		...proof.opened.flatMap(({what, wider}) =>
			wider === undefined
				? []
				: ['', ...wrap(`Wider than required: ${what}. ${wider.reason} ${wider.alternative ?? ''}`.trim(), columns)],
		),
		...section(
			'Other ways',
			otherWays(choices).flatMap(way => (isShort ? nameWay(way, columns) : describeWay(way, columns))),
			paint,
		),
		...section(
			'By hand',
			foldAdvice(advice).flatMap(group => describeAdvice(group, paint, columns)),
			paint,
		),
		...section(
			'Still not open after this',
			proof.stillBlocked.flatMap(({flow, verdict, why}) => indent(wrap(`${flow} (${verdict}): ${why}`, columns - 2))),
			paint,
		),
		...section('Proof', proofLines(plan, paint, columns), paint),
	];
	return `${lines.join('\n')}\n`;
}

function proofLines({steps, proof: said}: Plan, paint: Paint, columns: number): readonly string[] {
	const proof = printableValue(said);
	const danger = dangerHeadline(steps);
	return [
		...proof.closed.map(({what, witness}) => `Closes: ${what} (for example ${witness}).`),
		...proof.undecided.map(question => `Not proved: ${question}`),
		proof.summary,
	]
		.flatMap(text => indent(wrap(text, columns - 2)))
		.concat(danger === undefined ? [] : indent(wrap(danger, columns - 2)).map(line => paint('removed', line)));
}

function describeGroup(
	{first, steps, title}: StepGroup,
	before: Plan['before'],
	paint: Paint,
	columns: number,
): readonly string[] {
	const number = steps.length === 1 ? `${first}.` : `${first}-${first + steps.length - 1}.`;
	const opens = countedFlows([...new Set(steps.flatMap(({flows}) => flows))], before);
	const details = printableValue({title, opens, dangers: steps.flatMap(({danger}) => danger ?? [])});
	const [head = '', ...rest] = wrap(`${number} ${details.title}`, columns - 3);
	return [
		paint('strong', head),
		...indent(rest, 3),
		...(details.opens.length === 0 ? [] : indent(wrap(`Opens: ${details.opens.join(', ')}.`, columns - 3), 3)),
		...details.dangers.flatMap(danger => careful(danger.warning, paint, columns)),
	];
}

function describeStep({change, ...step}: Step, index: number, paint: Paint, columns: number): readonly string[] {
	const {id, title, reason, flows, danger} = printableValue(step);
	return [
		'',
		paint('strong', `${index + 1}. ${title}`),
		...indent(wrap(`Without it: ${reason}`, columns - 3), 3),
		...(flows.length === 0 ? [] : indent(wrap(`Opens: ${flows.join(', ')}.`, columns - 3), 3)),
		...(danger === undefined ? [] : careful(danger.warning, paint, columns)),
		paint('quiet', `   Leave out with: --without ${id}`),
		...changeLines(change).map(({sign, text}) => {
			const line = `   ${sign} ${text}`;
			return sign === ' ' ? paint('quiet', line) : paint(sign === '+' ? 'added' : 'removed', line);
		}),
	];
}

function careful(warning: string, paint: Paint, columns: number): readonly string[] {
	return indent(wrap(`Careful: ${warning}`, columns - 3), 3).map(line => paint('removed', line));
}

function describeWay({requirement, id, texts}: OtherWay, columns: number): readonly string[] {
	return [...indent(wrap(`${requirement}: ${texts.join(' ')}`, columns - 2)), `    --choose ${requirement}=${id}`];
}

function nameWay({requirement, id, titles}: OtherWay, columns: number): readonly string[] {
	const flag = `--choose ${requirement}=${id}`;
	const [first = '', ...rest] = wrap(`${flag} ${titles.join(' ')}`, columns - 5);
	return [`  ${first.replace(flag, `${flag} `)}`, ...indent(rest, 4)];
}

function describeAdvice({items, commands}: AdviceGroup, paint: Paint, columns: number): readonly string[] {
	return [
		...items.flatMap(({flows, text, lines}) => [
			...indent(wrap(`${flows.length === 0 ? '' : `${flows.join(', ')}: `}${text}`, columns - 2)),
			...lines.flatMap(line => indent(wrap(line, columns - 4), 4)),
		]),
		...commands.map(command => `    ${paint('quiet', command)}`),
	];
}

function section(title: string, lines: readonly string[], paint: Paint): readonly string[] {
	return lines.length === 0 ? [] : ['', paint('strong', title), ...lines];
}

function indent(lines: readonly string[], by = 2): readonly string[] {
	return lines.map(line => `${' '.repeat(by)}${line}`);
}
