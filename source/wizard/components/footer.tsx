import {keysOf} from '../keymap.js';
import type {Mode} from '../mode.js';
import {type Line, type Span, span, widthOf} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';

type FooterProps = {readonly mode: Mode; readonly theme: Theme; readonly width: number};

/** The keys that work now, as many as fit; the help has them all. */
export function Footer({mode, theme, width}: FooterProps) {
	const keys = keysLine(mode, theme, width);
	const {rule} = theme.glyphs;
	return <Lines theme={theme} lines={theme.screenReader ? [keys] : [[span(rule.repeat(width), 'muted')], keys]} />;
}

export function keysLine(mode: Mode, theme: Theme, width: number): Line {
	const shown = keysOf(mode, theme.glyphs).filter(({inFooter}) => inFooter);
	const spans: Span[] = [];
	for (const {keys, does} of shown) {
		const entry = [span(spans.length === 0 ? '' : '   '), span(keys, 'key'), span(` ${does}`, 'muted')];
		if (widthOf([...spans, ...entry]) <= width || theme.screenReader) {
			spans.push(...entry);
		}
	}

	return spans;
}
