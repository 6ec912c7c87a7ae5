import {Box} from 'ink';
import {Busy} from '../components/busy.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import type {ReadingProgress} from '../dependencies.js';
import type {ScreenProps} from '../screen-props.js';
import {sourceName} from '../state.js';
import {blank, line, pad, type ScreenLine, span} from '../text.js';
import type {Theme, ThemeRole} from '../theme.js';

/** What is being read, kind by kind, while it is. */
export function ReadingScreen({screen, memory, theme, width, height}: ScreenProps<'reading'>) {
	const {progress} = screen;
	const name = memory.source === undefined ? 'the cluster' : sourceName(memory.source);
	const titleWidth = Math.min(Math.max(24, ...progress.map(({title}) => title.length + 3)), width - 20);
	const lines = progress.map(item => progressLine(item, titleWidth, theme));
	const ended = progress.filter(({state}) => state !== 'reading').length;
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[line(span(`Reading the network around ${name}`, 'title')), blank]} />
			<Busy label={progress.length === 0 ? 'Connecting' : `${ended} of ${progress.length} kinds read`} theme={theme} />
			<Lines theme={theme} lines={[blank, ...windowLines(lines, lines.length - 1, height - 4, theme)]} />
		</Box>
	);
}

function progressLine(
	{title, state, count}: ReadingProgress,
	titleWidth: number,
	{glyphs, screenReader}: Theme,
): ScreenLine {
	const states = {
		reading: {sign: glyphs.verdicts['not-applicable'], role: 'muted', text: 'reading'},
		read: {sign: glyphs.done, role: 'text', text: count === undefined ? 'read' : String(count)},
		absent: {sign: glyphs.verdicts['not-applicable'], role: 'muted', text: 'none there'},
		denied: {sign: glyphs.verdicts.undecided, role: 'unsure', text: 'no permission to read'},
	} as const satisfies Record<string, {sign: string; role: ThemeRole; text: string}>;
	const {sign, role, text} = states[state];
	return screenReader
		? line(`${title}: ${text}`)
		: line(span(`  ${sign} `, role), pad(title, titleWidth), span(text, role));
}
