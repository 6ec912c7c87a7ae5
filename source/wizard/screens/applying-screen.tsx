import {Box} from 'ink';
import {applyProgress, lastNote, type StepProgress} from '../apply-progress.js';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme, ThemeRole} from '../theme.js';

/** Every step with where it stands; when going step by step, the question before each. */
export function ApplyingScreen({screen, memory, theme, width, height}: ScreenProps<'applying'>) {
	const {events, asking, stopping} = screen;
	const steps = applyProgress(memory.plan?.steps ?? [], events);
	const ended = steps.filter(({state}) => state !== 'waiting' && state !== 'running').length;
	const rows = steps.map(step => stepLines(step, theme, width));
	const lines = rows.flat();
	const current = steps.findIndex(({state}) => state === 'running');
	const shown = current < 0 ? ended : current;
	const focus = rows.slice(0, shown).flat().length;
	const note = lastNote(events);
	const question =
		asking === undefined
			? []
			: [blank, ...paragraph(`Next: ${asking.title}`, width, 'title'), ...paragraph(asking.reason, width, 'muted')];
	const notes = note === undefined || asking !== undefined ? [] : [blank, ...paragraph(note, width, 'muted')];
	const label = stopping ? 'Stopping after this step' : `Applying, ${ended} of ${steps.length} steps done`;
	return (
		<Box flexDirection="column">
			{asking === undefined ? <Busy label={label} theme={theme} /> : <Lines theme={theme} lines={question} />}
			<Lines
				theme={theme}
				lines={[blank, ...windowLines(lines, focus, height - 2 - question.length - notes.length, theme), ...notes]}
			/>
		</Box>
	);
}

function stepLines({title, state, detail}: StepProgress, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	const looks = {
		waiting: [glyphs.ahead, 'muted', 'muted'],
		running: [glyphs.here, 'accent', 'title'],
		done: [glyphs.done, 'good', 'text'],
		skipped: [glyphs.verdicts['not-applicable'], 'muted', 'muted'],
		failed: [glyphs.verdicts.blocked, 'bad', 'bad'],
	} as const satisfies Record<StepProgress['state'], readonly [string, ThemeRole, ThemeRole]>;
	const [sign, signRole, role] = looks[state];
	const head = line(span(`${sign} `, signRole), span(truncateEnd(title, width - 2, glyphs.ellipsis), role));
	if (state === 'running') {
		return [head, line(span(`  ${truncateMiddle(detail, width - 2, glyphs.ellipsis)}`, 'code'))];
	}

	return (state === 'failed' || state === 'skipped') && detail !== ''
		? [head, ...paragraph(detail, width - 2, role, '  ').map(part => line(span('  ', role), ...part))]
		: [head];
}
