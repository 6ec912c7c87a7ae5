import type {Command, Option} from '../../source/command-line/command.js';
import {catalog, wizard} from '../../source/commands/catalog.js';

/** The `aksess …` calls of a page: lines of shell blocks, and code in running text that begins with the name. */
export function commandLinesOf(text: string): readonly string[] {
	const fenced = /^( *)```(\w*)\n([\s\S]*?)^\1```$/gm;
	const blocks = [...text.matchAll(fenced)]
		.filter(([, , language = '']) => ['', 'sh', 'bash', 'console'].includes(language))
		.flatMap(([, , , block = '']) => block.replaceAll(/\s*\\\n\s*/g, ' ').split('\n'));
	const inline = [...text.replaceAll(fenced, '').matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
	return [...blocks, ...inline]
		.map(line =>
			line
				.trim()
				.replace(/^\$ /, '')
				.replace(/^npm start -- /, 'aksess '),
		)
		.filter(line => /^aksess( |$)/.test(line))
		.map(line => line.replace(/\s+(?:#.*|…)$/, '').replace(/\s*(?:[|>&;]|2>).*$/, ''));
}

/** What is wrong with a call, as the catalog knows commands and options; undefined when nothing is. */
export function problemWith(line: string): string | undefined {
	// Placeholders in brackets say what may be left out; what they hold must be right as well.
	const words = (line.replaceAll(/[[\]]/g, '').match(/'[^']*'|"[^"]*"|\S+/g) ?? []).slice(1);
	const [command, rest] = commandOf(words);
	const parameters: string[] = [];
	for (let index = 0; index < rest.length; index++) {
		const word = rest[index] ?? '';
		if (!word.startsWith('-')) {
			parameters.push(word);
			continue;
		}

		const [name = '', value] = word.split(/=(.*)/s);
		const option = optionOf(command, name);
		if (option === undefined) {
			return `${command.name} has no option ${name}`;
		}

		const takes = option.flags.includes('<') && value === undefined;
		const problem = valueProblem(option, name, takes ? rest[index + 1] : value);
		if (problem !== undefined) {
			return problem;
		}

		index += takes ? 1 : 0;
	}

	return tooMany(command, parameters);
}

const everywhere: readonly Option[] = [
	{flags: '-h, --help', description: ''},
	{flags: '-V, --version', description: ''},
];

function optionOf(command: Command, name: string): Option | undefined {
	const parent = catalog.find(({subcommands}) => subcommands?.includes(command) === true);
	const known = [...command.options, ...(parent?.options ?? []), ...everywhere];
	return known.find(({flags}) => flags.split(/[ ,]+/).includes(name));
}

function valueProblem({flags, choices}: Option, name: string, text: string | undefined): string | undefined {
	if (!flags.includes('<')) {
		return undefined;
	}

	if (text === undefined) {
		return `${name} needs a value`;
	}

	return choices === undefined || text.split('|').every(part => choices.includes(part))
		? undefined
		: `${text} is none of the choices of ${name}`;
}

function tooMany({name, arguments: known = []}: Command, given: readonly string[]): string | undefined {
	const extra = known.some(({variadic}) => variadic === true) ? undefined : given[known.length];
	return extra === undefined ? undefined : `${name} takes no ${extra}`;
}

function commandOf(words: readonly string[]): readonly [Command, readonly string[]] {
	const [first = '', second = ''] = words;
	if (first === 'help') {
		return [wizard, []];
	}

	const command = catalog.find(({name}) => name === first);
	if (command === undefined) {
		return [wizard, words];
	}

	const subcommand = command.subcommands?.find(({name}) => name === second);
	return subcommand === undefined ? [command, words.slice(1)] : [subcommand, words.slice(2)];
}
