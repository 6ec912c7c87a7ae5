import {pluralize} from '../../plan/pluralize.js';
import {Busy} from '../components/busy.js';
import {fieldSpans} from '../components/field-spans.js';
import {isSideBySide, listWidthOf, SplitView} from '../components/split-view.js';
import {selectedKey} from '../list-cursor.js';
import {mapColumn, nameOf, placeDetails} from '../map/map-column.js';
import {mapOf} from '../map/map-of.js';
import {mapPlan} from '../map/map-plan.js';
import {type RowEdit, type TopologyRow, topologyRows} from '../rows/topology-rows.js';
import type {ScreenProps} from '../screen-props.js';
import type {Editing} from '../state.js';
import {blank, line, pad, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle, wrapLine} from '../text.js';
import type {Theme, ThemeRole} from '../theme.js';

const titleWidth = 22;

/** The network as a map of what its traffic meets, or as the questions it answers and those only a person can. */
export function TopologyScreen(props: ScreenProps<'topology'>) {
	return props.screen.showing === 'map' ? <MapView {...props} /> : <QuestionsView {...props} />;
}

function MapView({screen, memory, waiting, theme, width, height, report}: ScreenProps<'topology'>) {
	if (waiting.reassess !== undefined) {
		return <Busy label="Drawing the map for these profiles" theme={theme} />;
	}

	const map = mapOf(memory);
	const selected = selectedKey(
		map.places.map(({key}) => key),
		screen.place ?? map.start,
	);
	const at = map.places.findIndex(({key}) => key === selected);
	const place = map.places[at];
	const isWide = isSideBySide(width, theme);
	const listWidth = listWidthOf(width, theme);
	const open = topologyRows(memory).filter(({certainty}) => certainty === 'open').length;
	const top = [
		line(span('What the traffic of this cluster passes', 'title')),
		open === 0
			? blank
			: line(span(`${pluralize(open, 'question')} only you can answer: press `, 'unsure'), span('v', 'key')),
	];
	const plan = isWide ? mapPlan(map, selected, theme, listWidth) : [];
	// A plan that is too high to be seen at once is worse than a column.
	const isPlan = isWide && plan.length + 2 <= height;
	const lines = isPlan ? plan : mapColumn(map, selected, theme, listWidth);
	return (
		<SplitView
			theme={theme}
			width={width}
			height={height}
			list={[...top, ...lines]}
			selected={isPlan ? 0 : at + 2}
			title={place === undefined ? 'Nothing is asked of this network' : nameOf(place)}
			details={room => (place === undefined ? [] : placeDetails(place, theme, room))}
			focus={screen.focus}
			scroll={screen.scroll}
			onScrolled={to => {
				report({type: 'scrolled', to});
			}}
			listHeight={height - 5}
		/>
	);
}

/** Six questions the network has answered, and those only a person can; each with its evidence, each correctable. */
function QuestionsView({screen, memory, theme, width, height, report}: ScreenProps<'topology'>) {
	const rows = topologyRows(memory);
	const selected = selectedKey(
		rows.map(({key}) => key),
		screen.selected,
	);
	const row = rows.find(({key}) => key === selected);
	const listWidth = listWidthOf(width, theme);
	const read = rows.filter(({certainty, question}) => certainty !== 'open' && !isAsked(question));
	const asked = rows.filter(candidate => !read.includes(candidate));
	const lines: ScreenLine[] = [line(span('What the network looks like, as it was read', 'title'))];
	let at = 0;
	const add = (members: readonly TopologyRow[]) => {
		for (const member of members) {
			if (member.key === selected) {
				at = lines.length;
			}

			lines.push(rowLine(member, member.key === selected, theme, listWidth));
		}
	};

	add(read);
	if (asked.length > 0) {
		lines.push(blank, line(span('What only you can answer', 'title')));
		add(asked);
	}

	return (
		<SplitView
			theme={theme}
			width={width}
			height={height}
			list={lines}
			selected={at}
			title={row?.text ?? ''}
			details={room => (row === undefined ? [] : rowDetails(row, screen.editing, theme, room))}
			focus={screen.focus}
			isEditing={screen.editing !== undefined}
			scroll={screen.editing === undefined ? screen.scroll : 0}
			onScrolled={to => {
				report({type: 'scrolled', to});
			}}
			listHeight={height - 6}
		/>
	);
}

