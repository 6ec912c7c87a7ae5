import {Lines} from '../components/lines.js';
import {keysOf} from '../keymap.js';
import type {Mode} from '../mode.js';
import {blank, line, pad, type ScreenLine, span} from '../text.js';
import type {Theme} from '../theme.js';

/** What the signs mean, in one place. */
function legend({glyphs}: Theme): readonly ScreenLine[] {
	const {verdicts, warning} = glyphs;
	return [
		line(span('Signs', 'title')),
		line(
			span(`  ${verdicts.blocked} `, 'bad'),
			'blocked   ',
			span(`${verdicts.undecided} `, 'unsure'),
			'undecided   ',
			span(`${verdicts.allowed} `, 'good'),
			'allowed   ',
			span(`${verdicts['not-applicable']} `, 'muted'),
			'not applicable   ',
			span(`${warning} `, 'danger'),
			'dangerous',
		),
	];
}

/** Every key of the screen beneath. */
export function HelpScreen({mode, theme}: {readonly mode: Mode; readonly theme: Theme}) {
	const keys = keysOf(mode, theme.glyphs);
	const width = Math.max(...keys.map(entry => entry.keys.length)) + 3;
	return (
		<Lines
			theme={theme}
			lines={[
				line(span('Keys on this screen', 'title')),
				...keys.map(entry => line(span(`  ${pad(entry.keys, width)}`, 'key'), span(entry.does))),
				...(theme.screenReader ? [] : [blank, ...legend(theme)]),
			]}
		/>
	);
}
