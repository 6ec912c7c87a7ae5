import type {ApplyEvent} from '../apply/run-steps.js';
import {Cancelled} from '../errors.js';
import {wordToType} from '../wizard/advance/on-apply.js';
import {stateOf} from '../wizard/apply-progress.js';
import type {ApplyRequest} from '../wizard/dependencies.js';
import type {WizardResult} from '../wizard/effect.js';
import {dangerousSteps} from '../wizard/rows/plan-rows.js';
import type {Planned} from './ask-plan.js';
import {choose} from './asker.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** The last question before something changes; dangerous steps are typed. */
export async function askApply(dialogue: Dialogue, planned: Planned): Promise<WizardResult> {
	const {asker, dependencies, signal} = dialogue;
	const {plan} = planned;
	const word = wordToType(planned);
	if (dependencies.apply === undefined) {
		return {kind: 'left'};
	}

	sayHeading(dialogue, `Apply ${plan.steps.length} steps to ${plan.cluster.name}.`);
	const options = [
		{value: 'whole', title: 'All steps, one after the other'},
		{value: 'step-by-step', title: 'Step by step: asked before each'},
		{value: 'leave', title: 'Do not apply'},
	];
	const mode = await choose(asker, 'How?', options, 'leave');
	if (mode !== 'whole' && mode !== 'step-by-step') {
		return {kind: 'left'};
	}

	if (word !== undefined) {
		dangerousSteps(plan).forEach(({title, danger}) => asker.say(`Danger: ${title}: ${danger?.warning ?? ''}`));
		const typed = await asker.input(`Type ${word} to go on, or nothing to leave:`, '', () => undefined);
		if (typed.trim() !== word) {
			return {kind: 'left'};
		}
	}

	const confirm: ApplyRequest['confirm'] = async step => {
		sayHeading(dialogue, `Next: ${step.title}. ${step.reason}`);
		const answers = [
			{value: 'apply', title: 'Apply it'},
			{value: 'skip', title: 'Skip it'},
			{value: 'stop', title: 'Stop here'},
		];
		const answer = await choose(asker, 'Which one?', answers, 'apply').catch((error: unknown) => {
			// In the midst of applying, Ctrl-C stops after what is done; the journal has the rest.
			if (error instanceof Cancelled) {
				return 'stop';
			}

			throw error;
		});
		return answer === 'apply' || answer === 'skip' ? answer : 'stop';
	};
	const outcome = await dependencies.apply({plan, mode, confirm}, event => asker.say(eventText(event)), signal);
	return {kind: 'applied', outcome};
}

function eventText(event: ApplyEvent): string {
	switch (event.kind) {
		case 'step-started': {
			return `${event.step}: ${event.command}`;
		}

		case 'output': {
			return `  ${event.line}`;
		}

		case 'step-ended': {
			return `${event.step}, ${stateOf[event.result]}: ${event.detail}`;
		}

		case 'note': {
			return event.text;
		}
	}
}
