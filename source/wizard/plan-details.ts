import type {Change} from '../plan/change.js';
import {recordOf} from '../plan/changes/change-records.js';
import type {Advice, Choice, Danger, Plan, Step} from '../plan/plan.js';
import type {Proof} from '../plan/proof.js';
import {changeLines} from '../render/plan/change-lines.js';
import {controlNames} from '../wording/control-names.js';
import {withContext} from './difference-context.js';
import type {PlanRow} from './rows/plan-rows.js';
import {
	blank,
	labelled,
	line,
	paragraph,
	type ScreenLine,
	sentence,
	span,
	truncateMiddle,
	wrapCode,
	wrapLine,
} from './text.js';
import type {Theme} from './theme.js';

const labelWidth = 10;
const servedWidth = 12;

export type StepView = {
	readonly showing: 'difference' | 'commands';
	readonly commandsFor: (step: Step) => readonly string[];
};

/** Everything there is to say about a row of the plan, wrapped to a width. */
export function planDetails(
	row: PlanRow,
	plan: Plan | undefined,
	view: StepView,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	switch (row.kind) {
		case 'step': {
			return stepDetails(row.step, row.on, view, theme, width);
		}

		case 'policies': {
			return policiesDetails(row.steps, view, theme, width);
		}

		case 'choice': {
			return choiceDetails(row.choice, theme, width);
		}

		case 'advice': {
			return adviceDetails(row.advice, width);
		}

		case 'proof': {
			return plan === undefined ? [] : proofDetails(plan.proof, theme, width);
		}
	}
}

export function stepDetails(
	step: Step,
	isOn: boolean,
	{showing, commandsFor}: StepView,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	return [
		...(isOn ? [] : [line(span('Switched off: it will not be written or applied.', 'unsure'))]),
		...writtenLines(step, theme, width),
		...(showing === 'difference' ? differenceLines(step, theme, width) : commandLines(commandsFor(step), width)),
		blank,
		...servedLines([step], width),
	];
}

/** What a step does and what may come of it, for the moment in which it is allowed. */
export function askedStepLines(step: Step, theme: Theme, width: number): readonly ScreenLine[] {
	return [
		...writtenLines(step, theme, width),
		...differenceLines(step, theme, width),
		blank,
		...servedLines([step], width),
	];
}

/** The danger, and where it is written. */
function writtenLines({danger, change}: Step, theme: Theme, width: number): readonly ScreenLine[] {
	const place = truncateMiddle(placeOf(change), width - labelWidth, theme.glyphs.ellipsis);
	return [...dangerLines(danger, theme, width), ...labelled('In', line(place), width, labelWidth)];
}

/** What steps are good for; what they write is the more urgent question. */
function servedLines(steps: readonly Step[], width: number): readonly ScreenLine[] {
	const after = [...new Set(steps.flatMap(step => step.after))];
	return [
		...labelled('Opens', line([...new Set(steps.flatMap(({flows}) => flows))].join(', ')), width, servedWidth),
		...labelled('Without it', line([...new Set(steps.map(({reason}) => reason))].join(' ')), width, servedWidth),
		...(after.length > 0 ? labelled('After', line(after.join(', ')), width, servedWidth) : []),
	];
}

/** Policies of one purpose: what all of them are good for, then what each writes. */
function policiesDetails(
	steps: readonly Step[],
	{showing, commandsFor}: StepView,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	return [
		...servedLines(steps, width),
		...steps.flatMap(step => [
			blank,
			...paragraph(step.title, width, 'title'),
			...(showing === 'difference' ? differenceLines(step, theme, width) : commandLines(commandsFor(step), width)),
		]),
	];
}

/** What is written to. */
function placeOf(change: Change): string {
	const target = recordOf(change).target(change);
	if (typeof target === 'string') {
		return target;
	}

	const {kind, namespace, name} = target;
	return namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}

function dangerLines(danger: Danger | undefined, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	return danger === undefined
		? []
		: wrapLine(line(span(`${glyphs.warning} Danger: `, 'danger'), span(danger.warning, 'bad')), width, '  ');
}

