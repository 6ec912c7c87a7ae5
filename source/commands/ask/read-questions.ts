import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {systemReason, UserError} from '../../errors.js';
import type {Parsed} from '../../network/parsed.js';
import {parseQuestionLines, parseQuestions, type Question} from '../../profiles/asked/question.js';
import type {Session} from '../../session.js';
import {orCancelled} from '../../workflow/or-cancelled.js';

type Asked = {
	readonly from: string | undefined;
	readonly targets: readonly string[];
	/** `-` for stdin. */
	readonly file: string | undefined;
};

/** Far more than anybody asks at once; keeps a wrong file from taking the machine's memory. */
const longestList = 1024 * 1024;

/** From the command line, or from a file with one on each line. */
export async function readQuestions({from, targets, file}: Asked, session: Session): Promise<readonly Question[]> {
	if (file !== undefined && from !== undefined) {
		throw new UserError('usage', `Questions were given in ${file} and on the command line (${from}).`, {
			next: ['Leave one of the two out.'],
		});
	}

	if (file === undefined) {
		if (from === undefined || targets.length === 0) {
			throw new UserError(
				'usage',
				from === undefined ? 'Nothing was asked.' : `It was not said what ${from} is to reach.`,
				{
					next: ['Ask FROM TO: aksess ask web gcr.io:443.', 'Or give several with --from-file FILE.'],
				},
			);
		}

		return must(parseQuestions([from, ...targets].join(' ')), 'the command line');
	}

	return must(parseQuestionLines(await readText(file, session)), file === '-' ? 'stdin' : file);
}

async function readText(file: string, session: Session): Promise<string> {
	if (file === '-') {
		return orCancelled(session.signal, readAll(session));
	}

	try {
		const text = await readFile(path.resolve(session.cwd, file), 'utf8');
		if (text.length > longestList) {
			throw new Error(`it has ${text.length} characters, more than a list of questions can have`);
		}

		return text;
	} catch (error) {
		throw new UserError('usage', `The questions in ${file} cannot be read: ${systemReason(error)}.`, {
			cause: error,
			next: ['Give a text file with FROM TO on each line, or - for stdin.'],
		});
	}
}

async function readAll({stdin}: Session): Promise<string> {
	let text = '';
	for await (const part of stdin ?? []) {
		text += String(part);
		if (text.length > longestList) {
			throw new UserError('usage', 'What came from stdin is longer than a list of questions can be.', {
				next: ['Give FROM TO on each line.'],
			});
		}
	}

	return text;
}

function must<T>(result: Parsed<T>, where: string): T {
	if (!result.ok) {
		throw new UserError('usage', `In ${where}: ${result.problem}`, {
			next: ['`aksess ask --help` says how ends are written.'],
		});
	}

	return result.value;
}
