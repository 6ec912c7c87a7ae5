import {Box} from 'ink';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import type {ApplyEvent} from '../dependencies.js';
import type {ScreenProps} from '../screen-props.js';
import {blank, type Line, line, paragraph, span, truncateMiddle} from '../text.js';
import type {Role, Theme} from '../theme.js';

/** What runs, as it runs; when going step by step, the question before each. */
export function ApplyingScreen({screen, theme, width, height}: ScreenProps<'applying'>) {
	const {events, asking, stopping} = screen;
	const lines = events.flatMap(event => eventLines(event, theme, width));
	const question =
		asking === undefined
			? []
			: [blank, ...paragraph(`Next: ${asking.title}`, width, 'title'), ...paragraph(asking.reason, width, 'muted')];
	const label = stopping ? 'Stopping after this step' : 'Applying';
	return (
		<Box flexDirection="column">
			{asking === undefined ? <Busy label={label} theme={theme} /> : <Lines theme={theme} lines={question} />}
			<Lines
				theme={theme}
				lines={[blank, ...windowLines(lines, lines.length - 1, height - 2 - question.length, theme)]}
			/>
		</Box>
	);
}

function eventLines(event: ApplyEvent, {glyphs}: Theme, width: number): readonly Line[] {
	switch (event.kind) {
		case 'step-started': {
			return [
				line(span(`${glyphs.here} `, 'accent'), span(event.step, 'title')),
				line(span(`  ${truncateMiddle(event.command, width - 2, glyphs.ellipsis)}`, 'code')),
			];
		}

		case 'output': {
			return [line(span(`  ${truncateMiddle(event.line, width - 2, glyphs.ellipsis)}`, 'muted'))];
		}

		case 'step-ended': {
			const signs = {
				done: [glyphs.done, 'good'],
				skipped: [glyphs.verdicts['not-applicable'], 'muted'],
				failed: [glyphs.verdicts.blocked, 'bad'],
			} as const satisfies Record<string, readonly [string, Role]>;
			const [sign, role] = signs[event.outcome];
			return paragraph(`${sign} ${event.step}: ${event.detail}`, width, role, '  ');
		}

		case 'note': {
			return paragraph(event.text, width, 'muted');
		}
	}
}
