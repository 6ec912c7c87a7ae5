import {Box} from 'ink';
import {type Memory, type Screen, sourceName, type WizardState} from '../state.js';
import {type ScreenLine, type Span, span, truncateEnd, widthOf} from '../text.js';
import type {Theme} from '../theme.js';
import {Lines} from './lines.js';

type Stage = {readonly title: string; readonly screens: readonly Screen['name'][]};

function stagesOf({screen, memory}: WizardState): readonly Stage[] {
	const isAsked = screen.name === 'ends' || (screen.name !== 'profiles' && memory.questions.length > 0);
	return [
		{title: 'Cluster', screens: ['cluster']},
		{title: isAsked ? 'Two ends' : 'Profiles', screens: ['profiles', 'draw', 'drawn', 'ends']},
		...later,
	];
}

const later: readonly Stage[] = [
	{title: 'Topology', screens: ['reading', 'topology']},
	{title: 'Findings', screens: ['findings']},
	{title: 'Plan', screens: ['plan']},
	{title: 'Finish', screens: ['output', 'confirm', 'applying', 'done', 'applied']},
];

type HeaderProps = {readonly state: WizardState; readonly theme: Theme; readonly width: number};

/** Where in the journey we are, and which cluster and profiles it is about. */
export function Header({state, theme, width}: HeaderProps) {
	const lines = theme.screenReader ? [spoken(state)] : [crumbs(state, theme), subjectRule(state, theme, width)];
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={lines} />
		</Box>
	);
}

function stageOf(state: WizardState): number {
	const {screen} = state;
	const name = screen.name === 'problem' ? screen.during.name : screen.name;
	return stagesOf(state).findIndex(({screens}) => screens.includes(name));
}

function crumbs(state: WizardState, {glyphs}: Theme): ScreenLine {
	const here = stageOf(state);
	const spans: Span[] = [span('aksess', 'title'), span('  ')];
	for (const [index, {title}] of stagesOf(state).entries()) {
		const sign = index < here ? glyphs.done : index === here ? glyphs.here : glyphs.ahead;
		const role = index < here ? 'text' : index === here ? 'selected' : 'muted';
		spans.push(span(`  ${sign} `, role), span(title, index === here ? 'selected' : index < here ? 'text' : 'muted'));
	}

	return spans;
}

/** The rule below, with the cluster and the profiles in it as soon as they are chosen: every screen is about them. */
function subjectRule({screen, memory}: WizardState, {glyphs}: Theme, width: number): ScreenLine {
	const subject = screen.name === 'cluster' ? '' : subjectOf(screen, memory);
	if (subject === '') {
		return [span(glyphs.rule.repeat(width), 'muted')];
	}

	const text = truncateEnd(subject, width - 6, glyphs.ellipsis);
	const rest = Math.max(0, width - 4 - widthOf([span(text)]));
	return [span(`${glyphs.rule.repeat(2)} `, 'muted'), span(text), span(` ${glyphs.rule.repeat(rest)}`, 'muted')];
}

/** `locked-down, cluster aks-claims: aks-egress, azure-dev-spaces` */
function subjectOf({name: screen}: Screen, {source, inspection, chosenProfiles, questions}: Memory): string {
	if (source === undefined) {
		return '';
	}

	const name = sourceName(source);
	const cluster = inspection?.topology.cluster;
	const read = cluster?.state === 'known' && cluster.value.name !== name ? `, cluster ${cluster.value.name}` : '';
	// Where a question is typed, neither the last one nor what is ticked elsewhere is meant any more.
	const about = screen === 'ends' ? [] : [...chosenProfiles, ...questions.map(({from, to}) => `${from} to ${to}`)];
	return `${name}${read}${about.length === 0 ? '' : `: ${about.join(', ')}`}`;
}

function spoken(state: WizardState): ScreenLine {
	const here = stageOf(state);
	const stages = stagesOf(state);
	const subject = here === 0 ? '' : subjectOf(state.screen, state.memory);
	const about = subject === '' ? '' : ` ${subject}.`;
	return [span(`aksess, step ${here + 1} of ${stages.length}: ${stages[here]?.title ?? ''}.${about}`)];
}
