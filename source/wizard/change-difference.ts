import type {Change} from '../plan/change.js';
import {type DiffLine, diffLines} from '../render/plan/diff-lines.js';
import {isList} from '../topology/json.js';
import type {Json} from '../topology/world.js';

/** A change as lines before and after, the way reviewers know it from code. */
export function changeDifference(change: Change): readonly DiffLine[] {
	switch (change.kind) {
		case 'kube-metadata': {
			return diffLines(outline(present(change.before)), outline(present(change.after)));
		}

		case 'arm-child': {
			// Id, name and type are where it is written, not what; the details tell them beside the difference.
			return diffLines(outline(change.before?.properties), outline(change.after?.properties));
		}

		case 'authorized-ranges': {
			return diffLines(change.before, change.after);
		}

		default: {
			return diffLines(outline(change.before), outline(change.after));
		}
	}
}

/** Labels and annotations that are set: there `null` is "not set", not a value. */
function present(entries: Readonly<Record<string, string | null>>): Readonly<Record<string, string>> {
	return Object.fromEntries(Object.entries(entries).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}

/** JSON as indented lines without brackets and quotes, in the manner of YAML; for reading only. */
export function outline(value: Json | undefined, indent = ''): readonly string[] {
	if (value === null || value === undefined) {
		return [];
	}

	if (isList(value)) {
		return value.flatMap(item => listItem(item, indent));
	}

	if (typeof value === 'object') {
		return Object.entries(value).flatMap(([key, content]) => {
			if (content === undefined) {
				return [];
			}

			const isNested = typeof content === 'object' && content !== null;
			const isEmpty = isNested && Object.keys(content).length === 0;
			return isNested && !isEmpty
				? [`${indent}${key}:`, ...outline(content, `${indent}  `)]
				: [`${indent}${key}: ${isEmpty ? (isList(content) ? '[]' : '{}') : String(content)}`];
		});
	}

	return [`${indent}${String(value)}`];
}

function listItem(item: Json, indent: string): readonly string[] {
	// An empty rule of a policy allows everything: it must not go unseen.
	const [first = '{}', ...rest] = outline(item, `${indent}  `);
	return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** Leaves out long stretches in which nothing changes. */
export function withContext(
	lines: readonly DiffLine[],
	context: number,
): readonly (DiffLine | {readonly skipped: number})[] {
	const near = lines.map((_, index) =>
		lines.slice(Math.max(0, index - context), index + context + 1).some(({sign}) => sign !== ' '),
	);
	const kept: (DiffLine | {readonly skipped: number})[] = [];
	for (const [index, content] of lines.entries()) {
		const last = kept.at(-1);
		if (near[index] === true) {
			kept.push(content);
		} else if (last !== undefined && 'skipped' in last) {
			kept[kept.length - 1] = {skipped: last.skipped + 1};
		} else {
			kept.push({skipped: 1});
		}
	}

	return kept;
}
