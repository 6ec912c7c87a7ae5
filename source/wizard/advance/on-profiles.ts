import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {profileRows} from '../rows/profile-rows.js';
import type {On, WizardState} from '../state.js';
import {remember, revisit, run, show, stay, type Transition, update} from './advanced.js';
import {fresh, toAnswer} from './journey.js';

export function onProfiles(state: WizardState, screen: On<'profiles'>, act: UserAction): Transition {
	const {chosenProfiles} = state.memory;
	const names = profileRows(state.memory).map(({name}) => name);
	const selected = selectedKey(names, screen.selected ?? chosenProfiles[0]);
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: moveSelection(names, selected, act.by)}));
		}

		case 'move-to': {
			return stay(update(state, screen, {selected: act.end === 'first' ? names[0] : names.at(-1)}));
		}

		case 'toggle': {
			return selected === undefined
				? stay(state)
				: stay(remember(state, {chosenProfiles: toggle(chosenProfiles, selected)}));
		}

		case 'focus': {
			return stay(revisit(state, fresh.ends));
		}

		case 'again': {
			return state.memory.profiles.state === 'failed'
				? run(stay(remember(state, {profiles: {state: 'loading'}})), {kind: 'list-profiles'})
				: stay(state);
		}

		case 'draw': {
			return stay(revisit(state, fresh.draw));
		}

		case 'back': {
			const cluster = state.visited.cluster;
			return stay(cluster === undefined ? state : show(state, cluster));
		}

		case 'accept': {
			if (selected === undefined) {
				return stay(state);
			}

			// Enter on one profile means that one when none is ticked.
			const none = !chosenProfiles.some(name => names.includes(name));
			return toAnswer(remember(state, {questions: [], ...(none ? {chosenProfiles: [selected]} : {})}));
		}

		default: {
			return stay(state);
		}
	}
}

export function toggle(names: readonly string[], name: string): readonly string[] {
	return names.includes(name) ? names.filter(other => other !== name) : [...names, name];
}
