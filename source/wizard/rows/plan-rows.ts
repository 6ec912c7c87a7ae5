import type {Advice, Choice, Plan, Step} from '../../plan/plan.js';
import type {Memory} from '../state.js';

export type PlanRow =
	| {readonly kind: 'step'; readonly key: string; readonly step: Step; readonly on: boolean; readonly number: number}
	| {readonly kind: 'choice'; readonly key: string; readonly choice: Choice}
	| {readonly kind: 'advice'; readonly key: string; readonly advice: Advice}
	| {readonly kind: 'proof'; readonly key: string};

export function planRows({wholePlan, plan, without}: Memory): readonly PlanRow[] {
	if (wholePlan === undefined) {
		return [];
	}

	const {steps, choices, advice} = wholePlan;
	return [
		// What the plan does as a whole comes first, and stays in sight while steps are switched.
		{kind: 'proof', key: 'proof'},
		...steps.map(
			(step, index) =>
				({
					kind: 'step',
					key: `step:${step.id}`,
					step,
					// What only served with a step that was switched off is not in the plan either.
					on: !without.includes(step.id) && (plan?.steps.some(({id}) => id === step.id) ?? true),
					number: index + 1,
				}) as const,
		),
		...choices.map(choice => ({kind: 'choice', key: `choice:${choiceKey(choice)}`, choice}) as const),
		...advice.map((item, index) => ({kind: 'advice', key: `advice:${index}`, advice: item}) as const),
	];
}

/** As `--choose` spells it. */
export function choiceKey({requirement, control}: Choice): string {
	return `${requirement}@${control}`;
}

/** The next way through a choice: its options in order, then `none`, then the first again. */
export function nextOption({taken, options}: Choice): string {
	const ids = [...options.map(({id}) => id), 'none'];
	return ids[(ids.indexOf(taken ?? 'none') + 1) % ids.length] ?? 'none';
}

/**
 * Switches a step on or off and what depends on it with it: a step that waits for one that is off cannot be done, and a
 * step that is switched on needs the ones before it.
 */
export function toggleStep({steps}: Plan, without: readonly string[], id: string): readonly string[] {
	const turningOn = without.includes(id);
	const affected = new Set([id]);
	for (let grown = true; grown; ) {
		const before = affected.size;
		for (const step of steps) {
			if (turningOn && affected.has(step.id)) {
				step.after.forEach(needed => affected.add(needed));
			} else if (!turningOn && step.after.some(needed => affected.has(needed))) {
				affected.add(step.id);
			}
		}

		grown = affected.size > before;
	}

	const kept = without.filter(other => !affected.has(other));
	return turningOn ? kept : [...kept, ...affected];
}

/** Steps that must be typed, not clicked. */
