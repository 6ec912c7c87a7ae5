import {isAlias, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument, visit} from 'yaml';
import {type Explained, explainIssue} from './explain-issue.js';
import {longestProfile} from './longest-profile.js';
import type {Profile} from './profile.js';
import {formatField, type ProfileProblem} from './profile-problem.js';
import {profileSchema} from './profile-schema.js';

/** What was read: the profile where its form is right, and every problem of form at once. */
export type ParsedProfile = {
	readonly profile: Profile | undefined;
	readonly problems: readonly ProfileProblem[];
	/** Where a field stands, for problems that are found later. */
	readonly at: (path: readonly PropertyKey[], key?: string) => Pick<ProfileProblem, 'line' | 'column' | 'field'>;
};

/** Deeper than the format goes. The parser recurses, and so a bound on brackets and indents keeps its stack. */
const deepest = 40;

export function parseProfile(text: string, file: string): ParsedProfile {
	const lines = new LineCounter();
	const problem = (offset: number, message: string, field = ''): ProfileProblem => {
		const {line, col} = lines.linePos(offset);
		return {severity: 'error', file, line: Math.max(line, 1), column: Math.max(col, 1), field, message};
	};

	const refusal = refuse(text);
	if (refusal !== undefined) {
		const problems = [problem(0, refusal)];
		return {profile: undefined, problems, at: () => ({line: 1, column: 1, field: ''})};
	}

	const document = parseDocument(text, {lineCounter: lines, prettyErrors: false});
	const problems = [...document.errors, ...document.warnings].map(({pos, message}) =>
		problem(pos[0], `This is not YAML as profiles use it: ${message}.`.replace(/\.\.$/, '.')),
	);
	visit(document, {
		Pair: (_, {key}) => {
			if (!isScalar(key)) {
				problems.push(
					problem(isNode(key) ? (key.range?.[0] ?? 0) : 0, 'A field name is a word, not a list or a mapping.'),
				);
			}
		},
		Alias: (_, node) => {
			problems.push(problem(node.range?.[0] ?? 0, 'Aliases are not taken in profiles; write the value out.'));
		},
	});
	const at: ParsedProfile['at'] = (path, key) => {
		const {node, used} = locate(document.contents, path, key);
		const {line, col} = lines.linePos(node?.range?.[0] ?? 0);
		return {
			line: Math.max(line, 1),
			column: Math.max(col, 1),
			field: formatField(key === undefined ? used : [...used, key]),
		};
	};

	if (problems.length > 0) {
		return {profile: undefined, problems, at};
	}

	const data: unknown = document.toJS();
	const result = profileSchema.safeParse(data);
	if (result.success) {
		return {profile: result.data, problems, at};
	}

	const explained = result.error.issues.flatMap(issue => explainIssue(issue, valueAt(data, issue.path)));
	return {
		profile: undefined,
		problems: explained.map(({path, key, message}: Explained) => ({
			severity: 'error',
			file,
			...at(path, key),
			message,
		})),
		at,
	};
}

function refuse(text: string): string | undefined {
	if (text.length > longestProfile) {
		return `The file has ${text.length} characters; a profile has at most ${longestProfile}.`;
	}

	if (text.trim() === '') {
		return 'The file is empty.';
	}

	let depth = 0;
	for (const line of text.split('\n')) {
		// Dashes nest too: `- - - a`.
		const indent = /^[\s-]*/.exec(line)?.[0].replaceAll(/\s/g, '').length ?? 0;
		const brackets = line.match(/[[{]/g)?.length ?? 0;
		depth = Math.max(depth + brackets - (line.match(/[\]}]/g)?.length ?? 0), 0);
		if (depth > deepest || indent > deepest || (/^ +/.exec(line)?.[0].length ?? 0) > 4 * deepest) {
			return 'The text is nested deeper than a profile can be.';
		}
	}

	return undefined;
}

/** The node at a path, or the nearest one around it; `used` is the path without list positions the text does not have. */
function locate(
	root: Node | null,
	path: readonly PropertyKey[],
	key: string | undefined,
): {readonly node: Node | null; readonly used: readonly PropertyKey[]} {
	let node = root;
	const used: PropertyKey[] = [];
	for (const [index, step] of path.entries()) {
		if (typeof step === 'number' && isMap(node)) {
			continue;
		}

		used.push(step);
		const next = child(node, step);
		if (next === undefined) {
			return {node, used: [...used, ...path.slice(index + 1)]};
		}

		node = next;
	}

	return {node: key === undefined ? node : (keyNode(node, key) ?? node), used};
}

function child(node: Node | null, step: PropertyKey): Node | undefined {
	if (!isNode(node) || !('get' in node)) {
		return undefined;
	}

	const next: unknown = node.get(typeof step === 'number' ? step : String(step), true);
	return isNode(next) && !isAlias(next) ? next : undefined;
}

function keyNode(node: Node | null, key: string): Node | undefined {
	const pair = isMap(node)
		? node.items.find(item => isPair(item) && isScalar(item.key) && String(item.key.value) === key)
		: undefined;
	return isNode(pair?.key) ? pair.key : undefined;
}

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
	let value = data;
	for (const step of path) {
		if (typeof step === 'number' && !Array.isArray(value)) {
			continue;
		}

		value =
			typeof value === 'object' && value !== null && Object.hasOwn(value, step)
				? (value as Record<PropertyKey, unknown>)[step]
				: undefined;
	}

	return value;
}
