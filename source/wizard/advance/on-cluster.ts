import type {UserAction} from '../effect.js';
import {moveSelection, selectedKey} from '../list-cursor.js';
import {clusterRows} from '../rows/cluster-rows.js';
import type {On, WizardState} from '../state.js';
import {editField, emptyField} from '../text-field.js';
import {remember, run, stay, type Transition, update} from './advanced.js';
import {afterCluster} from './journey.js';

export function onCluster(state: WizardState, screen: On<'cluster'>, act: UserAction): Transition {
	const rows = clusterRows(state.memory, screen.filter.text);
	const keys = rows.map(({key}) => key);
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: moveSelection(keys, screen.selected, act.by)}));
		}

		case 'move-to': {
			return stay(update(state, screen, {selected: act.end === 'first' ? keys[0] : keys.at(-1)}));
		}

		case 'filter': {
			return stay(update(state, screen, {filtering: true}));
		}

		case 'edit': {
			// The best match is the first one: a selection made before the search would hide it.
			return stay(update(state, screen, {filter: editField(screen.filter, act.edit), selected: undefined}));
		}

		case 'back': {
			return stay(update(state, screen, {filter: emptyField, filtering: false}));
		}

		case 'again': {
			return relist(state);
		}

		case 'accept': {
			const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
			return row === undefined ? stay(state) : choose(state, screen, row);
		}

		default: {
			return stay(state);
		}
	}
}

function choose(state: WizardState, screen: On<'cluster'>, row: ReturnType<typeof clusterRows>[number]): Transition {
	const kept = update(state, screen, {selected: row.key, filtering: false});
	return afterCluster(remember(kept, {source: row.source}));
}

/** Only what failed is listed again. */
function relist(state: WizardState): Transition {
	const {clusters, worlds} = state.memory;
	let advanced = stay(state);
	if (clusters.state === 'failed') {
		advanced = run(stay(remember(advanced.state, {clusters: {state: 'loading'}})), {kind: 'list-clusters'});
	}

	return worlds.state === 'failed'
		? run({...advanced, state: remember(advanced.state, {worlds: {state: 'loading'}})}, {kind: 'list-worlds'})
		: advanced;
}
