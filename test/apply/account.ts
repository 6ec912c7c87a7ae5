import {expect} from 'vitest';
import type {StepRecord} from '../../source/apply/fold-run.js';
import type {RunPlanOptions} from '../../source/apply/run-plan.js';

/** What a journal claims, asked of the world itself. */
export async function expectTrue(
	steps: readonly StepRecord[],
	{target, signal}: Pick<RunPlanOptions, 'target' | 'signal'>,
): Promise<void> {
	for (const {step, result} of steps) {
		const {standing} = await patiently(() => target.writer.look(step.change, signal));
		switch (result) {
			case 'done':
			case 'already': {
				expect(standing, result).toBe('after');
				break;
			}

			case 'refused':
			case 'pending':
			case 'skipped':
			case 'reverted': {
				expect(standing, result).toBe('before');
				break;
			}

			default: {
				break;
			}
		}
	}
}

/** What goes wrong with the outside passes; the question is what is there. */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await ask();
		} catch (error) {
			if (attempt === 10) {
				throw error;
			}
		}
	}
}

/** A failed operation may leave its mark on what it did not change. */
export function withoutStates(dump: unknown): unknown {
	return JSON.parse(JSON.stringify(dump, (key, value) => (key === 'provisioningState' ? undefined : value)));
}
