import {awaitsConsent} from './advance/on-apply.js';
import type {On, WizardState} from './state.js';

/** What the keys mean at the moment. */
export type Mode =
	| 'cluster'
	| 'cluster-search'
	| 'profiles'
	| 'draw'
	| 'drawn'
	| 'drawn-details'
	| 'end-from'
	| 'end-to'
	| 'reading'
	| 'map'
	| 'topology'
	| 'options'
	| 'text'
	| 'findings'
	| 'findings-search'
	| 'details'
	| 'plan'
	| 'plan-details'
	| 'output'
	| 'overwrite'
	| 'confirm'
	| 'confirm-typed'
	| 'applying'
	| 'step-asked'
	| 'end'
	| 'problem'
	| 'help'
	| 'leaving';

export function modeOf(state: WizardState): Mode {
	if (state.overlay !== undefined) {
		return state.overlay === 'help' ? 'help' : 'leaving';
	}

	return modeOfScreen(state);
}

/** The mode beneath an overlay; the help is about this one. */
export function modeOfScreen({screen, memory, waiting}: WizardState): Mode {
	switch (screen.name) {
		case 'cluster': {
			return screen.filtering ? 'cluster-search' : 'cluster';
		}

		case 'ends': {
			return `end-${screen.end}`;
		}

		case 'draw': {
			return waiting.draw !== undefined ? 'reading' : screen.editing !== undefined ? 'text' : 'draw';
		}

		case 'drawn': {
			return drawnMode(screen);
		}

		case 'topology': {
			return topologyMode(screen);
		}

		case 'findings': {
			return findingsMode(screen);
		}

		case 'plan': {
			return screen.focus === 'details' ? 'plan-details' : 'plan';
		}

		case 'output': {
			return screen.exists !== undefined ? 'overwrite' : screen.editing !== undefined ? 'text' : 'output';
		}

		case 'confirm': {
			return awaitsConsent(memory, screen) === undefined ? 'confirm' : 'confirm-typed';
		}

		case 'applying': {
			return screen.asking === undefined ? 'applying' : 'step-asked';
		}

		case 'done':
		case 'applied': {
			return 'end';
		}

		case 'profiles':
		case 'reading':
		case 'problem': {
			return screen.name;
		}
	}
}

function drawnMode({exists, editing, focus}: On<'drawn'>): Mode {
	return exists !== undefined
		? 'overwrite'
		: editing !== undefined
			? 'text'
			: focus === 'details'
				? 'drawn-details'
				: 'drawn';
}

function findingsMode({searching, focus}: On<'findings'>): Mode {
	return searching ? 'findings-search' : focus === 'details' ? 'details' : 'findings';
}

function topologyMode({editing, focus, showing}: On<'topology'>): Mode {
	return editing?.kind ?? (focus === 'details' ? 'details' : showing === 'map' ? 'map' : 'topology');
}
