import type {Inspection, InspectRequest} from '../dependencies.js';
import {type Memory, type On, type Screen, sourceKey, type WizardState} from '../state.js';
import {emptyField} from '../text-field.js';
import {remember, revisit, run, show, stay, type Transition} from './advanced.js';

/** Fresh screens, for the first visit. */
export const fresh = {
	profiles: {name: 'profiles', selected: undefined},
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

export function requestOf({source, chosenProfiles, answers, corrections}: Memory): InspectRequest | undefined {
	return source === undefined ? undefined : {source, profiles: chosenProfiles, answers, corrections};
}

/** What has to be read again when it changes. */
export function readingKey({source, profiles}: InspectRequest): string {
	return JSON.stringify([sourceKey(source), ...profiles.toSorted()]);
}

/** From the cluster on: reads it to find what runs there, unless that was done or the profiles were given. */
export function toProfiles(state: WizardState): Transition {
	const {source, profilesGiven, recognised} = state.memory;
	if (source === undefined || profilesGiven || recognised?.source === sourceKey(source)) {
		return stay(revisit(state, fresh.profiles));
	}

	return read(remember(state, {recognised: undefined, chosenProfiles: []}));
}

/** What was found is ticked; the person goes on from there. */
export function onRecognised(state: WizardState, inspection: Inspection): WizardState {
	const {source, profilesGiven} = state.memory;
	if (source === undefined || profilesGiven || state.memory.recognised !== undefined) {
		return show(state, fresh.topology);
	}

	const found = inspection.found ?? [];
	const chosenProfiles = found.map(({profile}) => profile);
	const known = remember(state, {recognised: {source: sourceKey(source), found}, chosenProfiles});
	const request = requestOf(known.memory);
	return show(remember(known, {inspected: request === undefined ? undefined : readingKey(request)}), fresh.profiles);
}

/** From the profiles on: reads the network, unless it has been read already; then other profiles are only assessed. */
export function toTopology(state: WizardState): Transition {
	const request = requestOf(state.memory);
	if (request === undefined) {
		return stay(state);
	}

	if (state.memory.inspected === readingKey(request)) {
		return stay(revisit(state, fresh.topology));
	}

	return isNetworkRead(state.memory)
		? reassess(remember(revisit(state, fresh.topology), {inspected: readingKey(request)}))
		: read(state);
}

/** What was read to find the profiles is the same network, whatever must work on it. */
export function isNetworkRead({source, inspection, inspected, recognised}: Memory): boolean {
	const isKept = inspection !== undefined && inspected !== undefined;
	return isKept && source !== undefined && recognised?.source === sourceKey(source);
}

/** From the start on: what the flags say is not asked for. */
export function toFirstQuestion(state: WizardState): Transition {
	const {source, profilesGiven} = state.memory;
	return source === undefined ? stay(state) : profilesGiven ? read(state) : toProfiles(state);
}

/** Where Back leads from reading: to the cluster, as long as it is read to find the profiles. */
export function beforeReading(state: WizardState): WizardState {
	const {cluster} = state.visited;
	const {profilesGiven, recognised} = state.memory;
	return cluster !== undefined && !profilesGiven && recognised === undefined
		? show(state, cluster)
		: revisit(state, fresh.profiles);
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
