import {CommanderError, Command as Parser} from 'commander';
import type {Command, Options} from '../command-line/command.js';
import {explainUsage} from '../command-line/explain-usage.js';
import {parserOption} from '../command-line/parser-option.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {packageVersion} from '../package-root.js';
import type {Session} from '../session.js';
import {catalog, wizard} from './catalog.js';
import {complete} from './complete.js';

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

	parser.addCommand(configure(new Parser(complete.name), complete, session, done), {hidden: true});
	try {
		await parser.parseAsync([...argv], {from: 'user'});
	} catch (error) {
		if (!(error instanceof CommanderError)) {
			throw error;
		}

		if (error.exitCode !== 0) {
			// What is left when the options are taken out; nothing, when one of them was wrong.
			throw explainUsage(error, parser.args.length > 0 ? parser.args : argv, commands.catalog);
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
		if (command.apart !== true) {
			const {settleExpired} = await import('../workflow/settle-expired.js');
			await settleExpired(session);
		}

		done(await command.run({arguments: given, options: parser.optsWithGlobals<Options>()}, session));
	});
}

function examples({examples: calls}: Command): string {
	return calls.length === 0
		? ''
		: `\nExamples:\n${calls.map(({call, what}) => `  ${call}\n      ${what}`).join('\n')}\n`;
}
