import type {Command} from '../../source/command-line/command.js';
import {catalog, wizard} from '../../source/commands/catalog.js';

/** Every command that can be called, subcommands too, with the words that call it. */
export const allCommands: readonly {readonly words: readonly string[]; readonly command: Command}[] = [
	{words: [], command: wizard},
	...catalog.flatMap(command => withSubcommands(command, [command.name])),
];

function withSubcommands(command: Command, words: readonly string[]): typeof allCommands {
	return [
		{words, command},
		...(command.subcommands ?? []).flatMap(subcommand => withSubcommands(subcommand, [...words, subcommand.name])),
	];
}
