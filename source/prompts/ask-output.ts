import type {WriteOutcome} from '../wizard/dependencies.js';
import type {WizardResult} from '../wizard/effect.js';
import {questions} from '../wizard/questions.js';
import {outputRows} from '../wizard/rows/output-rows.js';
import {askApply} from './ask-apply.js';
import type {Planned} from './ask-plan.js';
import {choose, chooseMany} from './asker.js';
import {type Dialogue, sayHeading} from './dialogue.js';

/** Scripts, apply, or nothing. */
export async function askOutput(dialogue: Dialogue, planned: Planned): Promise<WizardResult> {
	const options = outputRows(planned).flatMap(row =>
		row.kind === 'format' || row.kind === 'folder' ? [] : [{value: row.kind, title: row.title}],
	);
	if (options.length === 1) {
		return {kind: 'left'};
	}

	sayHeading(dialogue, 'What do you want to do with the plan?');
	switch (await choose(dialogue.asker, 'Which one?', options, options[0]?.value)) {
		case 'write': {
			return askScripts(dialogue, planned);
		}

		case 'apply': {
			return askApply(dialogue, planned);
		}

		case 'save': {
			return askFile(dialogue, planned);
		}

		default: {
			return {kind: 'left'};
		}
	}
}

async function askScripts(
	dialogue: Dialogue,
	{plan, formats: offered, chosenFormats, folder}: Planned,
): Promise<WizardResult> {
	const {asker, dependencies} = dialogue;
	const titles = offered.map(({id, title, description}) => ({value: id, title: `${title}, ${description}`}));
	const formats = await chooseMany(asker, questions.formats.text, titles, chosenFormats);
	const where = await asker.input(questions.folder.text, folder, text =>
		text.trim() === '' ? 'Name a folder.' : undefined,
	);
	return writeAsked(dialogue, async overwrite => dependencies.writeScripts({plan, formats, folder: where, overwrite}));
}

async function askFile(dialogue: Dialogue, {inspection, profileFile}: Planned): Promise<WizardResult> {
	const {asker, dependencies} = dialogue;
	const file = await asker.input('Which file?', profileFile, text => (text.trim() === '' ? 'Name a file.' : undefined));
	return writeAsked(dialogue, async overwrite => dependencies.saveProfile({inspection, file, overwrite}));
}

/** Nothing that is there already is replaced without a yes. */
async function writeAsked(
	dialogue: Dialogue,
	write: (overwrite: boolean) => Promise<WriteOutcome>,
): Promise<WizardResult> {
	const {asker} = dialogue;
	let outcome = await write(false);
	if (outcome.kind === 'exists') {
		sayHeading(dialogue, 'These files are there already; nothing has been written yet:');
		outcome.files.forEach(file => asker.say(`  ${file}`));
		if (!(await asker.confirm('Replace them?', false))) {
			return {kind: 'left'};
		}

		outcome = await write(true);
	}

	return outcome.kind === 'written' ? outcome : {kind: 'left'};
}
