import {armName} from '../../topology/arm-id.js';
import type {UserAction} from '../effect.js';
import {dangerousSteps} from '../rows/plan-rows.js';
import type {Memory, On, WizardState} from '../state.js';
import {editField} from '../text-field.js';
import {revisit, run, show, stay, type Transition, update} from './advanced.js';
import {fresh} from './journey.js';

/** What must be typed before the plan may run; undefined when Enter is enough. */
export function wordToType({plan}: Memory): string | undefined {
	return plan !== undefined && dangerousSteps(plan).length > 0 ? armName(plan.cluster.id) : undefined;
}

export function onConfirm(state: WizardState, screen: On<'confirm'>, act: UserAction): Transition {
	const {plan} = state.memory;
	const word = wordToType(state.memory);
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: act.by < 0 ? 'whole' : 'step-by-step'}));
		}

		case 'edit': {
			return stay(word === undefined ? state : update(state, screen, {typed: editField(screen.typed, act.edit)}));
		}

		case 'back': {
			return stay(revisit(state, fresh.output));
		}

		case 'accept': {
			// Typing the name is the last guard before a live network changes; Enter alone does nothing.
			const isGuarded = word !== undefined && screen.typed.text.trim() !== word;
			return plan === undefined || isGuarded
				? stay(state)
				: run(stay(show(state, fresh.applying)), {kind: 'apply', plan, mode: screen.selected});
		}

		default: {
			return stay(state);
		}
	}
}

/** From here only the apply engine moves things along; the person may answer it, or ask it to stop after this step. */
export function onApplying(state: WizardState, screen: On<'applying'>, act: UserAction): Transition {
	const answers = {yes: 'apply', no: 'skip', back: 'stop'} as const;
	if (screen.asking !== undefined && (act.type === 'yes' || act.type === 'no' || act.type === 'back')) {
		return {
			state: update(state, screen, {asking: undefined}),
			orders: [{type: 'answer-step', answer: answers[act.type]}],
		};
	}

	if (act.type !== 'leave' || screen.stopping) {
		return stay(state);
	}

	// The outcome still comes and is shown: what was done must not be lost sight of.
	return {state: update(state, screen, {stopping: true}), orders: [{type: 'abort', kind: 'apply'}]};
}
