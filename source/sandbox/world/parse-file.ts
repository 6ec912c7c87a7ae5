import {UserError} from '../../errors.js';
import {isNestedDeeper, type Json} from '../json.js';
import {parseCsvRows} from './forms/csv-rows.js';
import {jsonErrorOffset, lineAndColumn} from './json-error-position.js';
import {parseYaml} from './parse-yaml.js';
import type {ParsedFile} from './parsed-file.js';

/** How a text is to be read; by itself a name says it. */
type Format = 'json' | 'yaml' | 'csv';

export function parseFile(name: string, content: string | Json, format = formatOfName(name)): readonly ParsedFile[] {
	if (typeof content !== 'string') {
		return [{where: name, value: content}];
	}

	const found = parseText(name, content, format);
	return found.map(parsed => ('value' in parsed && isNestedDeeper(parsed.value, deepest) ? tooDeep(parsed) : parsed));
}

function parseText(name: string, content: string, format: Format): readonly ParsedFile[] {
	if (format === 'csv') {
		return parseCsvRows(name, content);
	}

	return format === 'json'
		? (parseJsonLines(name, content) ?? [parseJson(name, content)])
		: (parseJsonInYaml(name, content) ?? parseYaml(name, content));
}

function formatOfName(name: string): Format {
	if (/\.csv$/i.test(name)) {
		return 'csv';
	}

	return /\.(?:json|jsonl|ndjson)$/i.test(name) ? 'json' : 'yaml';
}

/** For files that are called anything: no YAML that people write begins with a bracket. */
export function formatOfText(text: string): Format {
	return /^\s*(?:[{[]|$)/.test(text) ? 'json' : 'yaml';
}

/** What is deeper was made to overflow the stack. */
const deepest = 200;

function tooDeep({where}: ParsedFile): ParsedFile {
	const sentence = `${where} holds lists or objects within each other, more than ${deepest} deep.`;
	const next = ['No answer of Azure or Kubernetes does: fetch the file again, or take it out of the folder.'] as const;
	return {where, broken: new UserError('usage', sentence, {next})};
}

function parseJson(name: string, text: string): ParsedFile {
	if (text.trim() === '') {
		const next = ['Fetch it again, or take it out of the folder.'] as const;
		return {where: name, broken: new UserError('usage', `${name} is empty.`, {next})};
	}

	try {
		const value: Json = JSON.parse(text);
		return {where: name, value};
	} catch (error) {
		const {line, column} = lineAndColumn(text, jsonErrorOffset(text));
		return {
			where: name,
			broken: new UserError('usage', `${name}:${line}:${column} is not valid JSON${endsThere(text, line, column)}.`, {
				cause: error,
				next: [`Correct line ${line}, column ${column} of ${name}, or fetch the file again: it may have been cut off.`],
			}),
		};
	}
}

/** The mistake is that nothing comes any more. */
function endsThere(text: string, line: number, column: number): string {
	const rest = text
		.split('\n')
		.slice(line - 1)
		.join('\n')
		.slice(column - 1);
	return /^\s*(?:"[^"]*)?$/.test(rest) ? ': it ends in the middle' : '';
}

/** A value on each line, as logs and streams have it; undefined where it is one value, or the first lines are none. */
function parseJsonLines(name: string, text: string): readonly ParsedFile[] | undefined {
	if (!/^\s*[{[].*[}\]]\s*\n\s*[{[]/.test(text)) {
		return undefined;
	}

	const lines = text.split('\n').map((line, index) => ({where: `${name}:${index + 1}`, line}));
	const values = lines.flatMap(({where, line}): readonly ParsedFile[] => {
		const parsed = line.trim() === '' ? undefined : parseJson(where, line);
		return parsed === undefined ? [] : [parsed];
	});
	return values[0] !== undefined && 'value' in values[0] && values[1] !== undefined && 'value' in values[1]
		? values
		: undefined;
}

/** JSON is YAML; `kubectl get -o json > pods.yaml` is read as what it is. */
function parseJsonInYaml(name: string, text: string): readonly ParsedFile[] | undefined {
	if (!/^\s*[{[]/.test(text)) {
		return undefined;
	}

	try {
		const value: Json = JSON.parse(text);
		return [{where: `${name}:1`, value}];
	} catch {
		return undefined;
	}
}
