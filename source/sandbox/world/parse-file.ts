import {parseAllDocuments} from 'yaml';
import {UserError} from '../../errors.js';
import {isNestedDeeper, type Json} from '../json.js';
import {jsonErrorOffset, lineAndColumn} from './json-error-position.js';

/** A value of a file, with where it begins for messages. */
export type Parsed = {readonly where: string; readonly value: Json};

export function parseFile(name: string, content: string | Json): readonly Parsed[] {
	if (typeof content !== 'string') {
		return [{where: name, value: content}];
	}

	const values = /\.json$/i.test(name) ? parseJson(name, content) : parseYaml(name, content);
	const deep = values.find(({value}) => isNestedDeeper(value, deepest));
	if (deep !== undefined) {
		throw new UserError('usage', `${deep.where} holds lists or objects within each other, more than ${deepest} deep.`, {
			next: ['No answer of Azure or Kubernetes does: fetch the file again, or take it out of the folder.'],
		});
	}

	return values;
}

/** What is deeper was made to overflow the stack. */
const deepest = 200;

function parseJson(name: string, text: string): readonly Parsed[] {
	if (text.trim() === '') {
		throw new UserError('usage', `${name} is empty.`, {next: ['Fetch it again, or take it out of the folder.']});
	}

	try {
		const value: Json = JSON.parse(text);
		return [{where: name, value}];
	} catch (error) {
		const {line, column} = lineAndColumn(text, jsonErrorOffset(text));
		throw new UserError('usage', `${name}:${line}:${column} is not valid JSON.`, {
			cause: error,
			next: [`Correct line ${line}, column ${column} of ${name}, or fetch the file again: it may have been cut off.`],
		});
	}
}

function parseYaml(name: string, text: string): readonly Parsed[] {
	return parseAllDocuments(text).flatMap(document => {
		const [error] = document.errors;
		if (error !== undefined) {
			const [start] = error.linePos ?? [{line: 1, col: 1}];
			throw invalidYaml(name, start.line, start.col, error.message.split('\n')[0] ?? '', error);
		}

		const offset = document.contents?.range?.[0] ?? 0;
		const {line, column} = lineAndColumn(text, offset);
		try {
			// Refuses aliases of nothing, and those that were made to explode.
			const value: Json | undefined = document.toJS();
			return value === null || value === undefined ? [] : [{where: `${name}:${line}`, value: plain(value)}];
		} catch (error) {
			throw invalidYaml(name, line, column, error instanceof Error ? error.message : '', error);
		}
	});
}

/** YAML knows values that JSON does not (not-a-number, binary); they become what JSON makes of them. */
function plain(value: Json): Json {
	const copy: Json = JSON.parse(JSON.stringify(value));
	return copy;
}

function invalidYaml(name: string, line: number, column: number, reason: string, cause: unknown): UserError {
	return new UserError('usage', `${name}:${line}:${column} is not valid YAML: ${reason.replace(/ at line .*$/, '')}.`, {
		cause,
		next: [`Correct line ${line}, column ${column} of ${name}.`],
	});
}
