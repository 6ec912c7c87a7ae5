import type {DrawSource} from '../dependencies.js';
import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {type DrawRow, drawRows} from '../rows/draw-rows.js';
import {droppedPath} from '../rows/dropped-path.js';
import type {On, WizardState} from '../state.js';
import {editField, emptyField} from '../text-field.js';
import {abort, revisit, run, stay, type Transition, update} from './advanced.js';
import {fresh} from './journey.js';

/** What a profile is drawn from: what runs in a namespace, or a log. */
export function onDraw(state: WizardState, screen: On<'draw'>, act: UserAction): Transition {
	if (state.waiting.draw !== undefined) {
		return act.type === 'back' ? abort(stay(state), 'draw') : stay(state);
	}

	const rows = drawRows(state.memory);
	const keys = rows.map(({key}) => key);
	const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
	if (screen.editing !== undefined) {
		return onFile(state, screen, row, act);
	}

	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: moveSelection(keys, screen.selected, act.by)}));
		}

		case 'move-to': {
			return stay(update(state, screen, {selected: act.end === 'first' ? keys[0] : keys.at(-1)}));
		}

		case 'back': {
			return stay(revisit(state, fresh.profiles));
		}

		case 'toggle':
		case 'accept': {
			return row === undefined ? stay(state) : take(state, screen, row, act.type);
		}

		default: {
			return stay(state);
		}
	}
}

function take(state: WizardState, screen: On<'draw'>, row: DrawRow, act: 'toggle' | 'accept'): Transition {
	switch (row.kind) {
		case 'masked': {
			return stay(update(state, screen, {masked: !screen.masked}));
		}

		case 'log': {
			return stay(update(state, screen, {selected: row.key, editing: emptyField}));
		}

		case 'source': {
			return act === 'accept' ? draw(update(state, screen, {selected: row.key}), row.source) : stay(state);
		}
	}
}

function draw(state: WizardState, source: DrawSource): Transition {
	return run(stay(state), {kind: 'draw', request: {source, inspection: state.memory.inspection}});
}

function onFile(state: WizardState, screen: On<'draw'>, row: DrawRow | undefined, act: UserAction): Transition {
	const {editing = emptyField} = screen;
	switch (act.type) {
		case 'edit': {
			return stay(update(state, screen, {editing: editField(editing, act.edit)}));
		}

		case 'back': {
			return stay(update(state, screen, {editing: undefined}));
		}

		case 'accept': {
			const typed = editing.text.trim();
			const closed = update(state, screen, {editing: undefined});
			return typed === '' || row?.kind !== 'log'
				? stay(closed)
				: draw(closed, {kind: row.log, file: quotedPath(typed), masked: screen.masked});
		}

		default: {
			return stay(state);
		}
	}
}

/** A file that is dropped on the terminal comes in quotes, or with a backslash before each blank. */
function quotedPath(typed: string): string {
	return /^["']|\\ /.test(typed) ? (droppedPath(typed) ?? typed) : typed;
}
