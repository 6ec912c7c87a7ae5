import {longest} from '../../wording/longest.js';
import {readTopology} from '../advance/journey.js';
import {entrances} from '../components/entrances.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import {selectedKey, windowAround} from '../list-cursor.js';
import {endProblem, endRows} from '../rows/end-rows.js';
import type {ScreenProps} from '../screen-props.js';
import {type On, sourceName} from '../state.js';
import {blank, line, pad, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** May this reach that: both ends are typed, with the names that were read. */
export function EndsScreen({screen, memory, theme, width, height}: ScreenProps<'ends'>) {
	const topology = readTopology(memory);
	const name = memory.source === undefined ? 'the cluster' : sourceName(memory.source);
	const rows = endRows(screen, topology);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const top = [
		line(span(`What is to reach what on ${name}?`, 'title')),
		entrances('ends', theme),
		line(span('No profile is needed, and nothing is remembered.', 'muted')),
		blank,
		fieldLine('From', screen, 'from', theme),
		fieldLine('To  ', screen, 'to', theme),
		blank,
		...problemLines(screen, rows.length === 0, endProblem(screen, topology), theme, width),
	];
	const at = rows.findIndex(({key}) => key === selected);
	const room = height - top.length;
	const {first, count} = windowAround(rows.length, Math.max(0, at), room);
	const inSight = rows.slice(first, first + count);
	const nameWidth = Math.min(longest(inSight.map(row => row.name)), Math.floor(width * 0.7));
	const lines = rows.map(row => {
		const isSelected = row.key === selected;
		return line(
			span(isSelected ? theme.glyphs.pointer : theme.glyphs.noPointer, 'selected'),
			span(
				pad(truncateMiddle(row.name, nameWidth, theme.glyphs.ellipsis), nameWidth),
				isSelected ? 'selected' : 'text',
			),
			span(`  ${truncateEnd(row.details, width - nameWidth - 4, theme.glyphs.ellipsis)}`, 'muted'),
		);
	});
	return <Lines theme={theme} lines={[...top, ...windowLines(lines, at, room, theme)]} />;
}

const hints = {
	from: 'pod, deployment/NAME, namespace, subnet, internet, nodes, address',
	to: 'HOST:PORT, ADDRESS:PORT, service, POD:PORT, api-server',
} as const;

function fieldLine(title: string, screen: On<'ends'>, end: 'from' | 'to', theme: Theme): ScreenLine {
	const isHere = screen.end === end;
	const field = screen[end];
	const hint = field.text === '' ? [span(` ${hints[end]}`, 'muted')] : [];
	return line(
		span(isHere ? theme.glyphs.pointer : theme.glyphs.noPointer, 'selected'),
		span(`${title}  `, isHere ? 'selected' : 'muted'),
		...fieldSpans(field, isHere, theme),
		...(isHere ? hint : []),
	);
}

/** While it is typed a word is not wrong yet: then only that nothing fits is worth a line. */
function problemLines(
	screen: On<'ends'>,
	isAlone: boolean,
	problem: string | undefined,
	{glyphs}: Theme,
	width: number,
): readonly ScreenLine[] {
	if (problem === undefined || screen[screen.end].text === '' || (!isAlone && !screen.refused)) {
		return [];
	}

	return screen.refused
		? [...paragraph(`${glyphs.verdicts.blocked} ${problem}`, width, 'bad', '  '), blank]
		: [...paragraph(problem, width, 'muted'), blank];
}
