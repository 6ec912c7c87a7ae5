import {Lines} from '../components/lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, span} from '../text.js';
import {nextLines} from './done-screen.js';

const titles = {
	done: 'Applied and checked',
	unchecked: 'Applied, not checked',
	missed: 'Applied, and not everything is open',
	untouched: 'Stopped before anything was changed',
	stopped: 'Stopped as you asked',
	failed: 'Stopped at a failure',
	reverted: 'Taken back',
} as const;

/** A check mark is for what was looked at and found open. */
const signs = {
	done: 'done',
	unchecked: 'undecided',
	missed: 'blocked',
	untouched: 'undecided',
	stopped: 'blocked',
	failed: 'blocked',
	reverted: 'blocked',
} as const;

const roles = {done: 'good', undecided: 'unsure', blocked: 'bad'} as const;

/** What was done, what works now, and how to go on or back. */
export function AppliedScreen({screen, theme, width}: ScreenProps<'applied'>) {
	const {outcome, summary, next, run} = screen.outcome;
	const {done, verdicts, bullet} = theme.glyphs;
	const sign = signs[outcome];
	return (
		<Lines
			theme={theme}
			lines={[
				line(span(`${sign === 'done' ? done : verdicts[sign]} `, roles[sign]), span(titles[outcome], 'title')),
				...summary.flatMap(sentence => paragraph(`${bullet} ${sentence}`, width, 'text', '  ')),
				blank,
				...nextLines(next, theme, width),
				blank,
				line(span(`Run ${run}`, 'muted')),
			]}
		/>
	);
}
