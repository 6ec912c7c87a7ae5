import {Box} from 'ink';
import type {ScreenLine} from '../text.js';
import {line, span, truncateEnd} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';
import {ScrolledLines} from './scrolled-lines.js';
import {windowLines} from './window-lines.js';

type SplitViewProps = {
	readonly theme: Theme;
	readonly width: number;
	readonly height: number;
	readonly list: readonly ScreenLine[];
	/** The line of the list that is selected. */
	readonly selected: number;
	readonly title: string;
	/** Wrapped to the width they get. */
	readonly details: (width: number) => readonly ScreenLine[];
	readonly focus: 'list' | 'details';
	/** The details are being changed, whoever has the focus. */
	readonly isEditing?: boolean;
	readonly scroll: number;
	readonly onScrolled: (to: number) => void;
	/** Lines of the list that should stay visible on a low screen. */
	readonly listHeight?: number;
};

const wide = 112;

/** Whether a list and its details stand side by side. */
export function isSideBySide(width: number, {screenReader}: Theme): boolean {
	return width >= wide && !screenReader;
}

/** How wide the list is: half of a wide screen, all of a narrow one. */
export function listWidthOf(width: number, theme: Theme): number {
	return isSideBySide(width, theme) ? Math.floor(width / 2) : width;
}

/** A list with the details of its selected row: side by side where there is room, one below the other elsewhere. */
export function SplitView(props: SplitViewProps) {
	const {theme, width, height, list, title, focus, scroll, onScrolled} = props;
	const isWide = isSideBySide(width, theme);
	const listWidth = listWidthOf(width, theme);
	const detailsWidth = isWide ? width - listWidth - 3 : width;
	const details = props.details(detailsWidth);
	const rows = isWide ? height : stackedListHeight(props);
	const room = (isWide ? height : height - rows) - 1;
	const above = <Lines theme={theme} lines={rows === 0 ? [] : windowLines(list, props.selected, rows, theme)} />;
	const below = <ScrolledLines lines={details} height={room} theme={theme} scroll={scroll} onScrolled={onScrolled} />;
	const heading = (
		<Lines
			theme={theme}
			lines={[titleRule(title, detailsWidth, focus === 'details' || props.isEditing === true, theme)]}
		/>
	);
	if (!isWide) {
		return (
			<Box flexDirection="column" height={theme.screenReader ? undefined : height}>
				{above}
				{heading}
				{below}
			</Box>
		);
	}

	return (
		<Box height={height}>
			<Box width={listWidth} marginRight={3}>
				{above}
			</Box>
			<Box width={detailsWidth} flexDirection="column">
				{heading}
				{below}
			</Box>
		</Box>
	);
}

/** With the focus on the details they have all the room; their title says which row they are about. */
function stackedListHeight({list, height, focus, listHeight}: SplitViewProps): number {
	return focus === 'details' ? 0 : Math.min(list.length, listHeight ?? Math.ceil(height * 0.5));
}

function titleRule(title: string, width: number, hasFocus: boolean, {glyphs, screenReader}: Theme): ScreenLine {
	const text = truncateEnd(title, width - 8, glyphs.ellipsis);
	if (screenReader) {
		return line(`Details: ${title}`);
	}

	const tail = glyphs.rule.repeat(Math.max(0, width - [...text].length - 4));
	const role = hasFocus ? 'accent' : 'muted';
	return line(
		span(glyphs.rule.repeat(2), role),
		' ',
		span(text, hasFocus ? 'selected' : 'title'),
		' ',
		span(tail, role),
	);
}
