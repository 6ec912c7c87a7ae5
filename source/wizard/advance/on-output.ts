import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {type OutputRow, outputRows} from '../rows/output-rows.js';
import type {On, WizardState} from '../state.js';
import {editField, fieldOf} from '../text-field.js';
import {ending, remember, revisit, run, show, stay, type Transition, update} from './advanced.js';
import {fresh} from './journey.js';
import {toggle} from './on-profiles.js';

export function onOutput(state: WizardState, screen: On<'output'>, act: UserAction): Transition {
	if (screen.exists !== undefined) {
		return onExisting(state, screen, act);
	}

	return screen.editing === undefined ? onRows(state, screen, act) : onName(state, screen, act);
}

function onRows(state: WizardState, screen: On<'output'>, act: UserAction): Transition {
	const rows = outputRows(state.memory);
	const keys = rows.map(({key}) => key);
	const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: moveSelection(keys, screen.selected, act.by)}));
		}

		case 'move-to': {
			return stay(update(state, screen, {selected: act.end === 'first' ? keys[0] : keys.at(-1)}));
		}

		case 'toggle': {
			return row === undefined ? stay(state) : toggleRow(state, screen, row);
		}

		case 'back': {
			return stay(revisit(state, fresh.plan));
		}

		case 'accept': {
			return row === undefined ? stay(state) : accept(state, row);
		}

		default: {
			return stay(state);
		}
	}
}

function toggleRow(state: WizardState, screen: On<'output'>, row: OutputRow): Transition {
	switch (row.kind) {
		case 'format': {
			return stay(remember(state, {chosenFormats: toggle(state.memory.chosenFormats, row.format.id)}));
		}

		case 'folder': {
			return stay(update(state, screen, {editing: fieldOf(row.folder)}));
		}

		case 'save': {
			return stay(update(state, screen, {editing: fieldOf(row.file)}));
		}

		default: {
			return stay(state);
		}
	}
}

function accept(state: WizardState, row: OutputRow): Transition {
	switch (row.kind) {
		case 'leave': {
			return {state, orders: [{type: 'leave', result: ending(state.memory, 'left')}]};
		}

		case 'apply': {
			return stay(show(state, fresh.confirm));
		}

		case 'save': {
			return save(state, false);
		}

		default: {
			return write(state, false);
		}
	}
}

export function write(state: WizardState, overwrite: boolean): Transition {
	const {plan, chosenFormats, formats, folder} = state.memory;
	if (plan === undefined || chosenFormats.length === 0 || state.waiting.write !== undefined) {
		return stay(state);
	}

	const ordered = formats.map(({id}) => id).filter(id => chosenFormats.includes(id));
	return run(stay(state), {kind: 'write', request: {plan, formats: ordered, folder, overwrite}});
}

/** The question that was answered last, as a profile. */
function save(state: WizardState, overwrite: boolean): Transition {
	const {inspection, profileFile: file} = state.memory;
	return inspection === undefined || state.waiting.save !== undefined
		? stay(state)
		: run(stay(state), {kind: 'save', request: {inspection, file, overwrite}});
}

function onName(state: WizardState, screen: On<'output'>, act: UserAction): Transition {
	const {editing} = screen;
	if (editing === undefined) {
		return stay(state);
	}

	switch (act.type) {
		case 'edit': {
			return stay(update(state, screen, {editing: editField(editing, act.edit)}));
		}

		case 'back': {
			return stay(update(state, screen, {editing: undefined}));
		}

		case 'accept': {
			const name = editing.text.trim();
			const kept = update(state, screen, {editing: undefined});
			const isFile = screen.selected === 'save';
			return stay(name === '' ? kept : remember(kept, isFile ? {profileFile: name} : {folder: name}));
		}

		default: {
			return stay(state);
		}
	}
}

/** Files are there already: nothing was written, and nothing will be without a yes. */
function onExisting(state: WizardState, screen: On<'output'>, act: UserAction): Transition {
	switch (act.type) {
		case 'yes': {
			const kept = update(state, screen, {exists: undefined});
			return screen.exists?.task === 'save' ? save(kept, true) : write(kept, true);
		}

		case 'no':
		case 'back': {
			return stay(update(state, screen, {exists: undefined}));
		}

		default: {
			return stay(state);
		}
	}
}
