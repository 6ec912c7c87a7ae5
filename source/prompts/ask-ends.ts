import {invariant} from '../errors.js';
import {readTopology, requestOf} from '../wizard/advance/journey.js';
import type {Inspection} from '../wizard/dependencies.js';
import {questions as asked} from '../wizard/questions.js';
import {endProblem, endRows, questionsOf} from '../wizard/rows/end-rows.js';
import {type Memory, sourceKey} from '../wizard/state.js';
import {emptyField, fieldOf} from '../wizard/text-field.js';
import type {KnownTopology} from './ask-topology.js';
import {type Dialogue, sayHeading} from './dialogue.js';
import {readNetwork} from './read-network.js';

/** How many names are listed; the others are found by typing. */
const mostNames = 20;

/** May this reach that: both ends by a number or in words, with the names that were read. */
export async function askEnds(dialogue: Dialogue, memory: Memory): Promise<Memory> {
	const request = requestOf(memory);
	invariant(request !== undefined, 'the cluster was chosen before');
	const {inspection} = await readNetwork(dialogue, memory);
	const known: Memory = {...memory, inspection, inspected: {source: sourceKey(request.source), subject: ''}};
	sayHeading(dialogue, asked.ends.text);
	const from = await askEnd(dialogue, known, {end: 'from', from: '', to: ''});
	const to = await askEnd(dialogue, known, {end: 'to', from, to: ''});
	const questions = questionsOf({from: fieldOf(from), to: fieldOf(to)});
	return {...known, questions: typeof questions === 'string' ? [] : questions};
}

/** Judges what was asked, on what was read for it or, when it came by flags, by reading. */
export async function answerEnds(dialogue: Dialogue, memory: Memory): Promise<KnownTopology> {
	const request = requestOf(memory);
	invariant(request !== undefined, 'the cluster was chosen before');
	const read = memory.inspection;
	const inspection: Inspection =
		read === undefined
			? (await readNetwork(dialogue, memory)).inspection
			: await dialogue.dependencies.reassess(read, request);
	return {...memory, inspection};
}

type Ends = {readonly end: 'from' | 'to'; readonly from: string; readonly to: string};

async function askEnd({asker}: Dialogue, memory: Memory, ends: Ends): Promise<string> {
	const topology = readTopology(memory);
	const offered = endRows({end: ends.end, from: fieldOf(ends.from), to: emptyField}, topology);
	const listed = offered.slice(0, mostNames);
	listed.forEach(({name, details}, index) => {
		asker.say(`  ${index + 1}. ${name}, ${details}`);
	});
	if (offered.length > listed.length) {
		asker.say(`  and ${offered.length - listed.length} more names; type a part of one to see them.`);
	}

	const meant = (text: string) => listed[Number(text) - 1]?.value ?? text;
	const answer = await asker.input(`${titles[ends.end]}:`, '', text => {
		const field = fieldOf(meant(text.trim()));
		const now = {end: ends.end, from: fieldOf(ends.from), to: emptyField, [ends.end]: field};
		if (field.text === '') {
			return `Type a number from 1 to ${listed.length}, or ${hints[ends.end]}.`;
		}

		const problem = endProblem(now, topology);
		const fitting = endRows(now, topology).slice(0, mostNames);
		return problem === undefined || fitting.length === 0
			? problem
			: `${problem} Here are: ${fitting.map(({name}) => name).join(', ')}.`;
	});
	return meant(answer.trim());
}

const titles = {from: 'From', to: 'To'} as const;

const hints = {
	from: 'a pod, deployment/NAME, a namespace, a subnet, internet, nodes or an address',
	to: 'HOST:PORT, ADDRESS:PORT, a service, POD:PORT or api-server',
} as const;
