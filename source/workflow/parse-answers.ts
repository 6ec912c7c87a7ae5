import path from 'node:path';
import {list, type Options, optionKey, text} from '../command-line/command.js';
import {parseMachine} from '../controls/authorized-ranges/parse-machine.js';
import {UserError} from '../errors.js';
import {unionOf} from '../network/interval-set.js';
import type {Answers} from '../profiles/answers.js';
import {parseQuestions, type Question} from '../profiles/asked/question.js';
import {didYouMean} from '../profiles/nearest-name.js';
import {parametersOf} from '../profiles/older-answers.js';
import {parametersWithFlags} from '../profiles/parameters.js';
import type {Session} from '../session.js';
import type {AnswersFile} from './answers-file.js';
import {readJson} from './read-json.js';

/** Everything a person said instead of Azure: what the answers file holds, with the flags laid over it. */
export type GivenAnswers = {
	readonly profiles: readonly string[];
	/** What was asked without a profile. */
	readonly questions: readonly Question[];
	readonly answers: Answers;
	readonly choices: Readonly<Record<string, string>>;
	readonly without: readonly string[];
	readonly allowClosing: readonly string[];
	/** Ids of rules to take away. */
	readonly remove: readonly string[];
	readonly corrections: Readonly<Record<string, string>>;
};

export async function parseAnswers(options: Options, session: Session): Promise<GivenAnswers> {
	const file = await readAnswersFile(text(options, 'answers'), session);
	const machineTexts = [...(file.machines ?? []), ...list(options, 'machine')];

	return {
		profiles: nonEmpty(list(options, 'profile').flatMap(namesOf)) ?? file.profiles ?? [],
		questions: (nonEmpty(list(options, 'ask')) ?? file.questions ?? []).flatMap(questionsOf),
		answers: {
			machines: unionOf(machineTexts.map(machineOf)),
			parameters: {...parametersOf(file), ...pairs(list(options, 'set'), '--set'), ...ownFlags(options)},
		},
		choices: {...file.choices, ...pairs(list(options, 'choose'), '--choose')},
		without: [...(file.without ?? []), ...list(options, 'without')],
		allowClosing: list(options, 'allowClosing'),
		remove: list(options, 'remove'),
		corrections: {...file.corrections, ...pairs(list(options, 'correct'), '--correct')},
	};
}

async function readAnswersFile(name: string | undefined, {cwd}: Session): Promise<Partial<AnswersFile>> {
	if (name === undefined) {
		return {};
	}

	// Only who has such a file pays for loading the schema.
	const [{answersFile}, content] = await Promise.all([import('./answers-file.js'), readJson(path.resolve(cwd, name))]);
	const result = answersFile.safeParse(content);
	if (!result.success) {
		const keys = Object.keys(answersFile.shape);
		const problems = result.error.issues.map(issue =>
			issue.code === 'unrecognized_keys'
				? `it has no field ${issue.keys.map(key => `${key}.${didYouMean(key, keys)}`).join(', no field ')}`
				: `${issue.path.join('.') || 'the file'}: ${issue.message}.`,
		);
		throw new UserError('usage', `The answers file ${name} is not right: ${problems.join(' ')}`, {
			next: ['Write one with `aksess --save-answers FILE`, or see docs/answers.md.'],
		});
	}

	return result.data;
}

/** `a,b` are two, as `a` and `b` by themselves. */
function namesOf(value: string): readonly string[] {
	const names = value.split(',').map(name => name.trim());
	if (names.includes('')) {
		throw new UserError('usage', `--profile ${value}: a name is missing beside a comma.`, {
			next: ['Write the names with commas between them: --profile aks-egress,argo-cd.'],
		});
	}

	return names;
}

function questionsOf(line: string): readonly Question[] {
	const found = parseQuestions(line);
	if (!found.ok) {
		throw new UserError('usage', `--ask ${line}: ${found.problem}`, {
			next: ['Take both ends in one word for the shell: --ask "web gcr.io:443".'],
		});
	}

	return found.value;
}

function machineOf(machine: string) {
	const result = parseMachine(machine);
	if (!result.ok) {
		throw new UserError('usage', `--machine ${machine}: ${result.problem}`, {
			next: ["Give the machine's public IPv4 address, as a site like your router's status page shows it."],
		});
	}

	return result.value;
}

/** What was said by a flag of the parameter's own. */
function ownFlags(options: Options): Readonly<Record<string, string>> {
	return Object.fromEntries(
		parametersWithFlags.flatMap(name => {
			const value = text(options, optionKey(`--${name}`));
			return value === undefined ? [] : [[name, value] as const];
		}),
	);
}

function pairs(texts: readonly string[], option: string): Readonly<Record<string, string>> {
	return Object.fromEntries(
		texts.map(entry => {
			const at = entry.indexOf('=');
			if (at <= 0 || at === entry.length - 1) {
				throw new UserError('usage', `${option} ${entry}: a name, \`=\` and a value are expected.`, {
					next: [`For example ${option} ${option === '--set' ? 'ingress=traefik' : 'debug-egress=addresses'}.`],
				});
			}

			return [entry.slice(0, at), entry.slice(at + 1)] as const;
		}),
	);
}

function nonEmpty<T>(values: readonly T[]): readonly T[] | undefined {
	return values.length === 0 ? undefined : values;
}
