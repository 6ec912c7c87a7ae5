import type {FormatSummary} from '../dependencies.js';
import type {Memory} from '../state.js';

export type OutputRow =
	| {readonly kind: 'write' | 'apply' | 'leave'; readonly key: string; readonly title: string}
	| {readonly kind: 'format'; readonly key: string; readonly format: FormatSummary; readonly on: boolean}
	| {readonly kind: 'folder'; readonly key: string; readonly folder: string};

/** What can be done with a plan. Without steps there is nothing to write or apply. */
export function outputRows({formats, chosenFormats, folder, canApply, plan}: Memory): readonly OutputRow[] {
	const leave = {kind: 'leave', key: 'leave', title: 'Leave without writing anything'} as const;
	if (plan === undefined || plan.steps.length + plan.advice.length === 0) {
		return [leave];
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
		leave,
	];
}
