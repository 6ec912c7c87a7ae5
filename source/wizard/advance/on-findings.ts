import type {UserAction} from '../effect.js';
import {findingRows} from '../rows/finding-rows.js';
import type {On, WizardState} from '../state.js';
import {revisit, stay, type Transition, update} from './advanced.js';
import {fresh, planAll} from './journey.js';
import {onSplitList} from './on-split-list.js';

export function onFindings(state: WizardState, screen: On<'findings'>, act: UserAction): Transition {
	const {inspection} = state.memory;
	const keys = inspection === undefined ? [] : findingRows(inspection.assessment).map(({key}) => key);
	const changes = onSplitList(keys, screen, act);
	if (changes !== undefined) {
		return stay(update(state, screen, changes));
	}

	switch (act.type) {
		case 'back': {
			return stay(revisit(state, fresh.topology));
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
