import {needTitle, spellFrom} from '../profiles/drawn/drawn-text.js';
import {nameProblem} from '../wizard/advance/on-drawn.js';
import type {DrawSource, ProfileSummary} from '../wizard/dependencies.js';
import {questions} from '../wizard/questions.js';
import {drawRows, missingNamespaces} from '../wizard/rows/draw-rows.js';
import {drawnRows, fileOf, keptOf} from '../wizard/rows/drawn-rows.js';
import type {Memory} from '../wizard/state.js';
import {choose, chooseMany} from './asker.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** Draws a profile, row by row with its evidence, and writes it; undefined where a file that is there stays. */
export async function askDrawn(dialogue: Dialogue, memory: Memory): Promise<ProfileSummary | undefined> {
	const {asker, dependencies, signal} = dialogue;
	const source = await askSource(dialogue, memory);
	const {inspection} = memory;
	const drawn = await dependencies.draw({source, inspection}, () => {}, signal);
	if (drawn.told !== '') {
		asker.say(drawn.told);
	}

	sayHeading(dialogue, `What ${drawn.source} hints at:`);
	const rows = drawnRows({drawn, without: [], file: undefined}).flatMap(row =>
		row.kind === 'need'
			? [{value: row.key, title: `${spellFrom(row.need.from)} to ${needTitle(row.need)}. By ${row.need.evidence}.`}]
			: row.kind === 'include'
				? [{value: row.key, title: `All of the profile ${row.include.profile}. By ${row.include.evidence}.`}]
				: [],
	);
	const keys = rows.map(({value}) => value);
	const taken = await chooseMany(asker, questions['drawn-rows'].text, rows, keys);
	const name = (await asker.input(questions['drawn-name'].text, drawn.name, text => nameProblem(text.trim()))).trim();
	const named = {drawn: {...drawn, name}, without: keys.filter(key => !taken.includes(key)), file: undefined};
	const file = await asker.input(questions['drawn-file'].text, fileOf(named), text =>
		text.trim() === '' ? 'Name a file.' : undefined,
	);
	const kept = keptOf(named);
	if (kept === undefined) {
		return undefined;
	}

	const request = {drawn: kept, file: file.trim()};
	let outcome = await dependencies.writeDrawn({...request, overwrite: false});
	if (outcome.kind === 'exists') {
		if (!(await asker.confirm(`${outcome.file} is there already. Replace it?`, false))) {
			return undefined;
		}

		outcome = await dependencies.writeDrawn({...request, overwrite: true});
	}

	if (outcome.kind === 'exists') {
		return undefined;
	}

	asker.say(`Written to ${outcome.profile.name}.`);
	return outcome.profile;
}

async function askSource({asker}: Dialogue, memory: Memory): Promise<DrawSource> {
	const missing = missingNamespaces(memory);
	if (missing !== undefined) {
		asker.say(`Namespaces: ${missing}`);
	}

	const rows = drawRows(memory).flatMap(row => (row.kind === 'masked' ? [] : [row]));
	const key = await choose(
		asker,
		questions['drawn-from'].text,
		rows.map(row => ({value: row.key, name: row.name, title: `${row.name}, ${row.details}`})),
		rows[0]?.key,
	);
	const row = rows.find(entry => entry.key === key);
	if (row?.kind === 'source') {
		return row.source;
	}

	const file = await asker.input('Where is the file?', '', text => (text.trim() === '' ? 'Name a file.' : undefined));
	const masked = await asker.confirm('Leave out addresses of clients?', false);
	return {kind: row?.log ?? 'firewall-log', file: file.trim(), masked};
}
