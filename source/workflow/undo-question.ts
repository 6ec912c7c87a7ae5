import type {Step} from '../plan/plan.js';
import {pluralize} from '../plan/pluralize.js';
import type {Proof} from '../plan/proof.js';

/** What it costs stands in the question; what each step puts back is shown by going step by step. */
export function undoQuestion(
	steps: readonly Pick<Step, 'flows'>[],
	{proof}: {readonly proof: Pick<Proof, 'won'> | undefined},
): string {
	const flows = new Set(steps.flatMap(step => step.flows));
	const lost = (proof?.won ?? []).filter(flow => flows.has(flow)).length;
	return `Take back ${pluralize(steps.length, 'step')}? ${lost === 0 ? 'No flow that the run opened depends on them.' : `Blocks ${pluralize(lost, 'flow')} again.`}`;
}
