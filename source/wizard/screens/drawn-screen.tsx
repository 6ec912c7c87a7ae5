import {Box} from 'ink';
import {pluralize} from '../../plan/pluralize.js';
import {needTitle, spellFrom} from '../../profiles/drawn/drawn-text.js';
import {Busy} from '../components/busy.js';
import {existsLines} from '../components/exists-lines.js';
import {fieldSpans} from '../components/field-spans.js';
import {Lines} from '../components/lines.js';
import {listWidthOf, SplitView} from '../components/split-view.js';
import {selectedKey} from '../list-cursor.js';
import {type DrawnRow, drawnRows, fileOf, firstDrawnRow, keptOf} from '../rows/drawn-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {On} from '../state.js';
import {blank, labelled, line, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme} from '../theme.js';

/** Every row of a drawn profile with its evidence, before it is written. */
export function DrawnScreen({screen, waiting, theme, width, height, report}: ScreenProps<'drawn'>) {
	if (waiting['write-profile'] !== undefined) {
		return <Busy label={`Writing ${fileOf(screen)}`} theme={theme} />;
	}

	if (screen.exists !== undefined) {
		return <Lines theme={theme} lines={existsLines([screen.exists], theme, width, height)} />;
	}

	const rows = drawnRows(screen);
	const keys = rows.map(({key}) => key);
	const selected = selectedKey(keys, screen.selected ?? firstDrawnRow(rows));
	const row = rows.find(({key}) => key === selected);
	const top = topLines(screen, theme, width);
	const listWidth = listWidthOf(width, theme);
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={top} />
			<SplitView
				theme={theme}
				width={width}
				height={height - top.length}
				list={rows.map(entry => rowLine(entry, entry.key === selected, screen, theme, listWidth))}
				selected={selected === undefined ? 0 : keys.indexOf(selected)}
				title={row === undefined ? '' : titleOf(row)}
				details={room => (row === undefined ? [] : detailsOf(row, screen, room))}
				focus={screen.focus}
				isEditing={screen.editing !== undefined}
				scroll={screen.scroll}
				onScrolled={to => {
					report({type: 'scrolled', to});
				}}
				listHeight={Math.ceil((height - top.length) * 0.6)}
			/>
		</Box>
	);
}

function topLines(screen: On<'drawn'>, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const {drawn} = screen;
	const kept = keptOf(screen);
	const all = drawn.includes.length + drawn.needs.length;
	const left = all - (kept === undefined ? 0 : kept.includes.length + kept.needs.length);
	const enter =
		kept === undefined
			? 'Every row is left out: nothing would be written.'
			: `Enter: write ${fileOf(screen)} with ${pluralize(all - left, 'row')}${left === 0 ? '' : `, ${left} left out`}`;
	return [
		line(span(truncateEnd(`What ${drawn.source} hints at`, width, glyphs.ellipsis), 'title')),
		...(drawn.told === '' ? [] : paragraph(drawn.told, width, 'muted').slice(0, 3)),
		line(span(truncateMiddle(enter, width, glyphs.ellipsis), kept === undefined ? 'unsure' : 'accent')),
		blank,
	];
}

const labels = {name: 'Name', file: 'File'} as const;

function rowLine(row: DrawnRow, isSelected: boolean, {editing}: On<'drawn'>, theme: Theme, width: number): ScreenLine {
	const {glyphs} = theme;
	const lead = span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected');
	const role = isSelected ? 'selected' : 'text';
	if (row.kind === 'name' || row.kind === 'file') {
		const text =
			editing?.row === row.kind
				? fieldSpans(editing.field, true, theme)
				: [span(truncateMiddle(row.text, width - 10, glyphs.ellipsis))];
		return line(lead, span(`${labels[row.kind]}  `, role), ...text);
	}

	const who = row.kind === 'need' ? spellFrom(row.need.from) : 'a profile that is shipped';
	const room = width - 6;
	const title = truncateMiddle(titleOf(row), room, glyphs.ellipsis);
	return line(
		lead,
		span(row.on ? glyphs.on : glyphs.off, row.on ? 'text' : 'muted'),
		span(` ${title}`, row.on ? role : 'muted'),
		span(`  ${truncateEnd(who, Math.max(0, room - title.length - 2), glyphs.ellipsis)}`, 'muted'),
	);
}

function titleOf(row: DrawnRow): string {
	switch (row.kind) {
		case 'name':
		case 'file': {
			return labels[row.kind];
		}

		case 'include': {
			return row.include.profile;
		}

		case 'need': {
			return needTitle(row.need);
		}
	}
}

function detailsOf(row: DrawnRow, {editing}: On<'drawn'>, room: number): readonly ScreenLine[] {
	switch (row.kind) {
		case 'name':
		case 'file': {
			const problem = editing?.row === row.kind ? editing.problem : undefined;
			const about =
				row.kind === 'name'
					? 'How reports call the profile.'
					: 'Where the profile is written. It can be given to every command: --profile FILE.';
			return [
				...(problem === undefined ? [] : [...paragraph(problem, room, 'bad'), blank]),
				...paragraph(about, room, 'muted'),
			];
		}

		case 'include': {
			return evidenceLines(`All that the profile ${row.include.profile} asks for`, row.include.evidence, room);
		}

		case 'need': {
			const {from, evidence} = row.need;
			return [
				...evidenceLines(`From ${spellFrom(from)} to ${needTitle(row.need)}`, evidence, room),
				blank,
				...paragraph('Unverified: undecided in a check until somebody takes that line out of the file.', room, 'muted'),
			];
		}
	}
}

function evidenceLines(need: string, evidence: string, room: number): readonly ScreenLine[] {
	return [...labelled('Asks for', [span(need)], room, 10), ...labelled('Evidence', [span(evidence)], room, 10)];
}
