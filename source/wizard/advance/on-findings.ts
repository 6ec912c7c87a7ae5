import type {UserAction} from '../effect.js';
import {selectedKey} from '../list-cursor.js';
import {findingRows, nextControl} from '../rows/finding-rows.js';
import type {On, WizardState} from '../state.js';
import {editField, emptyField} from '../text-field.js';
import {revisit, stay, type Transition, update} from './advanced.js';
import {fresh, planAll} from './journey.js';
import {toggle} from './on-profiles.js';
import {onSplitList} from './on-split-list.js';

export function onFindings(state: WizardState, screen: On<'findings'>, act: UserAction): Transition {
	const assessment = state.memory.inspection?.assessment ?? {findings: [], unbound: [], notes: []};
	const {view} = screen;
	const rows = findingRows(assessment, {...view, search: screen.search.text});
	const keys = rows.map(({key}) => key);
	if (screen.searching) {
		return stay(update(state, screen, searched(screen, keys, act)));
	}

	const changes = onSplitList(keys, screen, act);
	if (changes !== undefined) {
		return stay(update(state, screen, changes));
	}

	const top = {selected: undefined, scroll: 0};
	switch (act.type) {
		case 'filter': {
			return stay(update(state, screen, {searching: true}));
		}

		case 'regroup': {
			const grouping = view.grouping === 'cause' ? 'requirement' : 'cause';
			return stay(update(state, screen, {...top, view: {...view, grouping}}));
		}

		case 'next-control': {
			const control = nextControl(assessment, view.control);
			return stay(update(state, screen, {...top, view: {...view, control}}));
		}

		case 'toggle': {
			const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
			return row?.kind === 'cause'
				? stay(update(state, screen, {view: {...view, opened: toggle(view.opened, row.key)}}))
				: stay(state);
		}

		case 'back': {
			// What narrows the list is taken back first.
			return view.control === undefined && screen.search.text === ''
				? stay(revisit(state, fresh.topology))
				: stay(update(state, screen, {...top, view: {...view, control: undefined}, search: emptyField}));
		}

		case 'accept': {
			if (state.waiting.reassess !== undefined) {
				return stay(state);
			}

			const next = revisit(state, fresh.plan);
			return state.memory.plan === undefined ? planAll(next) : stay(next);
		}

		default: {
			return stay(state);
		}
	}
}

function searched(screen: On<'findings'>, keys: readonly string[], act: UserAction): Partial<On<'findings'>> {
	switch (act.type) {
		case 'edit': {
			// The best match is the first one: a selection made before the search would hide it.
			return {search: editField(screen.search, act.edit), selected: undefined, scroll: 0};
		}

		case 'accept': {
			return {searching: false};
		}

		case 'back': {
			return {searching: false, search: emptyField, selected: undefined, scroll: 0};
		}

		default: {
			return onSplitList(keys, screen, act) ?? {};
		}
	}
}
