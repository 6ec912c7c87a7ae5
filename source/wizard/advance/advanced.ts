import type {EffectKind, Order, Task, WizardResult} from '../effect.js';
import type {Memory, On, Screen, ScreenName, WizardState} from '../state.js';

/** The state after an event, and what is to be done outside because of it. */
export type Transition = {readonly state: WizardState; readonly orders: readonly Order[]};

export function stay(state: WizardState): Transition {
	return {state, orders: []};
}

/** Changes the screen that is shown without leaving it. */
export function update<Name extends ScreenName>(
	state: WizardState,
	screen: On<Name>,
	changes: Partial<On<Name>>,
): WizardState {
	return {...state, screen: {...screen, ...changes}};
}

export function remember(state: WizardState, changes: Partial<Memory>): WizardState {
	return {...state, memory: {...state.memory, ...changes}};
}

/** Goes to a screen and keeps the one that is left as it was. */
export function show(state: WizardState, screen: Screen): WizardState {
	return {...state, screen, visited: {...state.visited, [state.screen.name]: state.screen}};
}

/** Goes to a screen as it was left, or to a fresh one. */
export function revisit<Name extends ScreenName>(state: WizardState, fresh: On<Name>): WizardState {
	// The visited screen under a name is of that name; TypeScript cannot see through the mapped lookup.
	const visited = state.visited[fresh.name] as On<Name> | undefined;
	return show(state, visited ?? fresh);
}

/** Starts a task; an earlier one of its kind is stale from now on. */
export function run({state, orders}: Transition, task: Task): Transition {
	const ticket = state.lastTicket + 1;
	return {
		state: {...state, lastTicket: ticket, waiting: {...state.waiting, [task.kind]: ticket}},
		orders: [...orders, {type: 'run', effect: {ticket, task}}],
	};
}

/** Stops a task; whatever still comes of it is ignored. */
export function abort({state, orders}: Transition, kind: EffectKind): Transition {
	return state.waiting[kind] === undefined
		? {state, orders}
		: {state: settle(state, kind), orders: [...orders, {type: 'abort', kind}]};
}

/** How it ends: what was written or applied stays true, whatever is done afterwards. */
export function ending({achieved, drawn}: Memory, kind: 'left' | 'cancelled'): WizardResult {
	return achieved ?? {kind, ...(drawn.length === 0 ? {} : {profiles: drawn.map(({name}) => name)})};
}

export function settle(state: WizardState, kind: EffectKind): WizardState {
	const {[kind]: _, ...waiting} = state.waiting;
	return {...state, waiting};
}
