import {type Command, longName} from './command.js';

export const completionShells = ['bash', 'zsh', 'fish'] as const;

type Shell = (typeof completionShells)[number];

/** Completes verbs, subcommands and options, from the same data as the help. The first command is the one without a verb. */
export function completionScript(shell: Shell, [root, ...commands]: readonly Command[]): string {
	const verbs = commands.map(({name}) => name);
	const words = (command: Command | undefined) => [
		...(command?.subcommands ?? []).map(({name}) => name),
		...(command?.options ?? []).map(longName),
		'--help',
	];
	switch (shell) {
		case 'bash': {
			return [
				'_aksess() {',
				// biome-ignore lint/suspicious/noTemplateCurlyInString: these are bash's own variables
				'  local word=${COMP_WORDS[COMP_CWORD]} verb=${COMP_WORDS[1]} words',
				'  case $verb in',
				...commands.map(command => `    ${command.name}) words='${words(command).join(' ')}' ;;`),
				`    *) words='${[...verbs, ...words(root)].join(' ')}' ;;`,
				'  esac',
				`  [ "$COMP_CWORD" -gt 1 ] || words='${[...verbs, ...words(root)].join(' ')}'`,
				// Not mapfile, which the bash of macOS (3.2) does not have; the words hold nothing that would be split.
				'  COMPREPLY=($(compgen -W "$words" -- "$word"))',
				'}',
				'complete -o default -F _aksess aksess',
				'',
			].join('\n');
		}

		case 'zsh': {
			return [
				'#compdef aksess',
				'_aksess() {',
				'  local verb=$words[2]',
				'  local -a candidates',
				'  if (( CURRENT == 2 )); then',
				`    candidates=(${[...verbs, ...words(root)].join(' ')})`,
				'  else',
				'    case $verb in',
				...commands.map(command => `      ${command.name}) candidates=(${words(command).join(' ')}) ;;`),
				'    esac',
				'  fi',
				'  compadd -a candidates',
				'  _files',
				'}',
				'compdef _aksess aksess',
				'',
			].join('\n');
		}

		case 'fish': {
			return [
				...commands.map(
					({name, summary}) => `complete -c aksess -n __fish_use_subcommand -a ${name} -d ${quoteFish(summary)}`,
				),
				...commands.flatMap(command =>
					command.options.map(option => {
						const long = longName(option).slice('--'.length);
						return `complete -c aksess -n '__fish_seen_subcommand_from ${command.name}' -l ${long} -d ${quoteFish(option.description)}`;
					}),
				),
				'',
			].join('\n');
		}
	}
}

function quoteFish(text: string): string {
	return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}
