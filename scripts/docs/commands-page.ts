import type {Command, Option} from '../../source/command-line/command.js';
import {answerOptions, choiceOptions, clusterOptions, correctionOptions} from '../../source/command-line/options.js';

/** Options that many commands share, described once. */
const groups: readonly {readonly title: string; readonly options: readonly Option[]; readonly intro: string}[] = [
	{
		title: 'Cluster options',
		options: clusterOptions,
		intro:
			'Which cluster. Give a cluster in Azure, or a folder, or a practice cluster; two of them contradict each other.',
	},
	{
		title: 'Answer options',
		options: answerOptions,
		intro: 'What nobody can read and somebody must say. [Answers](answers.md) tells what each one means.',
	},
	{
		title: 'Correction options',
		options: correctionOptions,
		intro: 'What somebody knows better than what was read.',
	},
	{
		title: 'Choice options',
		options: choiceOptions,
		intro: 'What the plan does, where there are several ways.',
	},
];

/** The page docs/commands.md, from the same data that `--help` prints. */
export function commandsPage(wizard: Command, catalog: readonly Command[]): string {
	return [
		'# Commands',
		'<!-- Written by `node scripts/docs.mjs` from source/commands/; do not edit. -->',
		'`aksess --help` and `aksess COMMAND --help` print the same. [Exit codes](exit-codes.md) are the same for every ' +
			'command. Results go to stdout, everything else to stderr.',
		list(catalog.map(({name, summary}) => `[\`${name}\`](#aksess-${name}): ${summary}`)),
		section(wizard, ''),
		...catalog.flatMap(command => [
			section(command, 'aksess '),
			...(command.subcommands ?? []).map(sub => section(sub, `aksess ${command.name} `, '###')),
		]),
		...groups.flatMap(({title, options, intro}) => [`## ${title}`, intro, optionTable(options)]),
	]
		.join('\n\n')
		.concat('\n');
}

function section(command: Command, prefix: string, level = '##'): string {
	const {name, summary, description, options, examples} = command;
	const own = options.filter(option => !groups.some(group => group.options.includes(option)));
	const shared = groups.filter(group => group.options.every(option => options.includes(option)));
	const parts = [
		`${level} ${prefix}${name}`,
		description ?? `${summary.charAt(0).toUpperCase()}${summary.slice(1)}.`,
		['```text', usage(command, prefix), '```'].join('\n'),
		argumentList(command),
		shared.length === 0 ? '' : `Takes ${joined(shared.map(({title}) => `[${words(title)}](#${slug(title)})`))}.`,
		own.length === 0 ? '' : optionTable(own),
		examples.length === 0 ? '' : exampleBlock(command),
	];
	return parts.filter(part => part !== '').join('\n\n');
}

function usage({name, arguments: parameters = [], subcommands = [], options}: Command, prefix: string): string {
	const spelled = parameters.map(({name: parameter, required, variadic}) => {
		const text = variadic === true ? `${parameter}...` : parameter;
		return required ? `<${text}>` : `[${text}]`;
	});
	const verb = subcommands.length === 0 ? [] : [`<${subcommands.map(sub => sub.name).join('|')}>`];
	return [`${prefix}${name}`, ...verb, ...spelled, ...(options.length === 0 ? [] : ['[options]'])].join(' ');
}

function argumentList({arguments: parameters = []}: Command): string {
	return list(parameters.map(({name, description}) => `\`${name}\`: ${description}`));
}

function optionTable(options: readonly Option[]): string {
	const rows = options.map(option => `| \`${cell(option.flags)}\` | ${cell(describe(option))} |`);
	return ['| option | meaning |', '|---|---|', ...rows].join('\n');
}

function describe({description, repeatable, choices, default: initial}: Option): string {
	const remarks = [
		choices === undefined ? '' : `one of ${choices.map(choice => `\`${choice}\``).join(', ')}`,
		initial === undefined ? '' : `\`${initial}\` when not given`,
		repeatable === true ? 'may be given several times' : '',
	].filter(remark => remark !== '');
	return [description, ...remarks].join('; ');
}

function exampleBlock({examples}: Command): string {
	return ['```sh', ...examples.flatMap(({call, what}) => [`# ${what}`, call]), '```'].join('\n');
}

function list(items: readonly string[]): string {
	return items.map(item => `- ${item}`).join('\n');
}

function joined(items: readonly string[]): string {
	return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}

function words(title: string): string {
	return title.toLowerCase();
}

function slug(title: string): string {
	return words(title).replaceAll(' ', '-');
}

function cell(text: string): string {
	return text.replaceAll('|', String.raw`\|`);
}
