import {stringify} from 'yaml';
import {assertNever} from '../../errors.js';
import type {Change} from '../../plan/change.js';
import {type DiffLine, diffLines} from './diff-lines.js';

/** What a change does, line by line, in the words of the resource; unchanged lines are there for orientation. */
export function changeLines(change: Change): readonly DiffLine[] {
	const [before, after] = sides(change);
	return diffLines(yamlLines(before), yamlLines(after));
}

function sides(change: Change): readonly [before: unknown, after: unknown] {
	switch (change.kind) {
		case 'arm-child': {
			return [change.before?.properties, change.after?.properties];
		}

		case 'kube-object': {
			return [change.before?.['spec'], change.after?.['spec']];
		}

		case 'classic-collections':
		case 'authorized-ranges':
		case 'kube-metadata': {
			return [change.before, change.after];
		}

		default: {
			return assertNever(change);
		}
	}
}

/** YAML, because it has the fewest signs that are not content. Empty lists and objects say nothing and are left out. */
function yamlLines(value: unknown): readonly string[] {
	const content = withoutEmpty(value);
	return content === undefined ? [] : stringify(content, {lineWidth: 0}).trimEnd().split('\n');
}

function withoutEmpty(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.length === 0 ? undefined : value.map(item => withoutEmpty(item) ?? item);
	}

	if (typeof value === 'object' && value !== null) {
		const entries = Object.entries(value).flatMap(([key, item]) => {
			const content = withoutEmpty(item);
			return content === undefined ? [] : [[key, content] as const];
		});
		return entries.length === 0 ? undefined : Object.fromEntries(entries);
	}

	return value ?? undefined;
}
