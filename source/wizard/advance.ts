import type {Transition} from './advance/advanced.js';
import {abort, ending, remember, revisit, run, show, stay} from './advance/advanced.js';
import {afterCluster, beforeReading, fresh, toSubject} from './advance/journey.js';
import {onApplying, onConfirm} from './advance/on-apply.js';
import {onCluster} from './advance/on-cluster.js';
import {onDraw} from './advance/on-draw.js';
import {onDrawn} from './advance/on-drawn.js';
import {onEnds} from './advance/on-ends.js';
import {onFindings} from './advance/on-findings.js';
import {onOutput} from './advance/on-output.js';
import {onPlan} from './advance/on-plan.js';
import {onProfiles} from './advance/on-profiles.js';
import {onReport} from './advance/on-report.js';
import {onTopology} from './advance/on-topology.js';
import type {UserAction, WizardEvent, WizardResult} from './effect.js';
import type {On, WizardState} from './state.js';

/** The wizard's rules and nothing else: no I/O, no React. An event that means nothing where it arrives is ignored. */
export function advance(state: WizardState, event: WizardEvent): Transition {
	switch (event.type) {
		case 'started': {
			const worlds = run(stay(state), {kind: 'list-worlds'});
			const listed = run(run(worlds, {kind: 'list-profiles'}), {kind: 'list-clusters'});
			const first = afterCluster(listed.state);
			return {state: first.state, orders: [...listed.orders, ...first.orders]};
		}

		case 'succeeded':
		case 'failed':
		case 'progress':
		case 'draw-progress':
		case 'apply-event':
		case 'step-asked':
		case 'scrolled': {
			return onReport(state, event);
		}

		default: {
			return state.overlay === undefined ? onAct(state, event) : onOverlay(state, event);
		}
	}
}

function onOverlay(state: WizardState, act: UserAction): Transition {
	if (state.overlay === 'leave' && (act.type === 'leave' || act.type === 'accept' || act.type === 'yes')) {
		return leave(state, ending(state.memory, 'cancelled'));
	}

	const closes = act.type === 'back' || act.type === 'help' || act.type === 'accept' || act.type === 'no';
	if (act.type === 'leave') {
		return onAct({...state, overlay: undefined}, act);
	}

	return stay(closes ? {...state, overlay: undefined} : state);
}

function leave(state: WizardState, result: WizardResult): Transition {
	return {state, orders: [{type: 'leave', result}]};
}

function onAct(state: WizardState, act: UserAction): Transition {
	const {screen} = state;
	if (act.type === 'help') {
		return stay({...state, overlay: 'help'});
	}

	// While something is applied, leaving means stopping after this step; when all is done, it needs no question.
	if (act.type === 'leave' && screen.name !== 'applying' && screen.name !== 'done' && screen.name !== 'applied') {
		return stay({...state, overlay: 'leave'});
	}

	return onScreen(state, act);
}

function onScreen(state: WizardState, act: UserAction): Transition {
	const {screen} = state;
	switch (screen.name) {
		case 'cluster': {
			return onCluster(state, screen, act);
		}

		case 'profiles': {
			return onProfiles(state, screen, act);
		}

		case 'draw': {
			return onDraw(state, screen, act);
		}

		case 'drawn': {
			return onDrawn(state, screen, act);
		}

		case 'ends': {
			return onEnds(state, screen, act);
		}

		case 'reading': {
			return act.type === 'back' ? abort(stay(beforeReading(state)), 'inspect') : stay(state);
		}

		case 'topology': {
			return onTopology(state, screen, act);
		}

		case 'findings': {
			return onFindings(state, screen, act);
		}

		case 'plan': {
			return onPlan(state, screen, act);
		}

		case 'output': {
			return onOutput(state, screen, act);
		}

		case 'confirm': {
			return onConfirm(state, screen, act);
		}

		case 'applying': {
			return onApplying(state, screen, act);
		}

		case 'done':
		case 'applied': {
			return onEnd(state, screen, act);
		}

		case 'problem': {
			return onProblem(state, screen, act);
		}
	}
}

function onEnd(state: WizardState, screen: On<'done'> | On<'applied'>, act: UserAction): Transition {
	const {achieved} = state.memory;
	switch (act.type) {
		case 'accept':
		case 'leave': {
			return leave(state, achieved ?? {kind: 'left'});
		}

		case 'back': {
			// Applying changed the world: what was read before it is history.
			return screen.name === 'done'
				? stay(revisit(state, fresh.output))
				: stay(toSubject(remember(state, {inspected: undefined})));
		}

		default: {
			return stay(state);
		}
	}
}

function onProblem(state: WizardState, screen: On<'problem'>, act: UserAction): Transition {
	switch (act.type) {
		case 'again':
		case 'accept': {
			return run(stay(show(state, screen.during)), screen.retry.task);
		}

		case 'back': {
			return stay(show(state, screen.back));
		}

		default: {
			return stay(state);
		}
	}
}
