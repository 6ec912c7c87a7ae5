import {Lines} from '../components/lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, span} from '../text.js';
import {nextLines} from './done-screen.js';

const titles = {
	done: 'Applied and checked',
	stopped: 'Stopped as you asked',
	failed: 'Stopped at a failure',
	reverted: 'Taken back',
} as const;

/** What was done, what works now, and how to go on or back. */
export function AppliedScreen({screen, theme, width}: ScreenProps<'applied'>) {
	const {outcome, summary, next, run} = screen.outcome;
	const {done, verdicts, bullet} = theme.glyphs;
	const isDone = outcome === 'done';
	return (
		<Lines
			theme={theme}
			lines={[
				line(span(`${isDone ? done : verdicts.blocked} `, isDone ? 'good' : 'bad'), span(titles[outcome], 'title')),
				...summary.flatMap(sentence => paragraph(`${bullet} ${sentence}`, width, 'text', '  ')),
				blank,
				...nextLines(next, theme, width),
				blank,
				line(span(`Run ${run}`, 'muted')),
			]}
		/>
	);
}
