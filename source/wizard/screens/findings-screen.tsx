import {Box} from 'ink';
import type {Verdict} from '../../controls/verdict.js';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {SplitView} from '../components/split-view.js';
import {rowDetails} from '../finding-details.js';
import {selectedKey} from '../list-cursor.js';
import {controlNames, pathPicture} from '../path-picture.js';
import {countVerdicts, type FindingRow, findingGroups} from '../rows/finding-rows.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, pad, type ScreenLine, type Span, span, truncateEnd, truncateMiddle} from '../text.js';
import {roleOf, type Theme} from '../theme.js';

/** Every flow with its verdict; for the selected one, its path through the controls and why each decided so. */
export function FindingsScreen({screen, memory, waiting, theme, width, height, report}: ScreenProps<'findings'>) {
	const {inspection} = memory;
	if (inspection === undefined || waiting.reassess !== undefined) {
		return <Busy label="Judging every flow with your answers" theme={theme} />;
	}

	const groups = findingGroups(inspection.assessment);
	const rows = groups.flatMap(group => group.rows);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const row = rows.find(({key}) => key === selected);
	const listWidth = width >= 112 && !theme.screenReader ? Math.floor(width * 0.44) : width;
	const lines: ScreenLine[] = [];
	let at = 0;
	for (const {verdict, title, rows: members} of groups) {
		const role = verdict === undefined ? 'title' : roleOf(verdict);
		lines.push(...(lines.length > 0 ? [blank] : []), line(span(title, role), span(` ${members.length}`, 'muted')));
		for (const member of members) {
			if (member.key === selected) {
				at = lines.length;
			}

			lines.push(rowLine(member, member.key === selected, theme, listWidth));
		}
	}

	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[summaryLine(countVerdicts(inspection.assessment), theme), blank]} />
			<SplitView
				theme={theme}
				width={width}
				height={height - 2}
				list={lines}
				selected={at}
				title={row === undefined ? '' : titleOf(row)}
				details={room => (row === undefined ? [] : details(row, theme, room))}
				focus={screen.focus}
				scroll={screen.scroll}
				onScrolled={to => {
					report({type: 'scrolled', to});
				}}
			/>
		</Box>
	);
}

function details(row: FindingRow, theme: Theme, width: number): readonly ScreenLine[] {
	const picture = row.kind === 'finding' ? [...pathPicture(row.finding, theme, width), blank] : [];
	return [...picture, ...rowDetails(row, theme, width)];
}

function titleOf(row: FindingRow): string {
	switch (row.kind) {
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

function rowLine(row: FindingRow, isSelected: boolean, {glyphs}: Theme, width: number): ScreenLine {
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
	const titleWidth = Math.min(44, Math.floor(width * 0.52));
	const room = width - lead.length - sign.length - 2 - titleWidth - 1;
	return line(
		span(lead, 'selected'),
		span(`${sign} `, roleOf(row.verdict)),
		span(pad(truncateMiddle(titleOf(row), titleWidth, glyphs.ellipsis), titleWidth + 1), role),
		span(truncateEnd(remarkOn(row), room, glyphs.ellipsis), 'muted'),
	);
}

/** Behind a blocked flow: who blocks it. Behind the others: where it goes. */
function remarkOn(row: Exclude<FindingRow, {kind: 'note'}>): string {
	if (row.kind === 'unbound') {
		return row.requirement.why;
	}

	const deciding = row.finding.trail.filter(({verdict}) => verdict === row.verdict);
	const names = [...new Set(deciding.map(({control}) => controlNames[control]))].join(', ');
	return row.verdict === 'blocked' || row.verdict === 'undecided'
		? `by ${names}`.replace(/^by $/, '')
		: `to ${row.finding.flow.to}`;
}
