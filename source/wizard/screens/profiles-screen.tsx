import {Box} from 'ink';
import {listed} from '../../wording/listed.js';
import {isNetworkRead} from '../advance/journey.js';
import {Busy} from '../components/busy.js';
import {entrances} from '../components/entrances.js';
import {Lines} from '../components/lines.js';
import {windowLines} from '../components/window-lines.js';
import {selectedKey} from '../list-cursor.js';
import type {Problem} from '../problem.js';
import {type ProfileRow, profileRows} from '../rows/profile-rows.js';
import type {ScreenProps} from '../screen-props.js';
import {type Memory, type On, sourceName} from '../state.js';
import {blank, line, paragraph, type ScreenLine, span, truncateEnd} from '../text.js';
import type {Theme, ThemeRole} from '../theme.js';

/** What must work on the cluster. */
export function ProfilesScreen({screen, memory, theme, width, height}: ScreenProps<'profiles'>) {
	const {profiles, chosenProfiles, source} = memory;
	const name = source === undefined ? 'the cluster' : sourceName(source);
	const top = [
		line(span(`What must work on ${name}?`, 'title')),
		entrances('workload', theme),
		line(span(`A profile lists what a workload must reach; ${foundText(memory)}`, 'muted')),
		...unnamedLines(memory, width),
		line(span(truncateEnd(acceptText(memory, screen), width, theme.glyphs.ellipsis), 'accent')),
		blank,
	];
	if (profiles.state === 'loading') {
		return (
			<Box flexDirection="column">
				<Lines theme={theme} lines={top} />
				<Busy label="Reading the profiles" theme={theme} />
			</Box>
		);
	}

	if (profiles.state === 'failed') {
		return <Lines theme={theme} lines={[...top, ...problemLines(profiles.problem, theme, width)]} />;
	}

	const rows = profileRows(memory);
	const names = rows.map(profile => profile.name);
	const selected = selectedKey(names, screen.selected ?? chosenProfiles[0]);
	const blocks = rows.map(profile =>
		profileLines(profile, profile.name === selected, chosenProfiles.includes(profile.name), theme, width),
	);
	const index = selected === undefined ? 0 : names.indexOf(selected);
	const before = blocks.slice(0, index).reduce((sum, block) => sum + block.length, 0);
	// The middle of the selected profile, so that all of it is in sight.
	const at = before + Math.floor(((blocks[index]?.length ?? 1) - 1) / 2);
	return (
		<Box flexDirection="column">
			<Lines theme={theme} lines={[...top, ...windowLines(blocks.flat(), at, height - top.length, theme)]} />
		</Box>
	);
}

function profileLines(
	{name, title, description, retired, found}: ProfileRow,
	isSelected: boolean,
	isChosen: boolean,
	{glyphs}: Theme,
	width: number,
): readonly ScreenLine[] {
	const indent = glyphs.noPointer.length === 0 ? '' : '      ';
	const inset = (lines: readonly ScreenLine[]): readonly ScreenLine[] =>
		lines.map(content => [span(indent), ...content]);
	return [
		line(
			span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
			span(isChosen ? glyphs.on : glyphs.off, isChosen ? 'text' : 'muted'),
			' ',
			span(title, isSelected ? 'selected' : 'text'),
			span(`  ${name}`, 'muted'),
			...(retired === undefined ? [] : [span(`  retired ${retired.since}`, 'unsure')]),
		),
		...(found === undefined
			? []
			: inset(shortly(`found: ${found}`, isSelected, glyphs.ellipsis, width - indent.length, 'good'))),
		...inset(shortly(description, isSelected, glyphs.ellipsis, width - indent.length)),
		...(retired === undefined || !isSelected
			? []
			: inset(paragraph(`${glyphs.warning} ${retired.text}`, width - indent.length, 'unsure'))),
		blank,
	];
}

/** What Enter does, in the words of what was chosen. */
export function acceptText(memory: Memory, screen: Pick<On<'profiles'>, 'selected'>): string {
	const names = profileRows(memory).map(({name}) => name);
	const chosen = names.filter(name => memory.chosenProfiles.includes(name));
	const [selected = ''] = [selectedKey(names, screen.selected)];
	const meant = chosen.length === 0 ? [selected] : chosen;
	const does = isNetworkRead(memory) ? 'judge the network' : 'read the network';
	return names.length === 0 ? '' : `Enter: ${does} for ${meant.length} selected: ${meant.join(', ')}`;
}

/** Nothing is checked for these images until somebody writes a profile: n proposes one. */
function unnamedLines({recognised}: Memory, width: number): readonly ScreenLine[] {
	const registries = (recognised?.unnamed ?? []).map(({registry}) => registry);
	return registries.length === 0
		? []
		: paragraph(`No profile names ${listed(registries)}, where images come from; n proposes one.`, width, 'unsure');
}

function foundText({recognised}: Memory): string {
	return recognised === undefined
		? 'each need has its source.'
		: recognised.found.length === 0
			? 'none was recognised here.'
			: 'what was found here is ticked.';
}

/** All of it for the selected profile, the first line for the others. */
function shortly(
	text: string,
	isSelected: boolean,
	ellipsis: string,
	width: number,
	role: ThemeRole = 'muted',
): readonly ScreenLine[] {
	// The sign that there is more needs its own room at the end of the line.
	const [first = [], ...others] = paragraph(text, width, role);
	return isSelected || others.length === 0
		? [first, ...others]
		: paragraph(text, width - ellipsis.length - 1, role)
				.slice(0, 1)
				.map(shown => [...shown, span(` ${ellipsis}`, role)]);
}

export function problemLines({message, next}: Problem, {glyphs}: Theme, width: number): readonly ScreenLine[] {
	return [
		...paragraph(`${glyphs.verdicts.blocked} ${message}`, width, 'bad', '  '),
		blank,
		...next.flatMap(step => paragraph(`${glyphs.bullet} ${step}`, width, 'text', '  ')),
	];
}
