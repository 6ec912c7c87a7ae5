import {Box} from 'ink';
import type {Assessment} from '../../controls/assess.js';
import type {Verdict} from '../../controls/verdict.js';
import {pluralize} from '../../plan/pluralize.js';
import {causesOf} from '../../wording/cause.js';
import {controlNames} from '../../wording/control-names.js';
import {longest} from '../../wording/longest.js';
import {Busy} from '../components/busy.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {listWidthOf, SplitView} from '../components/split-view.js';
import {rowDetails} from '../finding-details.js';
import {formatTraffic} from '../format-traffic.js';
import {selectedKey} from '../list-cursor.js';
import {countVerdicts, type FindingGroup, type FindingRow, findingGroups} from '../rows/finding-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {On} from '../state.js';
import {blank, line, pad, type ScreenLine, type Span, span, truncateEnd, truncateMiddle} from '../text.js';
import {roleOf, type Theme} from '../theme.js';

/** What stops flows and which, by cause or flow by flow; for the selected one, why, and its way through the controls. */
export function FindingsScreen({screen, memory, waiting, theme, width, height, report}: ScreenProps<'findings'>) {
	const {inspection} = memory;
	if (inspection === undefined || waiting.reassess !== undefined) {
		return <Busy label="Judging every flow with your answers" theme={theme} />;
	}

	const groups = findingGroups(inspection.assessment, {...screen.view, search: screen.search.text});
	const rows = groups.flatMap(group => group.rows);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const row = rows.find(({key}) => key === selected);
	const listWidth = listWidthOf(width, theme);
	const {lines, at} = listLines(groups, selected, theme, listWidth);
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={topLines(inspection.assessment, screen, theme)} />
			<SplitView
				theme={theme}
				width={width}
				height={height - 2}
				list={lines}
				selected={at}
				title={row === undefined ? 'Nothing fits' : titleOf(row)}
				details={room => (row === undefined ? [] : rowDetails(row, theme, room))}
				focus={screen.focus}
				scroll={screen.scroll}
				onScrolled={to => {
					report({type: 'scrolled', to});
				}}
				// The name of a rule says most of it; of a flow its way does.
				listHeight={Math.ceil((height - 2) * (screen.view.grouping === 'cause' ? 2 / 3 : 1 / 2))}
			/>
		</Box>
	);
}

/** The counts of everything, and below what is looked at of it. */
function topLines(
	assessment: Assessment,
	{view, search, searching}: On<'findings'>,
	theme: Theme,
): readonly ScreenLine[] {
	const narrowed: Span[] = [];
	if (view.control !== undefined) {
		narrowed.push(span('Only: ', 'muted'), span(controlNames[view.control], 'accent'), span('   '));
	}

	if (searching || search.text !== '') {
		narrowed.push(span('Search: ', 'muted'), ...fieldSpans(search, searching, theme));
	}

	return [summaryLine(countVerdicts(assessment), theme), narrowed.length === 0 ? blank : narrowed];
}

function listLines(
	groups: readonly FindingGroup[],
	selected: string | undefined,
	theme: Theme,
	width: number,
): {readonly lines: readonly ScreenLine[]; readonly at: number} {
	const lines: ScreenLine[] = [];
	let at = 0;
	const columns = columnsOf(groups, width);
	for (const {verdict, title, count, causes, rows} of groups) {
		const role = verdict === undefined ? 'title' : roleOf(verdict);
		const by = causes === undefined || causes === 0 ? '' : ` by ${pluralize(causes, 'rule')}`;
		lines.push(...(lines.length > 0 ? [blank] : []), line(span(title, role), span(` ${count}${by}`, 'muted')));
		for (const row of rows) {
			if (row.key === selected) {
				at = lines.length;
			}

			lines.push(rowLine(row, row.key === selected, columns, theme, width));
		}
	}

	return {lines, at};
}

type Columns = {
	/** Of a flow's name. */
	readonly flow: number;
	/** Of a place and its rule, before what they decide about. */
	readonly cause: number;
};

const remarkWidth = 14;

/** As wide as the longest entry where there is room; the rule is what a reader looks for, so it gets the most. */
function columnsOf(groups: readonly FindingGroup[], width: number): Columns {
	const rows = groups.flatMap(group => group.rows);
	const flows = rows.map(row => (row.kind === 'finding' && row.verdict !== 'allowed' ? titleOf(row) : ''));
	const causes = rows.map(row => (row.kind === 'cause' ? `${row.cause.place}  ${row.cause.rule}` : ''));
	const room = width - 5;
	return {
		flow: Math.min(Math.max(20, longest(flows)), Math.floor(room * 0.38)),
		cause: Math.min(Math.max(20, longest(causes)), room - remarkWidth - 3),
	};
}

