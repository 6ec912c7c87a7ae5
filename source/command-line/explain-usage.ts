import type {CommanderError} from 'commander';
import {UserError} from '../errors.js';
import {didYouMean} from '../profiles/nearest-name.js';
import {type Command, longName, type Option} from './command.js';

/** The parser's sentence, as ours: what is wrong, and where to read on. */
export function explainUsage(error: CommanderError, given: readonly string[], catalog: readonly Command[]): UserError {
	const words = given.filter(word => word !== 'help');
	const {called, commands} = calledCommands(words, catalog);
	const options = called.at(-1)?.options ?? [];
	const name = called.map(command => `${command.name} `).join('');
	const [unknown] = words.slice(called.length);
	// Without its verb, whatever else is complained about (its options, too many arguments) is beside the point.
	if (commands.length > 0 && unknown !== undefined && !unknown.startsWith('-')) {
		const names = commands.map(command => command.name);
		const spelled = JSON.stringify(`${name}${unknown}`);
		return new UserError('usage', `There is no command ${spelled}.${didYouMean(unknown, names)}`, {
			cause: error,
			next: [`Take one of ${names.join(', ')}; \`aksess ${name}--help\` says what each does.`],
		});
	}

	return new UserError('usage', `${sentenceOf(error)}${withTwoDashes(given, options)}`, {
		cause: error,
		next: [
			`Run \`aksess ${name}--help\` for ${options.length > 0 || name === '' ? 'the options and examples' : 'its use'}.`,
		],
	});
}

type Called = {
	/** The command and its subcommand, as far as they are known. */
	readonly called: readonly Command[];
	/** What could stand at the next place. */
	readonly commands: readonly Command[];
};

function calledCommands(words: readonly string[], commands: readonly Command[]): Called {
	const [first, ...others] = words;
	const found = commands.find(command => command.name === first);
	if (found === undefined) {
		return {called: [], commands};
	}

	const deeper = calledCommands(others, found.subcommands ?? []);
	return {called: [found, ...deeper.called], commands: deeper.commands};
}

/** Other programs write long options with one dash (`-detailed-exitcode`); the parser finds nothing that is near. */
function withTwoDashes(given: readonly string[], options: readonly Option[]): string {
	const names = options.map(longName);
	const meant = given.find(word => /^-\w[\w-]+/.test(word) && names.includes(`-${word.replace(/=.*$/, '')}`));
	return meant === undefined ? '' : ` Did you mean -${meant}?`;
}

function sentenceOf({code, message}: CommanderError): string {
	if (code === 'commander.help') {
		return 'There is no more help about it.';
	}

	const sentence = message.replace(/^error: /, '').replaceAll('\n', ' ');
	return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`.replace(/([^.?!)])$/, '$1.');
}
