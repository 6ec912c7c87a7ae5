import {profileName} from '../../render/yaml/drawn-profile-text.js';
import type {ProfileSummary} from '../dependencies.js';
import type {UserAction} from '../effect.js';
import {selectedKey} from '../list-cursor.js';
import {type DrawnRow, drawnRows, fileOf, firstDrawnRow, keptOf} from '../rows/drawn-rows.js';
import type {On, WizardState} from '../state.js';
import {editField, fieldOf} from '../text-field.js';
import {remember, revisit, run, show, stay, type Transition, update} from './advanced.js';
import {fresh} from './journey.js';
import {toggle} from './on-profiles.js';
import {onSplitList} from './on-split-list.js';

/** The rows of a drawn profile, each with its evidence: what is no need is left out, then it is written. */
export function onDrawn(state: WizardState, screen: On<'drawn'>, act: UserAction): Transition {
	if (screen.exists !== undefined) {
		return onExisting(state, screen, act);
	}

	const rows = drawnRows(screen);
	const keys = rows.map(({key}) => key);
	const selected = selectedKey(keys, screen.selected ?? firstDrawnRow(rows));
	if (screen.editing !== undefined) {
		return onEditing(state, screen, screen.editing, act);
	}

	const changes = onSplitList(keys, {...screen, selected}, act);
	if (changes !== undefined) {
		return stay(update(state, screen, changes));
	}

	const row = rows.find(({key}) => key === selected);
	switch (act.type) {
		case 'toggle': {
			return row === undefined ? stay(state) : stay(update(state, screen, toggled(screen, row)));
		}

		case 'back': {
			return stay(revisit(state, fresh.draw));
		}

		case 'accept': {
			return write(state, screen, false);
		}

		default: {
			return stay(state);
		}
	}
}

function toggled({without}: On<'drawn'>, row: DrawnRow): Partial<On<'drawn'>> {
	return row.kind === 'name' || row.kind === 'file'
		? {selected: row.key, editing: {row: row.kind, field: fieldOf(row.text), problem: undefined}}
		: {selected: row.key, without: toggle(without, row.key)};
}

function onEditing(
	state: WizardState,
	screen: On<'drawn'>,
	editing: NonNullable<On<'drawn'>['editing']>,
	act: UserAction,
): Transition {
	switch (act.type) {
		case 'edit': {
			const field = editField(editing.field, act.edit);
			return stay(update(state, screen, {editing: {...editing, field, problem: undefined}}));
		}

		case 'back': {
			return stay(update(state, screen, {editing: undefined}));
		}

		case 'accept': {
			const typed = editing.field.text.trim();
			const problem = editing.row === 'name' ? nameProblem(typed) : typed === '' ? 'Name a file.' : undefined;
			if (problem !== undefined) {
				return stay(update(state, screen, {editing: {...editing, problem}}));
			}

			const said = editing.row === 'name' ? {drawn: {...screen.drawn, name: typed}} : {file: typed};
			return stay(update(state, screen, {...said, editing: undefined}));
		}

		default: {
			return stay(state);
		}
	}
}

/** What is wrong with a name for a profile, a sentence. */
export function nameProblem(typed: string): string | undefined {
	const near = profileName(typed);
	return near === typed && typed !== ''
		? undefined
		: `A name is lower-case words with hyphens${near === undefined ? '' : `, like ${near}`}.`;
}

function write(state: WizardState, screen: On<'drawn'>, overwrite: boolean): Transition {
	const drawn = keptOf(screen);
	return drawn === undefined || state.waiting['write-profile'] !== undefined
		? stay(state)
		: run(stay(state), {kind: 'write-profile', request: {drawn, file: fileOf(screen), overwrite}});
}

function onExisting(state: WizardState, screen: On<'drawn'>, act: UserAction): Transition {
	const closed = update(state, screen, {exists: undefined});
	switch (act.type) {
		case 'yes': {
			return write(closed, {...screen, exists: undefined}, true);
		}

		case 'no':
		case 'back': {
			return stay(closed);
		}

		default: {
			return stay(state);
		}
	}
}

/** It stands among the others, ticked; what was drawn before under its name is this one now. */
export function onProfileWritten(state: WizardState, profile: ProfileSummary): WizardState {
	const {drawn, chosenProfiles, inspected} = state.memory;
	const {name} = profile;
	const known = remember(state, {
		drawn: [...drawn.filter(other => other.name !== name), profile],
		chosenProfiles: [...chosenProfiles.filter(other => other !== name), name],
		// What was judged under this name may have been another text: the network is judged again, and not read again.
		inspected: inspected && {...inspected, subject: ''},
	});
	return show(known, {...fresh.profiles, selected: name});
}