function isAsked(question: TopologyRow['question']): boolean {
	return question === 'machines' || question === 'parameter';
}

function rowLine(row: TopologyRow, isSelected: boolean, theme: Theme, width: number): ScreenLine {
	const {glyphs} = theme;
	const {sign, role, word} = certaintyOf(row, theme);
	if (theme.screenReader) {
		return line(`${isSelected ? glyphs.pointer : ''}${row.title}: ${row.answer}. ${word}`);
	}

	const lead = `${isSelected ? glyphs.pointer : glyphs.noPointer}`;
	// A profile's own questions may be longer than the column.
	const column = Math.max(titleWidth, Math.min(row.title.length + 2, Math.floor(width / 2)));
	const title = truncateEnd(row.title, column - 2, glyphs.ellipsis);
	const answer = truncateMiddle(row.answer, width - lead.length - 2 - column, glyphs.ellipsis);
	return line(
		span(lead, 'selected'),
		span(`${sign} `, role),
		span(pad(title, column), isSelected ? 'selected' : 'text'),
		span(answer, row.certainty === 'open' ? 'muted' : row.certainty === 'denied' ? 'unsure' : 'text'),
	);
}

function certaintyOf(
	{certainty}: TopologyRow,
	{glyphs}: Theme,
): {readonly sign: string; readonly role: ThemeRole; readonly word: string} {
	const marks = {
		known: {sign: glyphs.done, role: 'text', word: 'Read from the network.'},
		absent: {sign: glyphs.verdicts['not-applicable'], role: 'muted', word: 'Looked for, and not there.'},
		denied: {sign: glyphs.verdicts.undecided, role: 'unsure', word: 'Not readable with your permissions.'},
		said: {sign: glyphs.here, role: 'accent', word: 'As you said.'},
		open: {sign: glyphs.ahead, role: 'muted', word: 'Not answered yet.'},
	} as const;
	return marks[certainty];
}

function rowDetails(
	row: TopologyRow,
	editing: Editing | undefined,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	if (editing !== undefined && editing.row === row.key) {
		return editing.kind === 'options'
			? optionLines(row.edit, editing.selected, theme, width)
			: textLines(row.edit, editing, theme, width);
	}

	const {sign, role, word} = certaintyOf(row, theme);
	return [
		line(span(theme.screenReader ? word : `${sign} ${word}`, role)),
		...row.sentences
			.filter(sentence => sentence !== word)
			.flatMap(sentence => paragraph(`${theme.glyphs.bullet} ${sentence}`, width, 'text', '  ')),
	];
}

function optionLines(edit: RowEdit, selected: string, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const options = edit.kind === 'options' ? edit.options : [];
	return options.map(({value, title}) =>
		line(
			span(value === selected ? glyphs.pointer : glyphs.noPointer, 'selected'),
			span(truncateMiddle(title, width - 2, glyphs.ellipsis), value === selected ? 'selected' : 'text'),
		),
	);
}

function textLines(
	edit: RowEdit,
	{field, problem}: Extract<Editing, {kind: 'text'}>,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	return [
		...wrapLine(line(span(theme.glyphs.pointer, 'selected'), ...fieldSpans(field, true, theme)), width, '  '),
		...(problem === undefined
			? paragraph(edit.kind === 'text' ? edit.hint : '', width, 'muted')
			: paragraph(`${theme.glyphs.verdicts.blocked} ${problem}`, width, 'bad', '  ')),
	];
}
