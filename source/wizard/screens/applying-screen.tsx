import {Box} from 'ink';
import type {Step} from '../../plan/plan.js';
import {applyProgress, lastNote, type StepProgress} from '../apply-progress.js';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {ScrolledLines} from '../components/scrolled-lines.js';
import {windowLines} from '../components/window-lines.js';
import {askedStepLines} from '../plan-details.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, line, paragraph, type ScreenLine, span, truncateEnd, truncateMiddle} from '../text.js';
import type {Theme, ThemeRole} from '../theme.js';

/** Every step with where it stands; when going step by step, what the next one does before it is allowed. */
export function ApplyingScreen(props: ScreenProps<'applying'>) {
	const {screen, memory, theme, width, height} = props;
	const {events, asking, stopping} = screen;
	const steps = applyProgress(memory.plan?.steps ?? [], events);
	if (asking !== undefined) {
		return <AskedStep {...props} step={asking} steps={steps} />;
	}

	const rows = steps.map(step => stepLines(step, theme, width));
	const current = steps.findIndex(({state}) => state === 'running');
	const shown = current < 0 ? endedOf(steps) : current;
	const focus = rows.slice(0, shown).flat().length;
	const note = lastNote(events);
	const notes = note === undefined ? [] : [blank, ...paragraph(note, width, 'muted')];
	const label = stopping ? 'Stopping after this step' : `Applying, ${endedOf(steps)} of ${steps.length} steps done`;
	const lines = [blank, ...windowLines(rows.flat(), focus, height - 2 - notes.length, theme), ...notes];
	return (
		<Box flexDirection="column">
			<Busy label={label} theme={theme} />
			<Lines theme={theme} lines={lines} />
		</Box>
	);
}

type AskedStepProps = ScreenProps<'applying'> & {readonly step: Step; readonly steps: readonly StepProgress[]};

/** Whoever presses `y` sees what it does: the danger, every line that is written, and what it is good for. */
function AskedStep({screen, step, steps, theme, width, height, report}: AskedStepProps) {
	const at = steps.findIndex(({id}) => id === step.id);
	const top = [
		...paragraph(`${step.title}?`, width, 'title'),
		line(span(`Step ${at + 1} of ${steps.length}, ${endedOf(steps)} done so far`, 'muted')),
		blank,
	];
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={top} />
			<ScrolledLines
				lines={askedStepLines(step, theme, width)}
				height={height - top.length}
				theme={theme}
				scroll={screen.scroll}
				onScrolled={to => {
					report({type: 'scrolled', to});
				}}
			/>
		</Box>
	);
}

function endedOf(steps: readonly StepProgress[]): number {
	return steps.filter(({state}) => state !== 'waiting' && state !== 'running').length;
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
