import {Box} from 'ink';
import {longest} from '../../wording/longest.js';
import {Busy} from '../components/busy.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import {selectedKey} from '../list-cursor.js';
import {type DrawRow, drawRows, missingNamespaces} from '../rows/draw-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {On} from '../state.js';
import {blank, line, pad, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** What a profile of one's own is drawn from. */
export function DrawScreen({screen, memory, waiting, theme, width, height}: ScreenProps<'draw'>) {
	const top = [
		line(span('What is the profile to be drawn from?', 'title')),
		...paragraph('You see every row with its evidence before anything is written.', width, 'muted'),
		blank,
	];
	if (waiting.draw !== undefined) {
		const far = screen.progress === undefined ? '' : `: ${screen.progress} %`;
		return (
			<Box flexDirection="column">
				<Lines theme={theme} lines={top} />
				<Busy label={`Looking for hints${far}`} theme={theme} />
			</Box>
		);
	}

	const rows = drawRows(memory);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const lines: ScreenLine[] = [];
	let at = 0;
	const nameWidth = Math.min(longest(rows.map(({name}) => name)) + 2, Math.floor(width * 0.5));
	for (const group of ['registries', 'namespaces', 'logs'] as const) {
		const members = rows.filter(row => row.group === group);
		const missing = group === 'namespaces' ? missingNamespaces(memory) : undefined;
		if (members.length > 0 || missing !== undefined) {
			const remark = missing === undefined ? [] : paragraph(missing, width, 'unsure');
			lines.push(...(lines.length > 0 ? [blank] : []), line(span(titles[group], 'title')), ...remark);
		}

		for (const row of members) {
			if (row.key === selected) {
				at = lines.length;
			}

			lines.push(rowLine(row, row.key === selected, {nameWidth, width}, screen, theme));
		}
	}

	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[...top, ...windowLines(lines, at, height - top.length, theme)]} />
		</Box>
	);
}

const titles = {
	registries: 'Registries that no profile names',
	namespaces: 'What runs in a namespace',
	logs: 'What was seen',
} as const;

type Widths = {readonly nameWidth: number; readonly width: number};

function rowLine(
	row: DrawRow,
	isSelected: boolean,
	{nameWidth, width}: Widths,
	{editing, masked}: On<'draw'>,
	theme: Theme,
): ScreenLine {
	const {glyphs} = theme;
	const mark = row.kind === 'masked' ? `${masked ? glyphs.on : glyphs.off} ` : '';
	const name = pad(truncateMiddle(row.name, nameWidth - 2, glyphs.ellipsis), nameWidth);
	return line(
		span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
		span(mark, masked ? 'text' : 'muted'),
		span(name, isSelected ? 'selected' : 'text'),
		...(editing !== undefined && isSelected
			? [span('File: ', 'muted'), ...fieldSpans(editing, true, theme)]
			: [span(truncateEnd(row.details, width - nameWidth - mark.length - 2, glyphs.ellipsis), 'muted')]),
	);
}
