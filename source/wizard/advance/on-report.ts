import type {DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import type {WriteOutcome} from '../dependencies.js';
import type {Task, TaskOutcome, TaskReport} from '../effect.js';
import type {Problem} from '../problem.js';
import {clusterRows} from '../rows/cluster-rows.js';
import type {Screen, WizardState} from '../state.js';
import {remember, revisit, settle, show, stay, type Transition, update} from './advanced.js';
import {
	afterReading,
	beforeReading,
	fresh,
	freshDrawn,
	inspectedKeys,
	planChosen,
	requestOf,
	toSubject,
} from './journey.js';
import {onProfileWritten} from './on-drawn.js';

/** What came back from the outside. Results of tasks that were replaced or cancelled meanwhile are ignored. */
export function onReport(state: WizardState, report: TaskReport): Transition {
	const {screen} = state;
	switch (report.type) {
		case 'scrolled': {
			return stay('scroll' in screen ? scrolled(state, screen, report.to) : state);
		}

		case 'progress': {
			return stay(
				screen.name === 'reading' && state.waiting.inspect === report.ticket
					? update(state, screen, {progress: mergeProgress(screen.progress, report.progress)})
					: state,
			);
		}

		case 'draw-progress': {
			return stay(
				screen.name === 'draw' && state.waiting.draw === report.ticket
					? update(state, screen, {progress: report.percent})
					: state,
			);
		}

		case 'apply-event': {
			return stay(
				screen.name === 'applying' && state.waiting.apply === report.ticket
					? update(state, screen, {events: [...screen.events, report.event]})
					: state,
			);
		}

		case 'step-asked': {
			return stay(
				screen.name === 'applying' && state.waiting.apply === report.ticket
					? update(state, screen, {asking: report.step, scroll: 0})
					: state,
			);
		}

		case 'succeeded': {
			return state.waiting[report.outcome.kind] === report.ticket
				? onOutcome(settle(state, report.outcome.kind), report.outcome)
				: stay(state);
		}

		case 'failed': {
			return stay(
				state.waiting[report.task.kind] === report.ticket
					? onFailure(settle(state, report.task.kind), report.task, report.problem, report.ticket)
					: state,
			);
		}
	}
}

function scrolled(state: WizardState, screen: Extract<Screen, {scroll: number}>, to: number): WizardState {
	return {...state, screen: {...screen, scroll: to}};
}

function mergeProgress<T extends {readonly kind: string}>(all: readonly T[], one: T): readonly T[] {
	return all.some(({kind}) => kind === one.kind) ? all.map(old => (old.kind === one.kind ? one : old)) : [...all, one];
}

function onOutcome(state: WizardState, outcome: TaskOutcome): Transition {
	switch (outcome.kind) {
		case 'list-clusters': {
			return stay(remember(pinned(state), {clusters: {state: 'ready', value: outcome.value}}));
		}

		case 'list-worlds': {
			return stay(remember(state, {worlds: {state: 'ready', value: outcome.value}}));
		}

		case 'list-profiles': {
			return stay(remember(state, {profiles: {state: 'ready', value: outcome.value}}));
		}

		case 'inspect': {
			const request = requestOf(state.memory);
			const inspected = request === undefined ? undefined : inspectedKeys(request);
			return stay(afterReading(remember(state, {inspection: outcome.value, inspected}), outcome.value));
		}

		case 'reassess': {
			return stay(remember(state, {inspection: outcome.value}));
		}

		case 'plan-all': {
			const {value} = outcome;
			const without = state.memory.without.filter(id => value.steps.some(step => step.id === id));
			const known = remember(state, {wholePlan: value, without});
			return without.length === 0 ? stay(remember(known, {plan: value})) : planChosen(known);
		}

		case 'plan-chosen': {
			return stay(remember(state, {plan: outcome.value}));
		}

		case 'draw': {
			return stay(onDrawnReady(state, outcome.value));
		}

		case 'write-profile': {
			return stay(onProfileOutcome(state, outcome.value));
		}

		case 'write':
		case 'save': {
			return stay(onWritten(state, outcome.kind, outcome.value));
		}

		case 'apply': {
			const achieved = {kind: 'applied', outcome: outcome.value} as const;
			return stay(show(remember(state, {achieved}), {name: 'applied', outcome: outcome.value}));
		}
	}
}

/** Clusters are listed above what is there already: the row under the cursor stays the one the person sees there. */
function pinned(state: WizardState): WizardState {
	const {screen, memory} = state;
	if (screen.name !== 'cluster' || screen.selected !== undefined) {
		return state;
	}

	return update(state, screen, {selected: clusterRows(memory, screen.filter.text)[0]?.key});
}

function onDrawnReady(state: WizardState, drawn: DrawnProfile): WizardState {
	const {screen} = state;
	return screen.name === 'draw' ? show(update(state, screen, {progress: undefined}), freshDrawn(drawn)) : state;
}

function onProfileOutcome(
	state: WizardState,
	outcome: Extract<TaskOutcome, {kind: 'write-profile'}>['value'],
): WizardState {
	const {screen} = state;
	if (outcome.kind === 'written') {
		return onProfileWritten(state, outcome.profile);
	}

	return screen.name === 'drawn' ? update(state, screen, {exists: outcome.file}) : state;
}

function onWritten(state: WizardState, task: 'write' | 'save', outcome: WriteOutcome): WizardState {
	if (outcome.kind === 'written') {
		return show(remember(state, {achieved: outcome}), {name: 'done', files: outcome.files, next: outcome.next});
	}

	const {screen} = state;
	return screen.name === 'output' ? update(state, screen, {exists: {task, files: outcome.files}}) : state;
}

function onFailure(state: WizardState, task: Task, problem: Problem, ticket: number): WizardState {
	switch (task.kind) {
		// The lists fail where they stand: practice worlds work without a sign-in.
		case 'list-clusters': {
			return remember(state, {clusters: {state: 'failed', problem}});
		}

		case 'list-worlds': {
			return remember(state, {worlds: {state: 'failed', problem}});
		}

		case 'list-profiles': {
			return remember(state, {profiles: {state: 'failed', problem}});
		}

		default: {
			const during = state.screen;
			return show(state, {name: 'problem', problem, retry: {ticket, task}, during, back: before(state, during)});
		}
	}
}

/** Where Back leads from a failed task: the last screen that stood on its own. */
function before(state: WizardState, screen: Screen): Screen {
	switch (screen.name) {
		case 'reading': {
			return beforeReading(state).screen;
		}

		case 'findings': {
			return (state.memory.questions.length > 0 ? toSubject(state) : revisit(state, fresh.topology)).screen;
		}

		case 'plan': {
			// A plan that was made before is still good to look at.
			return state.memory.plan === undefined ? revisit(state, fresh.findings).screen : screen;
		}

		case 'applying': {
			return revisit(state, fresh.output).screen;
		}

		default: {
			return screen;
		}
	}
}
