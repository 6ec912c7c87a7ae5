import readline from 'node:readline/promises';
import {Cancelled} from '../errors.js';
import {printableLines} from '../render/printable.js';
import type {Asker} from './asker.js';

export type AskerStreams = {
	readonly stdin: NodeJS.ReadableStream;
	readonly stdout: NodeJS.WritableStream;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Aborted by Ctrl-C where the terminal turns it into a signal. */
	readonly signal?: AbortSignal;
};

/**
 * @inquirer/prompts where the terminal can move its cursor. A dumb terminal cannot, and a screen reader would read
 * every redrawn line again: there the terminal's own line editing is enough.
 */
export async function createAsker(streams: AskerStreams): Promise<Asker> {
	const {TERM, INK_SCREEN_READER} = streams.env;
	return TERM === 'dumb' || INK_SCREEN_READER === 'true' ? createLineAsker(streams) : createInquirerAsker(streams);
}

async function createInquirerAsker({stdin, stdout, signal}: AskerStreams): Promise<Asker> {
	const {confirm, input} = await import('@inquirer/prompts');
	const context = {input: stdin, output: stdout, ...(signal === undefined ? {} : {signal})};
	return {
		say: line => {
			stdout.write(`${printableLines(line)}\n`);
		},
		input: async (message, preset, validate) =>
			cancellable(
				input(
					{
						message: printableLines(message),
						...(preset === '' ? {} : {default: preset}),
						validate: answer => validate(answer === '' ? preset : answer) ?? true,
					},
					context,
				),
			),
		confirm: async (message, preset) =>
			cancellable(confirm({message: printableLines(message), default: preset}, context)),
		close: () => {},
	};
}

/** Inquirer names the error of a Ctrl-C; the class itself comes from a package of its own. */
async function cancellable<T>(answer: Promise<T>): Promise<T> {
	try {
		return await answer;
	} catch (error) {
		const isCancelled = error instanceof Error && ['ExitPromptError', 'AbortPromptError'].includes(error.name);
		throw isCancelled ? new Cancelled() : error;
	}
}

function createLineAsker({stdin, stdout, signal}: AskerStreams): Asker {
	const lines = readline.createInterface({input: stdin, output: stdout, terminal: false});
	const closed = new AbortController();
	const ended = AbortSignal.any([closed.signal, ...(signal === undefined ? [] : [signal])]);
	lines.once('close', () => {
		closed.abort();
	});

	async function read(question: string): Promise<string> {
		try {
			return await lines.question(question, {signal: ended});
		} catch (error) {
			// The end of the input, or Ctrl-C: nobody is there to answer any more.
			throw ended.aborted ? new Cancelled() : error;
		}
	}

	async function input(question: string, preset: string, validate: (answer: string) => string | undefined) {
		for (;;) {
			const typed = await read(`${printableLines(question)}${preset === '' ? '' : ` [${preset}]`} `);
			const answer = typed.trim() === '' ? preset : typed.trim();
			const problem = validate(answer);
			if (problem === undefined) {
				return answer;
			}

			stdout.write(`${printableLines(problem)}\n`);
		}
	}

	return {
		say: line => {
			stdout.write(`${printableLines(line)}\n`);
		},
		input,
		confirm: async (question, preset) => {
			const answer = await input(`${question} (yes or no)`, preset ? 'yes' : 'no', text =>
				/^(?:y|yes|n|no)$/i.test(text) ? undefined : 'Type yes or no.',
			);
			return /^y/i.test(answer);
		},
		close: () => {
			lines.close();
		},
	};
}
