import {type KeyHelp, keysOf} from '../keymap.js';
import type {Mode} from '../mode.js';
import {type ScreenLine, type Span, span} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';

type FooterProps = {readonly mode: Mode; readonly theme: Theme; readonly width: number};

/** The keys that work now, as many as fit; the help has them all. */
export function Footer({mode, theme, width}: FooterProps) {
	const keys = keysLine(mode, theme, width);
	const {rule} = theme.glyphs;
	return <Lines theme={theme} lines={theme.screenReader ? [keys] : [[span(rule.repeat(width), 'muted')], keys]} />;
}

export function keysLine(mode: Mode, theme: Theme, width: number): ScreenLine {
	const keys = keysOf(mode, theme.glyphs).filter(({inFooter}) => inFooter);
	let room = width + gap.length - lengthOf(keys.filter(({essential}) => essential));
	const shown = keys.filter(entry => {
		if (entry.essential || theme.screenReader) {
			return true;
		}

		room -= lengthOf([entry]);
		return room >= 0;
	});
	return shown.flatMap(({keys: name, does}, index): readonly Span[] => [
		span(index === 0 ? '' : gap),
		span(name, 'key'),
		span(` ${does}`, 'muted'),
	]);
}

const gap = '  ';

function lengthOf(keys: readonly KeyHelp[]): number {
	return keys.reduce((sum, {keys: name, does}) => sum + name.length + 1 + does.length + gap.length, 0);
}
