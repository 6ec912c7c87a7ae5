import type {z} from 'zod';
import {testFields} from './condition-schema.js';
import {fromSchemas, toSchemas} from './endpoint-schema.js';
import {nearestName} from './nearest-name.js';
import {profileFields} from './profile-schema.js';
import {signSchemas} from './sign-schema.js';

type Issue = z.core.$ZodIssue;

/** What is wrong at one place, in a sentence for the author of the profile. */
export type Explained = {readonly path: readonly PropertyKey[]; readonly message: string; readonly key?: string};

/** Every field name of the format, for suggestions. */
const fieldNames: readonly string[] = [
	...new Set([
		...Object.keys(profileFields.shape),
		...[...fromSchemas, ...toSchemas, ...signSchemas].flatMap(schema => Object.keys(schema.shape)),
		...testFields,
		...[
			'state',
			'since',
			'text',
			'source',
			'date',
			'confidence',
			'question',
			'choices',
			'default',
			'assumed',
			'pattern',
		],
		...['tag', 'addresses', 'tagCopy', 'published', 'regions', 'withdrawn', 'commit', 'label', 'value', 'parentLabel'],
		...['id', 'purpose', 'feature', 'when', 'from', 'to', 'bothWays', 'protocol', 'ports', 'notes', 'name', 'labels'],
	]),
];

function suggestion(wrong: unknown, names: readonly string[]): string {
	const near = typeof wrong === 'string' ? nearestName(wrong, names) : undefined;
	return near === undefined ? '' : ` Did you mean \`${near}\`?`;
}

function shown(value: unknown): string {
	const text = JSON.stringify(value) ?? 'nothing';
	return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function expectedType(expected: string): string {
	const words: Readonly<Record<string, string>> = {
		string: 'text',
		object: 'a mapping with fields',
		record: 'a mapping',
		array: 'a list',
		number: 'a number',
		int: 'a whole number',
		boolean: 'true or false',
	};
	return words[expected] ?? expected;
}

/** One sentence or more per issue; unknown keys are told one by one. `value` is what stands at the issue's path. */
export function explainIssue(issue: Issue, value: unknown): readonly Explained[] {
	const {path} = issue;
	const missing = value === undefined;
	switch (issue.code) {
		case 'unrecognized_keys': {
			return issue.keys.map(key => ({
				path,
				key,
				message: `There is no field ${shown(key)} here.${suggestion(key, fieldNames)}`,
			}));
		}

		case 'invalid_type': {
			const expected = expectedType(issue.expected);
			const message = missing
				? `The field is missing; it should be ${expected}.`
				: `${shown(value)} is not ${expected}${issue.expected === 'string' ? '; put it in quotes' : ''}.`;
			return [{path, message}];
		}

		case 'invalid_value': {
			const values = issue.values.map(String);
			const start = missing ? 'The field is missing' : `${shown(value)} is not taken here`;
			return [{path, message: `${start}; it can be ${values.join(', ')}.${suggestion(value, values)}`}];
		}

		case 'invalid_union': {
			// Only discriminated unions list their options; plain ones carry our own sentence.
			const options = 'options' in issue && Array.isArray(issue.options) ? issue.options.map(String) : undefined;
			if (options === undefined) {
				return [{path, message: `${shown(value)} ${issue.message}`}];
			}

			const start = missing ? 'The field is missing' : `${shown(value)} is not taken here`;
			return [{path, message: `${start}; it can be ${options.join(', ')}.${suggestion(value, options)}`}];
		}

		case 'invalid_format': {
			return [{path, message: `${shown(value)} ${issue.message}`}];
		}

		case 'too_big': {
			return [{path, message: `There is too much here; at most ${issue.maximum} (${sizeUnit(issue.origin)}).`}];
		}

		case 'too_small': {
			return [{path, message: `There is too little here; at least ${issue.minimum} (${sizeUnit(issue.origin)}).`}];
		}

		case 'invalid_key': {
			const reason = issue.issues[0]?.message ?? 'is not taken as a key.';
			return [{path, message: `${shown(path.at(-1))} ${reason}`}];
		}

		default: {
			return [{path, message: issue.message}];
		}
	}
}

function sizeUnit(origin: string): string {
	return origin === 'string' ? 'characters' : origin === 'array' ? 'entries' : 'as a number';
}
