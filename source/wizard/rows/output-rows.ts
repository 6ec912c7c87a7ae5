import type {FormatSummary} from '../dependencies.js';
import type {Memory} from '../state.js';

export type OutputRow =
	| {readonly kind: 'write' | 'apply' | 'leave'; readonly key: string; readonly title: string}
	| {readonly kind: 'format'; readonly key: string; readonly format: FormatSummary; readonly on: boolean}
	| {readonly kind: 'folder'; readonly key: string; readonly folder: string}
	| {readonly kind: 'save'; readonly key: string; readonly title: string; readonly file: string};

/** What can be done with a plan. Without steps there is nothing to write or apply; a question can be kept all the same. */
export function outputRows(memory: Memory): readonly OutputRow[] {
	const {formats, chosenFormats, folder, canApply, plan, questions, profileFile: file} = memory;
	const leave = {kind: 'leave', key: 'leave', title: 'Leave without writing anything'} as const;
	const save =
		questions.length === 0
			? []
			: [{kind: 'save', key: 'save', title: 'Save what was asked as a profile', file} as const];
	if (plan === undefined || plan.steps.length + plan.advice.length === 0) {
		return [...save, leave];
	}

	return [
		{kind: 'write', key: 'write', title: 'Write scripts to review and run yourself'},
		...formats.map(
			format => ({kind: 'format', key: `format:${format.id}`, format, on: chosenFormats.includes(format.id)}) as const,
		),
		{kind: 'folder', key: 'folder', folder},
		...(canApply && plan.steps.length > 0
			? [{kind: 'apply', key: 'apply', title: 'Apply the plan now, step by step or as a whole'} as const]
			: []),
		...save,
		leave,
	];
}
