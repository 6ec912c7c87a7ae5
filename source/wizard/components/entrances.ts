import {type ScreenLine, span} from '../text.js';
import type {Theme} from '../theme.js';

/** The two ways to say what must work, and how to get to the other one. */
export function entrances(here: 'workload' | 'ends', {glyphs, screenReader}: Theme): ScreenLine {
	const titles = {workload: 'A workload, by its profile', ends: 'Two ends: may this reach that?'} as const;
	const keys = {workload: 'Esc', ends: 'Tab'} as const;
	const names = ['workload', 'ends'] as const;
	return names.flatMap((name, index) => {
		const isHere = name === here;
		const sign = isHere ? glyphs.here : glyphs.ahead;
		return [
			span(index === 0 ? '' : screenReader ? '; ' : '    '),
			span(screenReader ? (isHere ? 'chosen: ' : '') : `${sign} `, isHere ? 'selected' : 'muted'),
			span(titles[name], isHere ? 'selected' : 'text'),
			...(isHere ? [] : [span(` (${keys[name]})`, 'key')]),
		];
	});
}
