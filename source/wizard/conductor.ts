import {advance} from './advance.js';
import type {WizardDependencies} from './dependencies.js';
import type {EffectKind, Order, StepAnswer, WizardEvent, WizardResult} from './effect.js';
import {runEffect} from './run-effect.js';
import type {WizardState} from './state.js';

export type Conductor = {
	readonly getState: () => WizardState;
	readonly send: (event: WizardEvent) => void;
	readonly subscribe: (listener: () => void) => () => void;
	/** Stops everything that is under way. */
	readonly close: () => void;
};

/** Holds the state, feeds events to the reducer and carries its orders out. Knows nothing of how it is shown. */
export function createConductor(
	dependencies: WizardDependencies,
	initial: WizardState,
	onResult: (result: WizardResult) => void,
): Conductor {
	const listeners = new Set<() => void>();
	const controllers = new Map<EffectKind, AbortController>();
	let state = initial;
	let answerStep: ((answer: StepAnswer) => void) | undefined;

	function send(event: WizardEvent): void {
		const {state: next, orders} = advance(state, event);
		state = next;
		for (const listener of listeners) {
			listener();
		}

		orders.forEach(follow);
	}

	function follow(order: Order): void {
		switch (order.type) {
			case 'run': {
				start(order);
				return;
			}

			case 'abort': {
				controllers.get(order.kind)?.abort();
				return;
			}

			case 'answer-step': {
				answerStep?.(order.answer);
				answerStep = undefined;
				return;
			}

			case 'leave': {
				close();
				onResult(order.result);
			}
		}
	}

	function start({effect}: Extract<Order, {type: 'run'}>): void {
		const {kind} = effect.task;
		const controller = new AbortController();
		controllers.get(kind)?.abort();
		controllers.set(kind, controller);
		void runEffect(effect, {
			dependencies,
			signal: controller.signal,
			report: send,
			askStep: async () =>
				new Promise(resolve => {
					answerStep = resolve;
				}),
		});
	}

	function close(): void {
		for (const controller of controllers.values()) {
			controller.abort();
		}
	}

	return {
		getState: () => state,
		send,
		subscribe: listener => {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
		close,
	};
}
