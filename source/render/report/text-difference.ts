import {printableValue} from '../printable.js';
import {wrap} from '../wrap.js';
import {type ReportedDifference, type ReportedFlowChange, spellOrigins} from './difference.js';
import type {Paint, Role} from './paint.js';

/** Flows first, then everything else that opened or closed. */
export function textDifference(difference: ReportedDifference, paint: Paint, columns: number): string {
	const {won, lost, changed, opened, closed, undecided} = printableValue(difference);
	const sections = [
		flowSection('Lost', 'blocked', lost, paint, columns),
		flowSection('Won', 'allowed', won, paint, columns),
		flowSection('Other verdicts', 'undecided', changed, paint, columns),
		section(
			'Opened',
			'added',
			opened.flatMap(({control, resource, what, wider, at}) => [
				`+ ${what}  (${control}, ${resource})${by(at)}`,
				...(wider === undefined ? [] : [`  ${wider.reason} For example ${wider.witness}.`]),
			]),
			paint,
			columns,
		),
		section(
			'Closed',
			'removed',
			closed.map(
				({control, resource, what, witness, at}) =>
					`- ${what}, for example ${witness}  (${control}, ${resource})${by(at)}`,
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

function by(at: ReportedFlowChange['at']): string {
	const origins = spellOrigins(at);
	return origins === '' ? '' : `, by ${origins}`;
}

function flowSection(
	title: string,
	role: Role,
	changes: readonly ReportedFlowChange[],
	paint: Paint,
	columns: number,
): readonly string[] {
	return changes.length === 0
		? []
		: [
				paint('strong', title),
				...changes.flatMap(change => [
					paint(role, `  ${change.flow}: ${change.before} → ${change.after}`),
					...aboutFlow(change).flatMap(line =>
						wrap(line, columns - 6).map((part, index) => paint('quiet', `${index === 0 ? '    ' : '      '}${part}`)),
					),
				]),
			];
}

function aboutFlow({because = [], at}: ReportedFlowChange): readonly string[] {
	const origins = spellOrigins(at);
	return [...new Set(because.map(({why}) => why)), ...(origins === '' ? [] : [`By ${origins}`])];
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
