import type {Request} from '../dependencies.js';
import {type Memory, type On, type Screen, sourceKey, type WizardState} from '../state.js';
import {emptyField} from '../text-field.js';
import {type Advanced, remember, revisit, run, show, stay} from './advanced.js';

/** Fresh screens, for the first visit. */
export const fresh = {
	profiles: {name: 'profiles', selected: undefined},
	reading: {name: 'reading', progress: []},
	topology: {name: 'topology', selected: undefined, focus: 'list', scroll: 0, editing: undefined},
	findings: {name: 'findings', selected: undefined, focus: 'list', scroll: 0},
	plan: {name: 'plan', selected: undefined, focus: 'list', scroll: 0, showing: 'difference'},
	output: {name: 'output', selected: undefined, editing: undefined, exists: undefined},
	confirm: {name: 'confirm', selected: 'whole', typed: emptyField},
	applying: {name: 'applying', events: [], asking: undefined, stopping: false},
} as const satisfies {readonly [Name in Screen['name']]?: On<Name>};

export function requestOf({source, chosenProfiles, answers, corrections}: Memory): Request | undefined {
	return source === undefined ? undefined : {source, profiles: chosenProfiles, answers, corrections};
}

/** What has to be read again when it changes. */
export function readingKey({source, profiles}: Request): string {
	return JSON.stringify([sourceKey(source), ...profiles.toSorted()]);
}

/** From the profiles on: reads the network, unless just this has been read already. */
export function toTopology(state: WizardState): Advanced {
	const request = requestOf(state.memory);
	if (request === undefined) {
		return stay(state);
	}

	return state.memory.inspected === readingKey(request) ? stay(revisit(state, fresh.topology)) : read(state);
}

/** Reads everything (again); what was planned from the earlier reading is void. */
export function read(state: WizardState): Advanced {
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
export function reassess(state: WizardState): Advanced {
	const {inspection} = state.memory;
	const request = requestOf(state.memory);
	return inspection === undefined || request === undefined
		? stay(state)
		: run(stay(remember(state, {wholePlan: undefined, plan: undefined})), {kind: 'reassess', inspection, request});
}

/** Makes the plan with every step; {@link planChosen} follows when some are switched off. */
export function planAll(state: WizardState): Advanced {
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

export function planChosen(state: WizardState): Advanced {
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
