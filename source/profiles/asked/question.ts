import {type Parsed, parsed, refused} from '../../network/parsed.js';

/** What a person asks without a profile: may this reach that. Both ends as they were written. */
export type Question = {readonly from: string; readonly to: string};

/** `FROM TO…` on one line: one question for each TO. */
export function parseQuestions(line: string): Parsed<readonly Question[]> {
	const [from, ...targets] = line
		.trim()
		.split(/\s+/)
		// An arrow is what the answers have between the ends.
		.filter(word => word !== '→' && word !== '->');
	return from === undefined || from === '' || targets.length === 0
		? refused(`${JSON.stringify(line.trim())} is not a question; write FROM and TO, like \`web gcr.io:443\`.`)
		: parsed(targets.map(to => ({from, to})));
}

/** Several, one on each line; empty lines and what follows a `#` say nothing. The line's number stands in the sentence. */
export function parseQuestionLines(text: string): Parsed<readonly Question[]> {
	const questions: (readonly Question[])[] = [];
	for (const [index, line] of text.split(/\r?\n/).entries()) {
		const said = line.replace(/(?:^|\s)#.*$/, '').trim();
		const found = said === '' ? parsed([]) : parseQuestions(said);
		if (!found.ok) {
			return refused(`Line ${index + 1}: ${found.problem}`);
		}

		questions.push(found.value);
	}

	return questions.flat().length === 0 ? refused('There is no question in it.') : parsed(questions.flat());
}

export function spellQuestion({from, to}: Question): string {
	return `${from} ${to}`;
}
