import {invariant} from '../errors.js';
import {requestOf} from '../wizard/advance/journey.js';
import type {Inspection} from '../wizard/dependencies.js';
import {mapSentences} from '../wizard/map/map-column.js';
import {mapOf} from '../wizard/map/map-of.js';
import {answerRow} from '../wizard/rows/answer-row.js';
import {type TopologyRow, topologyRows} from '../wizard/rows/topology-rows.js';
import type {Memory} from '../wizard/state.js';
import {choose} from './asker.js';
import {type Dialogue, sayHeading} from './dialogue.js';
import {readNetwork} from './read-network.js';

export type KnownTopology = Memory & {readonly inspection: Inspection};

/** Reads the network, says what was read with its evidence, and takes what the person says instead. */
export async function askTopology(dialogue: Dialogue, memory: Memory): Promise<KnownTopology> {
	const inspection = await inspectionOf(dialogue, memory);
	let known: KnownTopology = {...memory, inspection};
	sayHeading(dialogue, 'What the traffic of this cluster passes:');
	mapSentences(mapOf(known)).forEach(dialogue.asker.say);
	sayHeading(dialogue, 'What the network looks like:');
	for (const row of topologyRows(known)) {
		sayRow(dialogue, row);
	}

	for (;;) {
		const rows = topologyRows(known);
		const row = await askWhich(dialogue, rows);
		if (row === undefined) {
			return known;
		}

		known = await askRow(dialogue, known, row);
	}
}

/** What was read to find the profiles is the same network: it is only assessed for what was chosen. */
async function inspectionOf(dialogue: Dialogue, memory: Memory): Promise<Inspection> {
	const {inspection} = memory;
	const request = requestOf(memory);
	invariant(request !== undefined, 'nothing is read without a cluster');
	return inspection === undefined
		? (await readNetwork(dialogue, memory)).inspection
		: dialogue.dependencies.reassess(inspection, request);
}

function sayRow({asker}: Dialogue, {title, answer, sentences}: TopologyRow): void {
	asker.say(`${title}: ${answer}`);
	for (const sentence of sentences) {
		asker.say(`  ${sentence}`);
	}
}

async function askWhich(dialogue: Dialogue, rows: readonly TopologyRow[]): Promise<TopologyRow | undefined> {
	sayHeading(dialogue, 'Is anything wrong here, or can you add something?');
	const options = [
		{value: 'go-on', title: 'No, go on to the findings'},
		...rows.map(({key, title, answer}) => ({value: key, title: `${title}: ${answer}`})),
	];
	const key = await choose(dialogue.asker, 'Which one?', options, 'go-on');
	return rows.find(row => row.key === key);
}

async function askRow(dialogue: Dialogue, known: KnownTopology, row: TopologyRow): Promise<KnownTopology> {
	const {asker, dependencies} = dialogue;
	const {edit} = row;
	sayHeading(dialogue, row.text);
	const value =
		edit.kind === 'options'
			? await choose(asker, 'Which one?', edit.options, edit.current)
			: await askText(dialogue, known, row, edit.hint);
	const said = answerRow(known, row, value);
	if (!said.ok) {
		return known;
	}

	const changed: KnownTopology = {...known, ...said.value};
	const request = requestOf(changed);
	invariant(request !== undefined, 'the cluster was chosen before');
	const inspection = await dependencies.reassess(known.inspection, request);
	const next: KnownTopology = {...changed, inspection};
	const now = topologyRows(next).find(({key}) => key === row.key);
	if (now !== undefined) {
		asker.say(`${now.title}: ${now.answer}`);
	}

	return next;
}

async function askText({asker}: Dialogue, known: KnownTopology, row: TopologyRow, hint: string): Promise<string> {
	asker.say(hint);
	const preset = row.edit.kind === 'text' ? row.edit.current : '';
	return asker.input(`${row.title}:`, preset, text => {
		const said = answerRow(known, row, text);
		return said.ok ? undefined : said.problem;
	});
}
