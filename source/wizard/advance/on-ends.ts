import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {endProblem, endRows, questionsOf} from '../rows/end-rows.js';
import type {On, WizardState} from '../state.js';
import {editField, fieldOf} from '../text-field.js';
import {remember, revisit, stay, type Transition, update} from './advanced.js';
import {fresh, readTopology, toAnswer} from './journey.js';

export function onEnds(state: WizardState, screen: On<'ends'>, act: UserAction): Transition {
	const rows = endRows(screen, readTopology(state.memory));
	const keys = rows.map(({key}) => key);
	const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: moveSelection(keys, screen.selected, act.by)}));
		}

		case 'edit': {
			// The best match is the first one: a selection made before would hide it.
			const field = editField(screen[screen.end], act.edit);
			return stay(update(state, screen, {[screen.end]: field, selected: undefined, refused: false}));
		}

		case 'complete': {
			return stay(row === undefined ? state : update(state, screen, {...taken(screen, row.value), refused: false}));
		}

		case 'back': {
			return stay(
				screen.end === 'to'
					? update(state, screen, {end: 'from', selected: undefined, refused: false})
					: revisit(state, fresh.profiles),
			);
		}

		case 'accept': {
			return accept(state, row === undefined ? screen : {...screen, ...taken(screen, row.value)});
		}

		default: {
			return stay(state);
		}
	}
}

function taken({end}: On<'ends'>, value: string): Partial<On<'ends'>> {
	return {[end]: fieldOf(value), selected: undefined};
}

/** The first end leads to the second, the second to the answer; what cannot be asked stays, with the reason. */
function accept(state: WizardState, screen: On<'ends'>): Transition {
	const asked = questionsOf(screen);
	if (endProblem(screen, readTopology(state.memory)) !== undefined || screen.from.text.trim() === '') {
		return stay(update(state, screen, {refused: true}));
	}

	if (screen.end === 'from') {
		return stay(update(state, screen, {end: 'to', selected: undefined, refused: false}));
	}

	return typeof asked === 'string'
		? stay(update(state, screen, {refused: true}))
		: toAnswer(remember(update(state, screen, {refused: false}), {questions: asked, chosenProfiles: []}));
}
