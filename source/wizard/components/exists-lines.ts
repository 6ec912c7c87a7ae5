import {blank, line, type ScreenLine, span, truncateMiddle, wrapLine} from '../text.js';
import type {Theme} from '../theme.js';

/** Files that are there already, and the question what is to become of them. */
export function existsLines(
	files: readonly string[],
	{glyphs}: Theme,
	width: number,
	height: number,
): readonly ScreenLine[] {
	const most = Math.max(1, height - 6);
	const shown = files.slice(0, most);
	const more = files.length - shown.length;
	return [
		...wrapLine(
			line(span(files.length === 1 ? 'This file is there already.' : 'These files are there already.', 'title')),
			width,
		),
		line(span('Nothing has been written yet.', 'muted')),
		blank,
		...shown.map(file => line(span(`  ${truncateMiddle(file, width - 2, glyphs.ellipsis)}`))),
		...(more > 0 ? [line(span(`  and ${more} more`, 'muted'))] : []),
		blank,
		line('Replace them?  ', span('y', 'key'), span(' yes   ', 'muted'), span('n', 'key'), span(' no', 'muted')),
	];
}
