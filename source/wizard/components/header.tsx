import {Box} from 'ink';
import {type Screen, sourceName, type WizardState} from '../state.js';
import {type ScreenLine, type Span, span, truncateMiddle, widthOf} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';

type Stage = {readonly title: string; readonly screens: readonly Screen['name'][]};

const stages: readonly Stage[] = [
	{title: 'Cluster', screens: ['cluster']},
	{title: 'Profiles', screens: ['profiles']},
	{title: 'Topology', screens: ['reading', 'topology']},
	{title: 'Findings', screens: ['findings']},
	{title: 'Plan', screens: ['plan']},
	{title: 'Finish', screens: ['output', 'confirm', 'applying', 'done', 'applied']},
];

type HeaderProps = {readonly state: WizardState; readonly theme: Theme; readonly width: number};

/** Where in the journey we are, and which cluster it is about. */
export function Header({state, theme, width}: HeaderProps) {
	const lines = theme.screenReader
		? [spoken(state)]
		: [crumbs(state, theme, width), [span(theme.glyphs.rule.repeat(width), 'muted')] satisfies ScreenLine];
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={lines} />
		</Box>
	);
}

function stageOf({screen}: WizardState): number {
	const name = screen.name === 'problem' ? screen.during.name : screen.name;
	return stages.findIndex(({screens}) => screens.includes(name));
}

function crumbs(state: WizardState, {glyphs}: Theme, width: number): ScreenLine {
	const here = stageOf(state);
	const spans: Span[] = [span('aksess', 'title'), span('  ')];
	for (const [index, {title}] of stages.entries()) {
		const sign = index < here ? glyphs.done : index === here ? glyphs.here : glyphs.ahead;
		const role = index < here ? 'text' : index === here ? 'selected' : 'muted';
		spans.push(span(`  ${sign} `, role), span(title, index === here ? 'selected' : index < here ? 'text' : 'muted'));
	}

	const {source} = state.memory;
	const room = width - widthOf(spans) - 3;
	if (source === undefined || here === 0 || room < 12) {
		return spans;
	}

	const name = truncateMiddle(sourceName(source), room, glyphs.ellipsis);
	return [...spans, span(' '.repeat(width - widthOf(spans) - [...name].length)), span(name, 'muted')];
}

function spoken(state: WizardState): ScreenLine {
	const here = stageOf(state);
	return [span(`aksess, step ${here + 1} of ${stages.length}: ${stages[here]?.title ?? ''}.`)];
}
