import type {ControlId} from '../controls/control-id.js';
import {valueKey} from '../network/value-key.js';
import type {DraftedStep} from './drafted-step.js';
import type {PlanProblem} from './needs/draft.js';
import type {Advice} from './plan.js';
import type {Wanted} from './wanted.js';

/** What a person can do where no change is ours to make; the same advice for several flows is said once. */
export function adviceOf(wanted: readonly Wanted[]): readonly Advice[] {
	const advice = new Map<string, Advice>();
	for (const {need, flow, control} of wanted) {
		if (need.kind === 'advice') {
			const old = advice.get(need.text);
			const allow = [...(old?.allow ?? []), ...(need.allow ?? [])];
			advice.set(need.text, {
				control,
				flows: [...new Set([...(old?.flows ?? []), flow.id])],
				text: need.text,
				commands: need.commands,
				...(allow.length === 0 ? {} : {allow}),
			});
		}
	}

	return [...advice.values()];
}

/** Why a change that was wanted could not be made. */
export function problemAdvice(control: ControlId, problems: readonly PlanProblem[]): readonly Advice[] {
	return problems.map(({text, wanted, commands}) => ({
		control,
		text,
		flows: [...new Set(wanted.map(({flow}) => flow.id))],
		commands,
	}));
}

/** Changes that win nothing while a person has not done their part: what they will be, so that nobody is surprised. */
export function adviceLater(steps: readonly DraftedStep[]): readonly Advice[] {
	const waiting = Map.groupBy(steps, ({step}) => `${step.control} ${valueKey(step.flows)}`);
	return [...waiting.values()].flatMap(group =>
		group.slice(0, 1).map(({step: {control, flows}}) => ({
			control,
			flows,
			text: `Planned only when what else is in the way is gone, because it opens nothing before: ${group.map(({step}) => step.title).join('; ')}. Plan again then.`,
			commands: [],
		})),
	);
}
