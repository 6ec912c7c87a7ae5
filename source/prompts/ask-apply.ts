import type {ApplyEvent} from '../apply/run-steps.js';
import {dangerousSteps} from '../plan/dangerous-steps.js';
import {pluralize} from '../plan/pluralize.js';
import {stateOf} from '../wizard/apply-progress.js';
import type {ApplyRequest} from '../wizard/dependencies.js';
import type {WizardResult} from '../wizard/effect.js';
import {askConsent, askMode, askStep} from './apply-questions.js';
import type {Planned} from './ask-plan.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** The last question before something changes; dangerous steps are typed. */
export async function askApply(dialogue: Dialogue, planned: Planned): Promise<WizardResult> {
	const {asker, dependencies, signal} = dialogue;
	const {plan} = planned;
	if (dependencies.apply === undefined) {
		return {kind: 'left'};
	}

	sayHeading(dialogue, `Apply ${pluralize(plan.steps.length, 'step')} to ${plan.cluster.name}.`);
	const mode = await askMode(plan.steps, asker);
	if (mode === 'leave' || !(await askConsent(dangerousSteps(plan), asker))) {
		return {kind: 'left'};
	}

	const confirm: ApplyRequest['confirm'] = async step => askStep(step, asker);
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
