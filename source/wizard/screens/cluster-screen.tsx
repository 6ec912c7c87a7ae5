import {Box} from 'ink';
import {longest} from '../../wording/longest.js';
import {Busy} from '../components/busy.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import {selectedKey} from '../list-cursor.js';
import {type ClusterRow, clusterRows} from '../rows/cluster-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {Memory} from '../state.js';
import {blank, line, pad, paragraph, type ScreenLine, span, textOf, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** Which cluster: those of the subscriptions, and practice worlds for trying things out. */
export function ClusterScreen({screen, memory, theme, width, height}: ScreenProps<'cluster'>) {
	const rows = clusterRows(memory, screen.filter.text);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const {lines, at} = listLines(rows, selected, memory, theme, width);
	const isLoading = memory.clusters.state === 'loading';
	const top = [
		line(span('Which cluster?', 'title')),
		screen.filtering || screen.filter.text !== ''
			? line(span('Search: ', 'muted'), ...fieldSpans(screen.filter, screen.filtering, theme))
			: line(span('Reading changes nothing; you see every change before it is made.', 'muted')),
		blank,
	];
	const row = rows.find(({key}) => key === selected);
	// Beside each name stand a few words; below, all of it about the selected one.
	const isCut = row !== undefined && !textOf(lines[at] ?? []).endsWith(row.details.slice(-8));
	const more = row?.description ?? (isCut ? row?.details : undefined);
	const below = more === undefined ? [] : [blank, ...paragraph(more, width)];
	const room = height - top.length - (isLoading ? 2 : 0) - below.length;
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={top} />
			{isLoading ? (
				<Box marginBottom={theme.screenReader ? 0 : 1}>
					<Busy label="Listing your clusters. Practice clusters can be chosen at once." theme={theme} />
				</Box>
			) : undefined}
			<Lines theme={theme} lines={[...windowLines(lines, at, room, theme), ...below]} />
		</Box>
	);
}

const titles = {folder: 'Files', clusters: 'Your clusters', worlds: 'Practice clusters'} as const;

function listLines(
	rows: readonly ClusterRow[],
	selected: string | undefined,
	memory: Memory,
	theme: Theme,
	width: number,
): {readonly lines: readonly ScreenLine[]; readonly at: number} {
	const lines: ScreenLine[] = [];
	let at = 0;
	const nameWidth = Math.min(Math.max(12, longest(rows.map(({name}) => name))) + 2, Math.floor(width * 0.4));
	for (const group of ['folder', 'clusters', 'worlds'] as const) {
		const members = rows.filter(row => row.group === group);
		const remarks = remarksOn(group, members.length, memory, theme, width);
		if (members.length + remarks.length > 0) {
			lines.push(...(lines.length > 0 ? [blank] : []), line(span(titles[group], 'title')), ...remarks);
		}

		for (const row of members) {
			if (row.key === selected) {
				at = lines.length;
			}

			lines.push(rowLine(row, row.key === selected, nameWidth, theme, width));
		}
	}

	return {
		lines:
			lines.length > 0 || memory.worlds.state === 'loading'
				? lines
				: [line(span('Nothing matches the search.', 'muted'))],
		at,
	};
}

function rowLine(
	{name, details}: ClusterRow,
	isSelected: boolean,
	nameWidth: number,
	{glyphs}: Theme,
	width: number,
): ScreenLine {
	const label = pad(truncateMiddle(name, nameWidth - 2, glyphs.ellipsis), nameWidth);
	const separated = glyphs.bullet === '-' ? details.replaceAll(' · ', ', ') : details;
	return line(
		span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
		span(label, isSelected ? 'selected' : 'text'),
		span(truncateEnd(separated, width - nameWidth - 2, glyphs.ellipsis), 'muted'),
	);
}

function remarksOn(
	group: 'folder' | 'clusters' | 'worlds',
	members: number,
	{clusters, worlds}: Memory,
	{glyphs}: Theme,
	width: number,
): readonly ScreenLine[] {
	const listed = group === 'clusters' ? clusters : group === 'worlds' ? worlds : undefined;
	if (listed?.state === 'failed') {
		const {code, message, next} = listed.problem;
		if (code === 'not-signed-in') {
			return [line(span('  Not signed in to Azure (az login, then r); practice clusters work without.', 'unsure'))];
		}

		return [
			...paragraph(message, width - 2, 'unsure').map(content => [span('  '), ...content]),
			...next.flatMap(step =>
				paragraph(`${glyphs.bullet} ${step}`, width - 2).map(content => [span('  '), ...content]),
			),
		];
	}

	return listed?.state === 'ready' && listed.value.length === 0 && members === 0 && group === 'clusters'
		? [line(span('  None that your account may see.', 'muted'))]
		: [];
}
