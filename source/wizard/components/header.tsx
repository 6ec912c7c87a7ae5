import {Box} from 'ink';
import {type Memory, type Screen, sourceName, type WizardState} from '../state.js';
import {type ScreenLine, type Span, span, truncateEnd, widthOf} from '../text.js';
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

/** Where in the journey we are, and which cluster and profiles it is about. */
export function Header({state, theme, width}: HeaderProps) {
	const lines = theme.screenReader ? [spoken(state)] : [crumbs(state, theme), subjectRule(state, theme, width)];
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

function crumbs(state: WizardState, {glyphs}: Theme): ScreenLine {
	const here = stageOf(state);
	const spans: Span[] = [span('aksess', 'title'), span('  ')];
	for (const [index, {title}] of stages.entries()) {
		const sign = index < here ? glyphs.done : index === here ? glyphs.here : glyphs.ahead;
		const role = index < here ? 'text' : index === here ? 'selected' : 'muted';
		spans.push(span(`  ${sign} `, role), span(title, index === here ? 'selected' : index < here ? 'text' : 'muted'));
	}

	return spans;
}

/** The rule below, with the cluster and the profiles in it as soon as they are chosen: every screen is about them. */
function subjectRule({screen, memory}: WizardState, {glyphs}: Theme, width: number): ScreenLine {
	const subject = screen.name === 'cluster' ? '' : subjectOf(memory);
	if (subject === '') {
		return [span(glyphs.rule.repeat(width), 'muted')];
	}

	const text = truncateEnd(subject, width - 6, glyphs.ellipsis);
	const rest = Math.max(0, width - 4 - widthOf([span(text)]));
	return [span(`${glyphs.rule.repeat(2)} `, 'muted'), span(text), span(` ${glyphs.rule.repeat(rest)}`, 'muted')];
}

/** `locked-down, cluster aks-claims: aks-egress, azure-dev-spaces` */
function subjectOf({source, inspection, chosenProfiles}: Memory): string {
	if (source === undefined) {
		return '';
	}

	const name = sourceName(source);
	const cluster = inspection?.topology.cluster;
	const read = cluster?.state === 'known' && cluster.value.name !== name ? `, cluster ${cluster.value.name}` : '';
	return `${name}${read}${chosenProfiles.length === 0 ? '' : `: ${chosenProfiles.join(', ')}`}`;
}

function spoken(state: WizardState): ScreenLine {
	const here = stageOf(state);
	const subject = here === 0 ? '' : subjectOf(state.memory);
	const about = subject === '' ? '' : ` ${subject}.`;
	return [span(`aksess, step ${here + 1} of ${stages.length}: ${stages[here]?.title ?? ''}.${about}`)];
}
