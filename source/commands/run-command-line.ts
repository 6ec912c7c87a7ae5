import {CommanderError, InvalidArgumentError, Command as Parser, Option as ParserOption} from 'commander';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {packageVersion} from '../package-root.js';
import {didYouMean} from '../profiles/nearest-name.js';
import type {Session} from '../session.js';
import {catalog, wizard} from './catalog.js';
import type {Command, Options} from './command.js';

/** All verbs, and what is done without one. */
type Commands = {readonly wizard: Command; readonly catalog: readonly Command[]};

/** Parses the arguments, runs the command that they name and gives its exit code. */
export async function runCommandLine(
	argv: readonly string[],
	session: Session,
	commands: Commands = {wizard, catalog},
): Promise<ExitCode> {
	let exitCode: ExitCode = exitCodes.ok;
	const done = (code: ExitCode) => {
		exitCode = code;
	};
	const parser = configure(new Parser('aksess'), commands.wizard, session, done);
	parser.version(packageVersion(), '-V, --version', 'show the version').helpCommand('help [command]', 'show help');
	for (const command of commands.catalog) {
		parser.addCommand(configure(new Parser(command.name), command, session, done));
	}

	try {
		await parser.parseAsync([...argv], {from: 'user'});
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			throw error;
		}

		if (error.exitCode !== 0) {
			throw unknownCommand(argv, commands) ?? usageError(error, argv);
		}
	}

	return exitCode;
}

function configure(parser: Parser, command: Command, session: Session, done: (code: ExitCode) => void): Parser {
	parser
		.summary(command.summary)
		.description(command.description ?? command.summary)
		.exitOverride()
		.showHelpAfterError(false)
		.helpOption('-h, --help', 'show help')
		.configureOutput({
			writeOut: session.stdout.write,
			writeErr: () => {
				// Usage errors are thrown and explained in one place; commander's own copy would say them twice.
			},
			getOutHelpWidth: () => session.stdout.columns,
			getErrHelpWidth: () => session.stderr.columns,
		})
		.addHelpText('after', examples(command));
	for (const {name, description, required, variadic} of command.arguments ?? []) {
		const spelled = variadic === true ? `${name}...` : name;
		parser.argument(required ? `<${spelled}>` : `[${spelled}]`, description);
	}

	for (const option of command.options) {
		parser.addOption(parserOption(option));
	}

	for (const subcommand of command.subcommands ?? []) {
		parser.addCommand(configure(new Parser(subcommand.name), subcommand, session, done));
	}

	return parser.action(async (...parameters: unknown[]) => {
		const given = parameters
			.slice(0, -2)
			.flat()
			.filter(value => value !== undefined)
			.map(String);
		done(await command.run({arguments: given, options: parser.optsWithGlobals<Options>()}, session));
	});
}

function parserOption({flags, description, repeatable, choices, default: initial}: Command['options'][number]) {
	const option = new ParserOption(flags, description);
	if (choices !== undefined) {
		option.choices([...choices]);
	}

	if (initial !== undefined) {
		option.default(initial);
	}

	if (repeatable === true) {
		option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
	} else if (flags.includes('<') && choices === undefined) {
		option.argParser((value: string) => {
			if (value === '') {
				throw new InvalidArgumentError('It is empty.');
			}

			return value;
		});
	}

	return option;
}

function examples({examples: calls}: Command): string {
	return calls.length === 0
		? ''
		: `\nExamples:\n${calls.map(({call, what}) => `  ${call}\n      ${what}`).join('\n')}\n`;
}

/**
 * A verb that is not there. Commander would complain about something else, an option that the verb would have had or
 * too many arguments, because without a verb there is the wizard.
 */
function unknownCommand([first, second]: readonly string[], {catalog: verbs}: Commands): UserError | undefined {
	const verb = verbs.find(({name}) => name === first);
	const [word, names] =
		verb === undefined
			? [first, ['help', ...verbs.map(({name}) => name)]]
			: [second, verb.subcommands?.map(({name}) => name)];
	if (word === undefined || names === undefined || word.startsWith('-') || names.includes(word)) {
		return undefined;
	}

	const spelled = verb === undefined ? word : `${verb.name} ${word}`;
	return new UserError('usage', `There is no command ${JSON.stringify(spelled)}.${didYouMean(word, names)}`, {
		next: [`Run \`aksess ${verb === undefined ? '' : `${verb.name} `}--help\` for the commands.`],
	});
}

/** Commander's sentence, as ours: what is wrong, and where to read on. */
function usageError(error: CommanderError, argv: readonly string[]): UserError {
	const name = catalog.find(command => command.name === argv[0])?.name;
	const sentence = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
	return new UserError(
		'usage',
		`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`.replace(/([^.?!)])$/, '$1.'),
		{
			cause: error,
			next: [`Run \`aksess ${name === undefined ? '' : `${name} `}--help\` for the options and examples.`],
		},
	);
}
