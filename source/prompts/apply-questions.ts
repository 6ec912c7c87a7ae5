import {Cancelled} from '../errors.js';
import type {DangerousStep} from '../plan/dangerous-steps.js';
import type {Step} from '../plan/plan.js';
import {pluralize} from '../plan/pluralize.js';
import {changeLines} from '../render/plan/change-lines.js';
import {printable} from '../render/printable.js';
import {type Asker, choose} from './asker.js';

export type ApplyMode = 'whole' | 'step-by-step' | 'leave';

/** @param question where it is not whether to apply the steps */
export async function askMode(steps: readonly Step[], asker: Asker, question?: string): Promise<ApplyMode> {
	const answer = await choose(
		asker,
		question ?? `Apply ${steps.length === 1 ? 'this step' : `these ${pluralize(steps.length, 'step')}`}?`,
		[
			{value: 'whole', title: 'All of it', name: 'all', aliases: ['y', 'yes']},
			{value: 'step-by-step', title: 'Step by step, asked before each', name: 'steps'},
			{value: 'leave', title: 'Nothing', name: 'no', aliases: ['n']},
		],
		'leave',
	);
	return answer === 'whole' || answer === 'step-by-step' ? answer : 'leave';
}

/** Whether each dangerous step was allowed, by typing its code; the first one that was not ends the questions. */
export async function askConsent(steps: readonly DangerousStep[], asker: Asker): Promise<boolean> {
	for (const {title, danger} of steps) {
		asker.say(`Careful: ${title}: ${danger.warning}`);
		const typed = await asker.input(
			`Type ${danger.code} to allow it, or press Enter to change nothing:`,
			'',
			() => undefined,
		);
		if (typed.trim() !== danger.code) {
			return false;
		}
	}

	return true;
}

/** Apply, skip or stop; what the step does stands above the question. */
export async function askStep(step: Step, asker: Asker): Promise<'apply' | 'skip' | 'stop'> {
	asker.say('');
	asker.say(step.title);
	if (step.danger !== undefined) {
		asker.say(`Careful: ${step.danger.warning}`);
	}

	changeLines(step.change).forEach(({sign, text}) => asker.say(`  ${sign} ${text}`));
	asker.say(`Without it: ${printable(step.reason)}`);
	const answer = await choose(
		asker,
		'Apply this step?',
		[
			{value: 'apply', title: 'Apply', name: 'a', aliases: ['y', 'yes']},
			{value: 'skip', title: 'Skip', name: 's', aliases: ['n', 'no']},
			{value: 'stop', title: 'Stop here', name: 'q'},
		],
		'apply',
	).catch((error: unknown) => {
		// In the midst of a run, Ctrl-C stops after what is done; the journal has the rest.
		if (error instanceof Cancelled) {
			return 'stop';
		}

		throw error;
	});
	return answer === 'apply' || answer === 'skip' ? answer : 'stop';
}
