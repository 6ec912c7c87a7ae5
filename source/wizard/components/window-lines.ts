import {windowAround} from '../list-cursor.js';
import {line, type ScreenLine, span} from '../text.js';
import type {Theme} from '../theme.js';

/** The lines that fit, with the selected one among them; the edges say how much is above and below. */
export function windowLines(
	lines: readonly ScreenLine[],
	selected: number,
	height: number,
	theme: Theme,
): readonly ScreenLine[] {
	if (lines.length <= height) {
		return lines;
	}

	const {first, count} = windowAround(lines.length, selected, height);
	return withEdges(lines.slice(first, first + count), first, lines.length - first - count, theme);
}

/** The lines from an offset on; the offset may be too far, see {@link scrollLimit}. */
export function scrollLines(
	lines: readonly ScreenLine[],
	offset: number,
	height: number,
	theme: Theme,
): readonly ScreenLine[] {
	if (lines.length <= height) {
		return lines;
	}

	const first = Math.min(offset, scrollLimit(lines, height));
	return withEdges(lines.slice(first, first + height), first, lines.length - first - height, theme);
}

export function scrollLimit(lines: readonly ScreenLine[], height: number): number {
	return Math.max(0, lines.length - height);
}

function withEdges(shown: readonly ScreenLine[], above: number, below: number, {glyphs}: Theme): readonly ScreenLine[] {
	if (shown.length < 3) {
		return shown;
	}

	const more = (sign: string, hidden: number): ScreenLine => line(span(`${sign} ${hidden} more`, 'muted'));
	return shown.map((content, index) => {
		if (index === 0 && above > 0) {
			return more(glyphs.up, above + 1);
		}

		return index === shown.length - 1 && below > 0 ? more(glyphs.down, below + 1) : content;
	});
}