export function differenceLines({change}: Step, {glyphs, screenReader}: Theme, width: number): readonly ScreenLine[] {
	const words = {'+': 'added: ', '-': 'removed: ', ' ': ''} as const;
	const roles = {'+': 'added', '-': 'removed', ' ': 'muted'} as const;
	return withContext(changeLines(change), 3).flatMap((row): readonly ScreenLine[] => {
		if ('skipped' in row) {
			return [line(span(`  ${glyphs.ellipsis} ${row.skipped} lines stay as they are`, 'muted'))];
		}

		const {sign, text} = row;
		const lead = screenReader ? words[sign] : `${sign} `;
		const role = roles[sign];
		// No line is cut: the whole of what will be written must be readable.
		return wrapCode(text, width - lead.length, role).map((content, index) => [
			span(index === 0 || !screenReader ? lead : '', role),
			...content,
		]);
	});
}

function commandLines(commands: readonly string[], width: number): readonly ScreenLine[] {
	return commands.flatMap(command => wrapCode(command, width, 'code'));
}

function choiceDetails({taken, options, control}: Choice, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const none = {
		id: 'none',
		title: 'Leave it blocked',
		opens: `Nothing is changed at the ${controlNames[control]} for this flow.`,
		onRequest: false,
	};
	return [...options, none].flatMap(({id, title, opens, onRequest}) => {
		const isTaken = id === (taken ?? 'none');
		const request = onRequest ? [span('  only when asked for', 'unsure')] : [];
		return [
			line(
				span(isTaken ? glyphs.pointer : glyphs.noPointer, 'selected'),
				span(title, isTaken ? 'selected' : 'text'),
				span(`  ${id}`, 'muted'),
				...request,
			),
			...paragraph(opens, width - 2, 'muted').map(rest => [span('  '), ...rest]),
		];
	});
}

function adviceDetails({text, flows, commands}: Advice, width: number): readonly ScreenLine[] {
	return [
		...paragraph(text, width),
		...labelled('Concerns', line(flows.join(', ')), width, labelWidth),
		...(commands.length > 0
			? [blank, line(span('To do it yourself:', 'muted')), ...commandLines(commands, width)]
			: []),
	];
}

/** The proof in sentences: what is won, what opens, what closes, what stays. */
export function proofDetails(proof: Proof, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const {won, opened, closed, stillBlocked, undecided} = proof;
	const wider = opened.filter(item => item.wider !== undefined);
	const exact = opened.filter(item => item.wider === undefined);
	const item = (text: string): readonly ScreenLine[] => paragraph(`${glyphs.bullet} ${text}`, width, 'text', '  ');
	const part = (
		title: string,
		role: Parameters<typeof span>[1],
		lines: readonly ScreenLine[],
	): readonly ScreenLine[] => (lines.length === 0 ? [] : [line(span(title, role)), ...lines, blank]);
	return [
		...paragraph(sentence(proof.summary), width, 'title'),
		blank,
		...part(
			'Closes what was open',
			'danger',
			closed.flatMap(({what, witness}) => item(`${what}, for example ${witness}`)),
		),
		...part(
			'Opens more than was asked for',
			'unsure',
			wider.flatMap(({what, wider: more}) => [
				...item(`${what}. ${more?.reason ?? ''} For example ${more?.witness ?? ''}.`),
				...(more?.alternative === undefined ? [] : paragraph(`  Narrower: ${more.alternative}`, width, 'muted', '  ')),
			]),
		),
		...part('Works afterwards', 'good', won.length === 0 ? [] : paragraph(won.join(', '), width)),
		...part(
			'Opens exactly',
			'text',
			exact.flatMap(({what}) => item(what)),
		),
		...part(
			'Stays as it is',
			'unsure',
			stillBlocked.flatMap(({flow, verdict, why}) => item(`${flow}, ${verdict}: ${why}`)),
		),
		...part(
			'Neither proved nor refuted',
			'unsure',
			undecided.flatMap(text => item(text)),
		),
	];
}
