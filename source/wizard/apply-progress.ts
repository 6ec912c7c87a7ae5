import type {StepResult} from '../apply/journal-entry.js';
import type {ApplyEvent} from '../apply/run-steps.js';
import type {Step} from '../plan/plan.js';

export type StepProgress = {
	readonly id: string;
	readonly title: string;
	readonly state: 'waiting' | 'running' | 'done' | 'skipped' | 'failed';
	/** What runs, while it runs; why, once it was skipped or failed. */
	readonly detail: string;
};

/** How a step ended, in the words of whoever looks on; why stands in the event's detail. */
export const stateOf = {
	done: 'done',
	already: 'done',
	skipped: 'skipped',
	refused: 'failed',
	unknown: 'failed',
} as const satisfies Record<StepResult, StepProgress['state']>;

/** Where every step stands, from what happened so far. Steps run side by side, so a log would be hard to follow. */
export function applyProgress(steps: readonly Step[], events: readonly ApplyEvent[]): readonly StepProgress[] {
	const now = new Map<string, Pick<StepProgress, 'state' | 'detail'>>();
	for (const event of events) {
		switch (event.kind) {
			case 'step-started': {
				now.set(event.step, {state: 'running', detail: event.command});
				break;
			}

			case 'output': {
				now.set(event.step, {state: 'running', detail: event.line});
				break;
			}

			case 'step-ended': {
				now.set(event.step, {state: stateOf[event.result], detail: event.detail});
				break;
			}

			case 'note': {
				break;
			}
		}
	}

	return steps.map(({id, title}) => ({id, title, ...(now.get(id) ?? {state: 'waiting', detail: ''})}));
}

/** The last thing said that is not about one step. */
export function lastNote(events: readonly ApplyEvent[]): string | undefined {
	return events.findLast(event => event.kind === 'note')?.text;
}
