import {pluralize} from '../../plan/pluralize.js';
import {escapeMarkdown, inlineCode, tableRow} from '../markdown/escape-markdown.js';
import {type ReportedDifference, type ReportedFlowChange, spellOrigins} from './difference.js';

/** For a comment on the pull request that holds the change. */
export function markdownDifference({won, lost, changed, opened, closed, undecided}: ReportedDifference): string {
	const lines = [
		'# What the change does to the network',
		'',
		`${pluralize(lost.length, 'required flow')} lost, ${won.length} won, ${pluralize(changed.length, 'other verdict')} changed; ` +
			`${pluralize(opened.length, 'opening')}, ${pluralize(closed.length, 'closing')}.`,
		...flowTable('Lost', lost),
		...flowTable('Won', won),
		...flowTable('Other verdicts', changed),
		...effectTable(
			'Opened',
			opened.map(({wider, ...effect}) => ({...effect, remark: wider?.reason ?? 'Required.'})),
		),
		...effectTable(
			'Closed',
			closed.map(({witness, ...effect}) => ({...effect, remark: `For example ${witness}.`})),
		),
		...(undecided.length === 0
			? []
			: ['', '## Not decided', '', ...undecided.map(sentence => `- ${escapeMarkdown(sentence)}`)]),
	];
	return `${lines.join('\n')}\n`;
}

function flowTable(title: string, changes: readonly ReportedFlowChange[]): readonly string[] {
	return changes.length === 0
		? []
		: [
				'',
				`## ${title}`,
				'',
				tableRow(['Flow', 'Way', 'Before', 'After', 'Why', 'By']),
				tableRow(['---', '---', '---', '---', '---', '---']),
				...changes.map(({flow, route, before, after, because = [], at}) =>
					tableRow([
						escapeMarkdown(flow),
						escapeMarkdown(route ?? ''),
						before,
						after,
						[...new Set(because.map(({why}) => why))].map(escapeMarkdown).join('<br>'),
						escapeMarkdown(spellOrigins(at)),
					]),
				),
			];
}

type Effect = {
	readonly control: string;
	readonly resource: string;
	readonly what: string;
	readonly remark: string;
	readonly at?: ReportedFlowChange['at'];
};

function effectTable(title: string, effects: readonly Effect[]): readonly string[] {
	return effects.length === 0
		? []
		: [
				'',
				`## ${title}`,
				'',
				tableRow(['What', 'Control', 'Resource', 'Remark', 'By']),
				tableRow(['---', '---', '---', '---', '---']),
				...effects.map(({what, control, resource, remark, at}) =>
					tableRow([
						escapeMarkdown(what),
						control,
						inlineCode(resource),
						escapeMarkdown(remark),
						escapeMarkdown(spellOrigins(at)),
					]),
				),
			];
}
