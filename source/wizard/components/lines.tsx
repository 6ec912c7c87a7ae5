import {Box, Text} from 'ink';
import {type ScreenLine, textOf} from '../text.js';
import type {Theme} from '../theme.js';

type LinesProps = {readonly lines: readonly ScreenLine[]; readonly theme: Theme};

/** Lines as they are: one row each, whatever happens; what is too long is cut, never wrapped. */
export function Lines({lines, theme}: LinesProps) {
	const shown = theme.screenReader ? lines.map(spoken).filter(({length}) => length > 0) : lines;
	return (
		<Box flexDirection="column">
			{shown.map((content, row) => (
				// Rows have no identity of their own: a row is its place.
				// biome-ignore lint/suspicious/noArrayIndexKey: see above
				<Text key={row} wrap="truncate">
					{content.length === 0
						? ' '
						: content.map(({text, role}, index) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: see above
								<Text key={index} {...theme.style(role)}>
									{text}
								</Text>
							))}
				</Text>
			))}
		</Box>
	);
}

/** Read aloud, columns and empty lines are pauses without meaning. */
function spoken(content: ScreenLine): ScreenLine {
	const text = textOf(content).trim().replaceAll(/ {2,}/g, ' ');
	return text === '' ? [] : [{text, role: 'text'}];
}
