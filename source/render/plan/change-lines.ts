import {stringify} from 'yaml';
import type {Change} from '../../plan/change.js';
import {recordOf} from '../../plan/changes/change-records.js';
import {printable} from '../printable.js';
import {type DiffLine, diffLines} from './diff-lines.js';

/**
 * What a change does, line by line, in the words of the resource: the same wherever a change is shown. Unchanged lines are
 * there for orientation.
 */
export function changeLines(change: Change): readonly DiffLine[] {
	const {before, after, emptyMatters} = recordOf(change).difference(change);
	const lines = (side: unknown) => yamlLines(emptyMatters ? side : withoutEmpty(side));
	return diffLines(lines(before), lines(after));
}

/**
 * YAML, because it has the fewest signs that are not content. A list of nothing but words does without its dashes: an entry
 * that is kept would look like one that is removed.
 */
function yamlLines(value: unknown): readonly string[] {
	if (Array.isArray(value) && value.every(item => typeof item === 'string')) {
		return value.map(printable);
	}

	return value === undefined || value === null
		? []
		: stringify(value, {lineWidth: 0}).trimEnd().split('\n').map(printable);
}

/**
 * In Azure's answers empty lists and objects say nothing and are left out. Not in Kubernetes, where an empty selector is
 * every pod and an empty list of rules is none.
 */
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
