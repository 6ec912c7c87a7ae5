import type {Advice, Choice, Plan, Step} from '../../plan/plan.js';
import type {Memory} from '../state.js';

export type PlanRow =
	| {readonly kind: 'step'; readonly key: string; readonly step: Step; readonly on: boolean; readonly number: number}
	/** Network policies of one purpose, as one. */
	| {
			readonly kind: 'policies';
			readonly key: string;
			readonly purpose: string;
			readonly steps: readonly Step[];
			readonly on: boolean;
			/** Of its first step. */
			readonly number: number;
	  }
	| {readonly kind: 'choice'; readonly key: string; readonly choice: Choice}
	| {readonly kind: 'advice'; readonly key: string; readonly advice: Advice}
	| {readonly kind: 'proof'; readonly key: string};

type StepRow = Extract<PlanRow, {kind: 'step'}>;

/** More policies than these are told by their purpose. */
const fewPolicies = 4;

export function planRows({wholePlan, plan, without}: Memory, isFolded = false): readonly PlanRow[] {
	if (wholePlan === undefined) {
		return [];
	}

	const {steps, choices} = wholePlan;
	const stepRows = steps.map((step, index): StepRow => {
		const planned = plan?.steps.find(({id}) => id === step.id);
		return {
			kind: 'step',
			key: `step:${step.id}`,
			// As it will be written: without what served only with a step that was switched off.
			step: planned ?? step,
			on: !without.includes(step.id) && (plan === undefined || planned !== undefined),
			number: index + 1,
		};
	});
	const isLong = stepRows.filter(({step}) => isPolicy(step)).length > fewPolicies;
	return [
		// What the plan does as a whole comes first, and stays in sight while steps are switched.
		{kind: 'proof', key: 'proof'},
		...(isFolded && isLong ? foldPolicies(stepRows, wholePlan) : stepRows),
		...choices.map(choice => ({kind: 'choice', key: `choice:${choiceKey(choice)}`, choice}) as const),
		// Advice on a flow that stays blocked would do harm: as long as the plan is made there is none.
		...(plan?.advice ?? []).map((item, index) => ({kind: 'advice', key: `advice:${index}`, advice: item}) as const),
	];
}

function isPolicy({change}: Step): boolean {
	return change.kind === 'kube-object';
}

/** Policies that serve the same requirements become one row, where the first of them stands. */
function foldPolicies(rows: readonly StepRow[], plan: Plan): readonly PlanRow[] {
	const requirements = new Map(plan.before.map(({flow, requirement}) => [flow, requirement]));
	const purposeOf = ({flows}: Step) => [...new Set(flows.map(flow => requirements.get(flow) ?? flow))].join(', ');
	const groups = Map.groupBy(
		rows.filter(({step}) => isPolicy(step)),
		({step}) => purposeOf(step),
	);
	return rows.flatMap((row): readonly PlanRow[] => {
		const purpose = purposeOf(row.step);
		const own = isPolicy(row.step) ? (groups.get(purpose) ?? []) : [];
		if (own.length < 2) {
			return [row];
		}

		const steps = own.map(({step}) => step);
		const on = own.some(item => item.on);
		return own[0] === row
			? [{kind: 'policies', key: `policies:${purpose}`, purpose, steps, on, number: row.number}]
			: [];
	});
}

/** Switches several steps at once: off where one of them is on, else on. */
export function toggleSteps(plan: Plan, without: readonly string[], ids: readonly string[]): readonly string[] {
	const isOff = ids.every(id => without.includes(id));
	const due = ids.filter(id => without.includes(id) === isOff);
	return due.reduce((off, id) => (off.includes(id) === isOff ? toggleStep(plan, off, id) : off), without);
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