function titleOf(row: FindingRow): string {
	switch (row.kind) {
		case 'cause': {
			const [only, ...more] = row.findings;
			return only !== undefined && more.length === 0 ? only.flow.id : row.cause.place;
		}

		case 'finding': {
			return row.finding.flow.id;
		}

		case 'unbound': {
			return row.requirement.requirement;
		}

		case 'note': {
			return 'Note';
		}
	}
}

export function summaryLine(counts: Readonly<Record<Verdict, number>>, {glyphs, screenReader}: Theme): ScreenLine {
	const words = {
		blocked: 'blocked',
		undecided: 'undecided',
		allowed: 'allowed',
		'not-applicable': 'not applicable',
	} as const;
	return (['blocked', 'undecided', 'allowed', 'not-applicable'] as const).flatMap((verdict, index): readonly Span[] => {
		const role = counts[verdict] === 0 ? 'muted' : roleOf(verdict);
		const sign = screenReader ? '' : `${glyphs.verdicts[verdict]} `;
		return [
			span(index === 0 ? '' : screenReader ? ', ' : '    '),
			span(`${sign}${counts[verdict]} ${words[verdict]}`, role),
		];
	});
}

function rowLine(row: FindingRow, isSelected: boolean, columns: Columns, theme: Theme, width: number): ScreenLine {
	const {glyphs, screenReader} = theme;
	const lead = isSelected ? glyphs.pointer : glyphs.noPointer;
	const role = isSelected ? 'selected' : 'text';
	if (row.kind === 'note') {
		const room = width - lead.length - glyphs.note.length;
		return line(
			span(lead, 'selected'),
			span(glyphs.note, 'unsure'),
			span(truncateEnd(row.text, room, glyphs.ellipsis), role),
		);
	}

	const sign = glyphs.verdicts[row.verdict];
	const isBelow = row.kind === 'finding' && row.under !== undefined;
	const indent = isBelow && !screenReader ? '  ' : '';
	const room = width - lead.length - sign.length - 1 - indent.length;
	const content =
		row.kind === 'cause' ? causeContent(row, columns, theme, role, room) : flowContent(row, columns, theme, role, room);
	return line(span(lead, 'selected'), span(indent), span(`${sign} `, roleOf(row.verdict)), ...content);
}

/** `NSG nsg-snet-aks  DenyAllOtherIn (4000)   4 flows`; a single flow by its name. */
function causeContent(
	{cause: {place, rule}, findings, isOpen}: Extract<FindingRow, {kind: 'cause'}>,
	{cause}: Columns,
	{glyphs, screenReader}: Theme,
	role: 'selected' | 'text',
	room: number,
): ScreenLine {
	const [only, ...more] = findings;
	const what =
		only !== undefined && more.length === 0
			? only.flow.id
			: `${pluralize(findings.length, 'flow')} ${isOpen ? glyphs.opened : glyphs.folded}`;
	if (screenReader) {
		return line(`${place}, ${rule}: ${what}`);
	}

	const named = truncateEnd(place, cause, glyphs.ellipsis);
	const ruled = truncateEnd(rule, cause - named.length - 2, glyphs.ellipsis);
	return line(
		span(named, role),
		span(pad(`  ${ruled}`, cause - named.length)),
		span(`  ${truncateMiddle(what, room - cause - 2, glyphs.ellipsis)}`, 'muted'),
	);
}

function flowContent(
	row: Extract<FindingRow, {kind: 'finding' | 'unbound'}>,
	{flow}: Columns,
	{glyphs, screenReader}: Theme,
	role: 'selected' | 'text',
	room: number,
): ScreenLine {
	const remark = remarkOn(row);
	if (screenReader) {
		return line(`${titleOf(row)}${remark === '' ? '' : `: ${remark.replaceAll('  ', ', ')}`}`);
	}

	return line(
		span(pad(truncateMiddle(titleOf(row), flow, glyphs.ellipsis), flow), role),
		span(`  ${truncateEnd(remark, room - flow - 2, glyphs.ellipsis)}`, 'muted'),
	);
}

/** Behind a flow that does not work: what decides so. Behind the others, and below what decides: where it goes. */
function remarkOn(row: Extract<FindingRow, {kind: 'finding' | 'unbound'}>): string {
	if (row.kind === 'unbound') {
		return row.requirement.why;
	}

	const {flow, verdict} = row.finding;
	const [first, ...more] = verdict === 'blocked' || verdict === 'undecided' ? causesOf(row.finding) : [];
	return first === undefined || row.under !== undefined
		? `to ${flow.to} ${formatTraffic(flow)}`
		: `${first.place}  ${first.rule}${more.length === 0 ? '' : `  +${more.length}`}`;
}
