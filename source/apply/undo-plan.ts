import {invert} from '../plan/invert.js';
import type {ExecutablePlan, Step} from '../plan/plan.js';
import {type RunRecord, stepsToUndo} from './fold-run.js';

const prefix = 'Take back: ';

/** A run's steps backwards, as far as they may have happened; a plan like any other, with a journal of its own. */
export function undoPlan(record: RunRecord): ExecutablePlan {
	const undone = stepsToUndo(record).map(({step}) => step);
	const {schemaVersion, cluster, profiles, asked, answers} = record.plan;
	return {
		...{schemaVersion, cluster, profiles, answers, ...(asked === undefined ? {} : {asked})},
		steps: undone.map(step => inverseOf(step, undone)),
		// Every step is looked at before it is taken back; nothing else has to be as it was.
		basis: [],
	};
}

function inverseOf(step: Step, undone: readonly Step[]): Step {
	return {
		...step,
		title: step.title.startsWith(prefix) ? step.title.slice(prefix.length) : `${prefix}${step.title}`,
		reason: 'It restores what was there before.',
		change: invert(step.change),
		danger: undefined,
		// What was built on this step has to go first.
		after: undone.filter(other => other.after.includes(step.id)).map(({id}) => id),
	};
}
