import type {FlowChange, WorldDifference} from '../../plan/compare/compare-worlds.js';
import {printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import type {Paint, Role} from './paint.js';

/** Flows first, then everything else that opened or closed. */
export function textDifference(difference: WorldDifference, paint: Paint, columns: number): string {
	const {won, lost, changed, opened, closed, undecided} = printableValue(difference);
	const sections = [
		flowSection('Lost', 'blocked', lost, paint),
		flowSection('Won', 'allowed', won, paint),
		flowSection('Other verdicts', 'undecided', changed, paint),
		section(
			'Opened',
			'added',
			opened.flatMap(({control, resource, what, wider}) => [
				`+ ${what}  (${control}, ${resource})`,
				...(wider === undefined ? [] : [`  ${wider.reason} For example ${wider.witness}.`]),
			]),
			paint,
			columns,
		),
		section(
			'Closed',
			'removed',
			closed.map(
				({control, resource, what, witness}) => `- ${what}, for example ${witness}  (${control}, ${resource})`,
			),
			paint,
			columns,
		),
		section('Not decided', 'undecided', undecided, paint, columns),
	].filter(lines => lines.length > 0);
	return sections.length === 0
		? 'No flow is won or lost, and nothing else opened or closed.\n'
		: `${sections.map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function flowSection(title: string, role: Role, changes: readonly FlowChange[], paint: Paint): readonly string[] {
	return changes.length === 0
		? []
		: [
				paint('strong', title),
				...changes.map(({flow, before, after}) => paint(role, `  ${flow}: ${before} → ${after}`)),
			];
}

function section(
	title: string,
	role: Role,
	items: readonly string[],
	paint: Paint,
	columns: number,
): readonly string[] {
	return items.length === 0
		? []
		: [
				paint('strong', title),
				...items.flatMap(item =>
					wrap(item, columns - 4).map((line, index) => paint(role, `${index === 0 ? '  ' : '    '}${line}`)),
				),
			];
}
