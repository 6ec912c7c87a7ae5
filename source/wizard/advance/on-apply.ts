import {type DangerousStep, dangerousSteps} from '../../plan/dangerous-steps.js';
import type {UserAction} from '../effect.js';
import type {Memory, On, WizardState} from '../state.js';
import {editField, emptyField} from '../text-field.js';
import {revisit, run, show, stay, type Transition, update} from './advanced.js';
import {fresh} from './journey.js';

/** The dangerous step that waits for its code; undefined when Enter is enough. */
export function awaitsConsent({plan}: Memory, {allowed}: Pick<On<'confirm'>, 'allowed'>): DangerousStep | undefined {
	return plan === undefined ? undefined : dangerousSteps(plan)[allowed];
}

export function onConfirm(state: WizardState, screen: On<'confirm'>, act: UserAction): Transition {
	const step = awaitsConsent(state.memory, screen);
	switch (act.type) {
		case 'move': {
			return stay(update(state, screen, {selected: act.by < 0 ? 'whole' : 'step-by-step'}));
		}

		case 'edit': {
			return stay(step === undefined ? state : update(state, screen, {typed: editField(screen.typed, act.edit)}));
		}

		case 'back': {
			return stay(revisit(state, fresh.output));
		}

		case 'accept': {
			if (step === undefined) {
				return start(state, screen);
			}

			// Typing the code is the last guard before a live network changes; Enter alone does nothing.
			if (screen.typed.text.trim() !== step.danger.code) {
				return stay(state);
			}

			const next = {...screen, allowed: screen.allowed + 1, typed: emptyField};
			return awaitsConsent(state.memory, next) === undefined ? start(state, next) : stay(update(state, screen, next));
		}

		default: {
			return stay(state);
		}
	}
}

function start(state: WizardState, {selected}: On<'confirm'>): Transition {
	const {plan} = state.memory;
	return plan === undefined
		? stay(state)
		: run(stay(show(state, fresh.applying)), {kind: 'apply', plan, mode: selected});
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

	if (screen.asking !== undefined && act.type === 'move') {
		return stay(update(state, screen, {scroll: Math.max(0, screen.scroll + act.by)}));
	}

	if (screen.asking !== undefined && act.type === 'move-to') {
		return stay(update(state, screen, {scroll: act.end === 'first' ? 0 : Number.MAX_SAFE_INTEGER}));
	}

	if (act.type !== 'leave' || screen.stopping) {
		return stay(state);
	}

	// The outcome still comes and is shown: what was done must not be lost sight of.
	return {state: update(state, screen, {stopping: true}), orders: [{type: 'abort', kind: 'apply'}]};
}
