import type {Danger, ExecutablePlan, Step} from './plan.js';

export type DangerousStep = Step & {readonly danger: Danger};

/** The steps that a person has to consent to one by one, each by its code; without those that were allowed by code or id. */
export function dangerousSteps(
	{steps}: Pick<ExecutablePlan, 'steps'>,
	allowed: readonly string[] = [],
): readonly DangerousStep[] {
	return steps.filter(
		(step): step is DangerousStep =>
			step.danger !== undefined && !allowed.includes(step.danger.code) && !allowed.includes(step.id),
	);
}
