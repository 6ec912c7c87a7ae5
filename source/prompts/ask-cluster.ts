import {UserError} from '../errors.js';
import type {Source} from '../wizard/dependencies.js';
import {questions} from '../wizard/questions.js';
import {clusterRows} from '../wizard/rows/cluster-rows.js';
import {profileRows} from '../wizard/rows/profile-rows.js';
import {describeProblem} from '../wizard/run-effect.js';
import {type Loading, type Memory, sourceKey} from '../wizard/state.js';
import {listed} from '../wording/listed.js';
import {askEnds} from './ask-ends.js';
import {choose, chooseMany} from './asker.js';
import {type Dialogue, sayHeading} from './dialogue.js';
import {readNetwork} from './read-network.js';

/** Which cluster; nothing is asked when it was given. */
export async function askCluster(dialogue: Dialogue, memory: Memory): Promise<Memory> {
	const {dependencies, asker, signal} = dialogue;
	if (memory.source !== undefined) {
		return memory;
	}

	sayHeading(dialogue, 'Listing your clusters and the practice clusters.');
	const [clusters, worlds] = await Promise.all([
		load(dependencies.listClusters(signal)),
		load(dependencies.listWorlds()),
	]);
	for (const list of [clusters, worlds]) {
		if (list.state === 'failed') {
			asker.say(list.problem.message);
			list.problem.next.forEach(asker.say);
		}
	}

	const listed = {...memory, clusters, worlds};
	const rows = clusterRows(listed, '');
	const options = rows.map(({key, name, details, description = details, group}) => ({
		value: key,
		name,
		title: `${name}, ${group === 'worlds' ? 'practice: ' : ''}${description.replaceAll(' · ', ', ')}`,
	}));
	sayHeading(dialogue, 'Clusters:');
	const key = await choose(asker, questions.cluster.text, options, options[0]?.value);
	const source: Source | undefined = rows.find(row => sourceKey(row.source) === key)?.source;
	return {...listed, source};
}

/** What must work: a workload by its profile, or one end that is to reach another; nothing is asked when it was given. */
export async function askSubject(dialogue: Dialogue, memory: Memory): Promise<Memory> {
	if (memory.subjectGiven) {
		return askProfiles(dialogue, memory);
	}

	sayHeading(dialogue, questions.entrance.text);
	const entrance = await choose(
		dialogue.asker,
		'Which one?',
		[
			{value: 'workload', title: 'Whether a workload works, by its profile'},
			{value: 'ends', title: 'Whether one end may reach another', name: 'two ends'},
		],
		'workload',
	);
	return (entrance === 'ends' ? askEnds : askProfiles)(dialogue, memory);
}

async function askProfiles(dialogue: Dialogue, memory: Memory): Promise<Memory> {
	const {dependencies} = dialogue;
	const profiles = await dependencies.listProfiles();
	const listed: Memory = {...memory, profiles: {state: 'ready', value: profiles}};
	if (memory.subjectGiven) {
		return listed;
	}

	const read = await readNetwork(dialogue, listed);
	const found = read.inspection.found ?? [];
	const {unnamed = []} = read.inspection;
	const known: Memory = {...listed, ...read, recognised: {source: '', found, unnamed}};
	return askWhich(dialogue, known);
}

/** Which of the list, or one of one's own first. */
async function askWhich(dialogue: Dialogue, known: Memory): Promise<Memory> {
	const {asker} = dialogue;
	const rows = profileRows(known);
	sayHeading(dialogue, 'Profiles:');
	const options = rows.map(({name, title, description, retired, found: evidence}) => ({
		value: name,
		title: `${title}${retired === undefined ? '' : ` (retired ${retired.since})`}. ${evidence === undefined ? '' : `Found: ${evidence}. `}${description}`,
	}));
	const {found = [], unnamed = []} = known.recognised ?? {};
	const ticked = new Set([...known.drawn.map(({name}) => name), ...found.map(({profile}) => profile)]);
	const preset = ticked.size > 0 ? [...ticked] : rows.slice(0, 1).map(({name}) => name);
	if (unnamed.length > 0) {
		const registries = listed(unnamed.map(({registry}) => registry));
		asker.say(`No profile names ${registries}, where images come from; ${ownProfile} proposes one.`);
	}

	const chosen = await chooseMany(
		asker,
		questions.profile.text,
		[
			...options,
			{value: ownProfile, title: `A profile of your own, drawn from what runs here or from a log (${ownProfile})`},
		],
		preset,
	);
	if (!chosen.includes(ownProfile)) {
		return {...known, chosenProfiles: chosen};
	}

	return askWhich(dialogue, await withDrawn(dialogue, known));
}

const ownProfile = 'new';

/** What cannot be drawn is said, and the list comes again. */
async function withDrawn(dialogue: Dialogue, known: Memory): Promise<Memory> {
	try {
		const {askDrawn} = await import('./ask-drawn.js');
		const drawn = await askDrawn(dialogue, known);
		return drawn === undefined
			? known
			: {...known, drawn: [...known.drawn.filter(({name}) => name !== drawn.name), drawn]};
	} catch (error) {
		if (!(error instanceof UserError)) {
			throw error;
		}

		dialogue.asker.say(error.message);
		error.next.forEach(dialogue.asker.say);
		return known;
	}
}

async function load<T>(list: Promise<T>): Promise<Loading<T>> {
	try {
		return {state: 'ready', value: await list};
	} catch (error) {
		return {state: 'failed', problem: describeProblem(error)};
	}
}
