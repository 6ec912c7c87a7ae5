import {parseDocument, type Scalar, type ScalarTag} from 'yaml';
import {UserError} from '../../errors.js';
import type {Json} from '../json.js';
import {lineAndColumn} from './json-error-position.js';
import type {ParsedFile} from './parsed-file.js';
import {plainYaml} from './plain-yaml.js';
import {splitYaml} from './split-yaml.js';
import {booleanWord} from './yaml-scalars.js';

/** The full parser takes seconds per million characters; more than this at once is no answer in reasonable time. */
const mostUnplain = 8_000_000;

/** The documents of a YAML file, as kubectl reads them: YAML 1.2 with the merge keys and boolean words of 1.1. */
export function parseYaml(name: string, text: string): readonly ParsedFile[] {
	let unplain = 0;
	const found: ParsedFile[] = [];
	for (const {text: document, line} of splitYaml(text)) {
		const plain = plainYaml(document);
		if (plain !== undefined) {
			if (plain.value !== null) {
				found.push({where: `${name}:${firstLine(document, line)}`, value: plain.value});
			}

			continue;
		}

		unplain += document.length;
		if (unplain > mostUnplain) {
			found.push({where: name, broken: tooMuch(name, line)});
			break;
		}

		for (const parsed of parseOne(name, document, line)) {
			found.push(parsed);
		}
	}

	return found;
}

function parseOne(name: string, text: string, line: number): readonly ParsedFile[] {
	const document = parseDocument(text, {
		merge: true,
		logLevel: 'silent',
		customTags: tags => [kubectlBoolean, ...tags],
	});
	const [error] = document.errors;
	const fail = (at: {readonly line: number; readonly column: number}, reason: string, cause: unknown) => [
		{where: `${name}:${line + at.line - 1}`, broken: invalidYaml(name, line + at.line - 1, at.column, reason, cause)},
	];
	if (error !== undefined) {
		const [start] = error.linePos ?? [{line: 1, col: 1}];
		return fail({line: start.line, column: start.col}, error.message.split('\n')[0] ?? '', error);
	}

	const begin = () => lineAndColumn(text, document.contents?.range?.[0] ?? 0);
	try {
		// Refuses aliases of nothing, and those that were made to explode.
		const value: Json | undefined = document.toJS();
		return value === null || value === undefined
			? []
			: [{where: `${name}:${line + begin().line - 1}`, value: plainJson(value)}];
	} catch (error) {
		return fail(begin(), error instanceof Error ? error.message : '', error);
	}
}

const kubectlBoolean: ScalarTag = {
	tag: 'tag:yaml.org,2002:bool',
	default: true,
	identify: value => typeof value === 'boolean',
	test: /^(?:yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/,
	resolve: text => booleanWord(text) ?? text,
	stringify: ({value}: Scalar) => String(value),
};

/** YAML knows values that JSON does not (not-a-number, binary); they become what JSON makes of them. */
function plainJson(value: Json): Json {
	const copy: Json = JSON.parse(JSON.stringify(value));
	return copy;
}

/** The line of the first word, for messages. */
function firstLine(text: string, line: number): number {
	const [before = ''] = /^(?:[ ]*(?:#[^\n]*)?\n)*/.exec(text) ?? [];
	return before === '' ? line : line + before.split('\n').length - 1;
}

function invalidYaml(name: string, line: number, column: number, reason: string, cause: unknown): UserError {
	return new UserError('usage', `${name}:${line}:${column} is not valid YAML: ${reason.replace(/ at line .*$/, '')}.`, {
		cause,
		next: [
			// A template is not YAML before it is rendered.
			reason.includes('{{') || /\{\{/.test(reason)
				? `Render ${name} first, or correct line ${line}, column ${column}.`
				: `Correct line ${line}, column ${column} of ${name}.`,
		],
	});
}

function tooMuch(name: string, line: number): UserError {
	return new UserError(
		'usage',
		`${name} has more than ${mostUnplain / 1_000_000} million characters of YAML that is not plain (anchors, folded text, tags), up to line ${line}.`,
		{next: ['Fetch it as JSON (`kubectl get … -o json`), or divide it into folders.']},
	);
}
