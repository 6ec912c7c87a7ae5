import {toCidrs} from '../../network/address-set.js';
import {spellQuestion} from '../../profiles/asked/question.js';
import {printableJson} from '../../render/printable.js';
import type {AnswersFile} from '../../workflow/answers-file.js';
import {spellCorrections} from '../../workflow/parse-corrections.js';
import {writeTextFile} from '../../workflow/write-files.js';
import type {WizardAnswers} from './wizard-dependencies.js';

/** Writes what was said in a wizard, so that `--answers` says it again. */
export async function saveAnswers(file: string, {request, choices}: WizardAnswers): Promise<void> {
	const {answers, corrections, profiles, questions} = request;
	const content: AnswersFile = {
		schemaVersion: 1,
		profiles: [...profiles],
		...(questions.length === 0 ? {} : {questions: questions.map(spellQuestion)}),
		machines: [...toCidrs(answers.machines)],
		parameters: {...answers.parameters},
		corrections: {...spellCorrections(corrections)},
		choices: {...choices.choices},
		without: [...choices.without],
	};
	await writeTextFile(file, `${printableJson(content, '\t')}\n`);
}
