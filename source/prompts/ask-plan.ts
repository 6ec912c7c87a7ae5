import {invariant} from '../errors.js';
import type {Plan} from '../plan/plan.js';
import {requestOf} from '../wizard/advance/journey.js';
import {proofDetails, stepDetails} from '../wizard/plan-details.js';
import {choiceKey, toggleStep} from '../wizard/rows/plan-rows.js';
import {sentence} from '../wizard/text.js';
import {controlNames} from '../wording/control-names.js';
import type {KnownTopology} from './ask-topology.js';
import {choose} from './asker.js';
import {type Dialogue, sayHeading, sayLines} from './dialogue.js';

export type Planned = KnownTopology & {readonly wholePlan: Plan; readonly plan: Plan};

/** Makes the plan, says every step with its difference, and lets the person switch steps and ways. */
export async function askPlan(dialogue: Dialogue, known: KnownTopology): Promise<Planned> {
	let planned = await makePlan(dialogue, known);
	sayPlan(dialogue, planned);
	for (;;) {
		const options = optionsOf(planned);
		if (options.length === 1) {
			return planned;
		}

		sayHeading(dialogue, 'Do you want to change the plan?');
		const answer = await choose(dialogue.asker, 'Which one?', options, 'go-on');
		if (answer === 'go-on') {
			return planned;
		}

		planned = await change(dialogue, planned, answer);
		sayHeading(dialogue, sentence(planned.plan.proof.summary));
	}
}

async function makePlan({dependencies}: Dialogue, known: KnownTopology): Promise<Planned> {
	const {inspection, choices} = known;
	const request = requestOf(known);
	invariant(request !== undefined, 'the cluster was chosen before');
	const wholePlan = await dependencies.plan(inspection, request, {choices, without: []});
	const without = known.without.filter(id => wholePlan.steps.some(step => step.id === id));
	const plan = without.length === 0 ? wholePlan : await dependencies.plan(inspection, request, {choices, without});
	return {...known, without, wholePlan, plan};
}

function sayPlan(dialogue: Dialogue, {plan}: Planned): void {
	const {asker, theme, width, dependencies} = dialogue;
	sayHeading(
		dialogue,
		plan.steps.length === 0 ? 'There is nothing for aksess to change here.' : 'The plan, step by step:',
	);
	plan.steps.forEach((step, index) => {
		sayHeading(dialogue, `Step ${index + 1}: ${step.title}`);
		const view = {showing: 'difference', commandsFor: dependencies.commandsFor} as const;
		sayLines(
			dialogue,
			stepDetails(step, true, view, theme, width).filter(({length}) => length > 0),
		);
	});
	for (const {control, text, commands} of plan.advice) {
		sayHeading(dialogue, `Advice on the ${controlNames[control]}: ${text}`);
		commands.forEach(command => asker.say(`  ${command}`));
	}

	sayHeading(dialogue, 'The proof:');
	sayLines(
		dialogue,
		proofDetails(plan.proof, theme, width).filter(({length}) => length > 0),
	);
}

function optionsOf({wholePlan, plan, without}: Planned) {
	// What only served with a step that is off cannot be switched by itself.
	const switched = wholePlan.steps.filter(({id}) => without.includes(id) || plan.steps.some(step => step.id === id));
	return [
		{value: 'go-on', title: 'No, go on'},
		...switched.map(({id, title}) => ({
			value: `step:${id}`,
			title: without.includes(id) ? `Switch on: ${title}` : `Switch off: ${title}`,
		})),
		...wholePlan.choices.map(choice => ({
			value: `choice:${choiceKey(choice)}`,
			title: `Another way to open ${choice.requirement} at the ${controlNames[choice.control]}`,
		})),
	];
}

async function change(dialogue: Dialogue, planned: Planned, answer: string): Promise<Planned> {
	const {wholePlan, without, choices} = planned;
	const choice = wholePlan.choices.find(candidate => `choice:${choiceKey(candidate)}` === answer);
	if (choice === undefined) {
		const id = answer.replace(/^step:/, '');
		return makePlan(dialogue, {...planned, without: toggleStep(wholePlan, without, id)});
	}

	const options = [
		...choice.options.map(({id, title, opens}) => ({value: id, title: `${title}: ${opens}`})),
		{value: 'none', title: 'Leave it blocked'},
	];
	const way = await choose(dialogue.asker, 'Which way?', options, choice.taken ?? 'none');
	return makePlan(dialogue, {...planned, choices: {...choices, [choiceKey(choice)]: way}});
}
