import type {UserAction} from '../effect.js';
import {selectedKey} from '../list-cursor.js';
import {outputRows} from '../rows/output-rows.js';
import {choiceKey, nextOption, type PlanRow, planRows, toggleStep, toggleSteps} from '../rows/plan-rows.js';
import type {On, WizardState} from '../state.js';
import {remember, revisit, stay, type Transition, update} from './advanced.js';
import {fresh, planAll, planChosen} from './journey.js';
import {write} from './on-output.js';
import {onSplitList} from './on-split-list.js';

export function onPlan(state: WizardState, screen: On<'plan'>, act: UserAction): Transition {
	const rows = planRows(state.memory, screen.folded);
	const keys = rows.map(({key}) => key);
	const changes = onSplitList(keys, screen, act);
	if (changes !== undefined) {
		return stay(update(state, screen, changes));
	}

	switch (act.type) {
		case 'show': {
			const showing = screen.showing === 'difference' ? 'commands' : 'difference';
			return stay(update(state, screen, {showing, scroll: 0}));
		}

		case 'regroup': {
			return stay(update(state, screen, {folded: !screen.folded, selected: undefined, scroll: 0}));
		}

		case 'toggle': {
			const row = rows.find(({key}) => key === selectedKey(keys, screen.selected));
			return row === undefined ? stay(state) : toggleRow(state, row);
		}

		case 'back': {
			return stay(revisit(state, fresh.findings));
		}

		case 'write': {
			return writeScripts(state);
		}

		case 'accept': {
			return stay(state.memory.plan === undefined ? state : revisit(state, fresh.output));
		}

		default: {
			return stay(state);
		}
	}
}

/** The scripts of the plan as it is; where to and in which formats is asked on the way back only. */
function writeScripts(state: WizardState): Transition {
	const canWrite = outputRows(state.memory).some(({kind}) => kind === 'write');
	return canWrite ? write(revisit(state, fresh.output), false) : stay(state);
}

function toggleRow(state: WizardState, row: PlanRow): Transition {
	const {wholePlan, without, choices} = state.memory;
	if (wholePlan === undefined) {
		return stay(state);
	}

	switch (row.kind) {
		case 'step': {
			return planChosen(remember(state, {without: toggleStep(wholePlan, without, row.step.id)}));
		}

		case 'policies': {
			const ids = row.steps.map(({id}) => id);
			return planChosen(remember(state, {without: toggleSteps(wholePlan, without, ids)}));
		}

		case 'choice': {
			const key = choiceKey(row.choice);
			return planAll(remember(state, {choices: {...choices, [key]: nextOption(row.choice)}}));
		}

		case 'advice':
		case 'proof': {
			return stay(state);
		}
	}
}
