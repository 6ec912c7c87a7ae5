import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, text} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {pluralize} from '../plan/pluralize.js';
import {printableJson, printableLines} from '../render/printable.js';
import type {Session} from '../session.js';
import {profilesNew} from './profiles-new.js';
import {profilesOutdated} from './profiles-outdated.js';

const output = {
	flags: '--output <format>',
	description: 'what to print',
	choices: ['text', 'json'],
	default: 'text',
} as const;

const list: Command = {
	name: 'list',
	summary: 'the profiles that are shipped',
	options: [output],
	examples: [{call: 'aksess profiles list', what: 'What can be checked?'}],
	apart: true,
	run: async ({options}, session) => {
		const {listProfiles} = await import('../profiles/load-profile.js');
		const profiles = await listProfiles();
		const paint = choosePaint(session.stdout, session.env);
		const width = Math.max(...profiles.map(({name}) => name.length));
		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson(
						profiles.map(({name, title, status, requirements}) => ({
							name,
							title,
							status: status.state,
							requirements: requirements.length,
						})),
						2,
					)}\n`
				: profiles
						.map(({name, title, status, requirements}) => {
							const retired = status.state === 'retired' ? paint('undecided', `  retired ${status.since}`) : '';
							return `${paint('strong', name.padEnd(width))}  ${title}, ${pluralize(requirements.length, 'requirement')}${retired}\n`;
						})
						.join(''),
		);
		return exitCodes.ok;
	},
};

const show: Command = {
	name: 'show',
	summary: 'what a profile requires, with sources',
	arguments: [{name: 'profile', description: 'a name or a file', required: true, value: 'profile'}],
	options: [output],
	examples: [{call: 'aksess profiles show azure-dev-spaces', what: 'What does Dev Spaces need, and who says so?'}],
	apart: true,
	run: async ({arguments: [name = ''], options}, session) => {
		const [{loadProfile}, {textProfile}, {jsonProfile}] = await Promise.all([
			import('../profiles/load-profile.js'),
			import('../render/report/text-profile.js'),
			import('../render/report/json-profile.js'),
		]);
		const profile = await loadProfile(name);
		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson(jsonProfile(profile), 2)}\n`
				: textProfile(profile, choosePaint(session.stdout, session.env), readingWidth(session.stdout)),
		);
		return exitCodes.ok;
	},
};

const lint: Command = {
	name: 'lint',
	summary: 'check a profile of your own, with file, line and field',
	arguments: [{name: 'profile', description: 'a file (or a name)', required: true, variadic: true, value: 'profile'}],
	options: [],
	examples: [{call: 'aksess profiles lint ./mine.yaml', what: 'Is this profile right?'}],
	apart: true,
	run: async ({arguments: names}, session) => {
		const [{readProfileText}, {lintProfile}, {formatProblem}] = await Promise.all([
			import('../profiles/load-profile.js'),
			import('../profiles/lint-profile.js'),
			import('../profiles/profile-problem.js'),
		]);
		let errors = 0;
		for (const name of names) {
			const {text: content, file} = await readProfileText(name);
			const problems = lintProfile(content, file);
			errors += problems.filter(({severity}) => severity === 'error').length;
			report(
				problems.map(problem => `${problem.severity}: ${formatProblem(problem)}`),
				file,
				session,
			);
		}

		return exitCodeOf(errors);
	},
};

function report(lines: readonly string[], file: string, session: Session): void {
	session.stdout.write(lines.length === 0 ? `${file}: no problems found\n` : `${printableLines(lines.join('\n'))}\n`);
}

function exitCodeOf(errors: number): ExitCode {
	return errors === 0 ? exitCodes.ok : exitCodes.usage;
}

export const profiles: Command = {
	name: 'profiles',
	summary: 'the requirements of workloads: list, show, lint, new, outdated',
	options: [],
	examples: [],
	subcommands: [list, show, lint, profilesNew, profilesOutdated],
	apart: true,
	run: async () => {
		throw new UserError('usage', 'What about profiles?', {
			next: [
				'Run `aksess profiles list`, `aksess profiles show NAME`, `aksess profiles lint FILE`, `aksess profiles new` or ' +
					'`aksess profiles outdated`.',
			],
		});
	},
};
