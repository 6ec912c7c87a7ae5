import {type Question, spellQuestion} from '../../profiles/asked/question.js';
import type {DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import {profileName} from '../../render/yaml/drawn-profile-text.js';
import type {Topology} from '../../topology/topology.js';
import type {Inspection, InspectRequest} from '../dependencies.js';
import {type Memory, type On, type Screen, sourceKey, type WizardState} from '../state.js';
import {emptyField, fieldOf} from '../text-field.js';
import {remember, revisit, run, show, stay, type Transition} from './advanced.js';

/** Fresh screens, for the first visit. */
export const fresh = {
	profiles: {name: 'profiles', selected: undefined},
	draw: {name: 'draw', selected: undefined, editing: undefined, masked: false, progress: undefined},
	ends: {name: 'ends', end: 'from', from: emptyField, to: emptyField, selected: undefined, refused: false},
	reading: {name: 'reading', progress: []},
	topology: {
		name: 'topology',
		showing: 'map',
		place: undefined,
		selected: undefined,
		focus: 'list',
		scroll: 0,
		editing: undefined,
	},
	findings: {
		name: 'findings',
		selected: undefined,
		focus: 'list',
		scroll: 0,
		view: {grouping: 'cause', control: undefined, opened: []},
		search: emptyField,
		searching: false,
	},
	plan: {name: 'plan', selected: undefined, focus: 'list', scroll: 0, showing: 'difference', folded: true},
	output: {name: 'output', selected: undefined, editing: undefined, exists: undefined},
	confirm: {name: 'confirm', selected: 'whole', allowed: 0, typed: emptyField},
	applying: {name: 'applying', events: [], asking: undefined, scroll: 0, stopping: false},
} as const satisfies {readonly [Name in Screen['name']]?: On<Name>};

/** The rows of a profile that was drawn just now. */
export function freshDrawn(drawn: DrawnProfile): On<'drawn'> {
	return {
		name: 'drawn',
		drawn: {...drawn, name: profileName(drawn.name) ?? 'drawn'},
		without: [],
		file: undefined,
		selected: undefined,
		focus: 'list',
		scroll: 0,
		editing: undefined,
		exists: undefined,
	};
}

export function requestOf(memory: Memory): InspectRequest | undefined {
	const {source, chosenProfiles: profiles, questions, answers, corrections} = memory;
	return source === undefined ? undefined : {source, profiles, questions, answers, corrections};
}

/** What has to be judged again when it changes. */
export function inspectedKeys({source, profiles, questions}: InspectRequest): NonNullable<Memory['inspected']> {
	const subject = JSON.stringify([sourceKey(source), profiles.toSorted(), questions.map(spellQuestion)]);
	return {source: sourceKey(source), subject};
}

/** From the cluster on: what the flags say is not asked for; else the cluster is read to find what runs there. */
export function afterCluster(state: WizardState): Transition {
	const {source, subjectGiven, recognised} = state.memory;
	if (source === undefined) {
		return stay(state);
	}

	if (subjectGiven) {
		return toAnswer(state);
	}

	return recognised?.source === sourceKey(source)
		? stay(revisit(state, fresh.profiles))
		: read(remember(state, {recognised: undefined, chosenProfiles: [], questions: []}));
}

/** Shows what was read: the answer to a question, the network, or what was found there, which is ticked. */
export function afterReading(state: WizardState, inspection: Inspection): WizardState {
	const {source, subjectGiven, questions, recognised} = state.memory;
	if (source === undefined || subjectGiven || recognised !== undefined || questions.length > 0) {
		return show(state, answerScreen(state.memory));
	}

	const found = inspection.found ?? [];
	const chosenProfiles = found.map(({profile}) => profile);
	const {unnamed = []} = inspection;
	const known = remember(state, {recognised: {source: sourceKey(source), found, unnamed}, chosenProfiles});
	const request = requestOf(known.memory);
	return show(remember(known, {inspected: request === undefined ? undefined : inspectedKeys(request)}), fresh.profiles);
}

/** From what must work on: reads the network, unless it has been read already; then it is only judged for something else. */
export function toAnswer(state: WizardState): Transition {
	const request = requestOf(state.memory);
	if (request === undefined) {
		return stay(state);
	}

	const inspected = inspectedKeys(request);
	if (state.memory.inspected?.subject === inspected.subject) {
		return stay(revisit(state, answerScreen(state.memory)));
	}

	return isNetworkRead(state.memory)
		? reassess(remember(show(state, answerScreen(state.memory)), {inspected}))
		: read(state);
}

/** A question is answered at once; whoever checks a workload sees the network first. */
function answerScreen({questions}: Memory): On<'findings'> | On<'topology'> {
	return questions.length > 0 ? fresh.findings : fresh.topology;
}

/** The same network, whatever must work on it. */
export function isNetworkRead({source, inspection, inspected}: Memory): boolean {
	return inspection !== undefined && source !== undefined && inspected?.source === sourceKey(source);
}

/** What was read of the cluster that is chosen; undefined as long as nothing was. */
export function readTopology(memory: Memory): Topology | undefined {
	return isNetworkRead(memory) ? memory.inspection?.topology : undefined;
}

/** Where Back leads from reading: to the cluster, as long as it is read to find the profiles. */
export function beforeReading(state: WizardState): WizardState {
	const {cluster} = state.visited;
	const {subjectGiven, recognised, questions} = state.memory;
	return cluster !== undefined && !subjectGiven && recognised === undefined && questions.length === 0
		? show(state, cluster)
		: toSubject(state);
}

/** Back to what must work, by the entrance that was taken. */
export function toSubject(state: WizardState): WizardState {
	const {questions} = state.memory;
	return questions.length === 0 ? revisit(state, fresh.profiles) : revisit(state, endsOf(questions));
}

/** The screen on which questions of one sender were asked. */
export function endsOf(questions: readonly Question[]): On<'ends'> {
	const [from, ...others] = new Set(questions.map(question => question.from));
	return from === undefined || others.length > 0
		? fresh.ends
		: {...fresh.ends, from: fieldOf(from), to: fieldOf(questions.map(({to}) => to).join(' '))};
}

/** Reads everything (again); what was planned from the earlier reading is void. */
export function read(state: WizardState): Transition {
	const request = requestOf(state.memory);
	if (request === undefined) {
		return stay(state);
	}

	const forgotten = remember(state, {
		inspection: undefined,
		inspected: undefined,
		wholePlan: undefined,
		plan: undefined,
	});
	return run(stay(show(forgotten, fresh.reading)), {kind: 'inspect', request});
}

/** Assesses again with what the person says now. */
export function reassess(state: WizardState): Transition {
	const {inspection} = state.memory;
	const request = requestOf(state.memory);
	return inspection === undefined || request === undefined
		? stay(state)
		: run(stay(remember(state, {wholePlan: undefined, plan: undefined})), {kind: 'reassess', inspection, request});
}

/** Makes the plan with every step; {@link planChosen} follows when some are switched off. */
export function planAll(state: WizardState): Transition {
	const {inspection, choices} = state.memory;
	const request = requestOf(state.memory);
	return inspection === undefined || request === undefined
		? stay(state)
		: run(stay(remember(state, {plan: undefined})), {
				kind: 'plan-all',
				inspection,
				request,
				choices: {choices, without: []},
			});
}

export function planChosen(state: WizardState): Transition {
	const {inspection, choices, without} = state.memory;
	const request = requestOf(state.memory);
	return inspection === undefined || request === undefined
		? stay(state)
		: run(stay(remember(state, {plan: undefined})), {
				kind: 'plan-chosen',
				inspection,
				request,
				choices: {choices, without},
			});
}
