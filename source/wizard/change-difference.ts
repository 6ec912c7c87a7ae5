import type {Change} from '../plan/change.js';
import type {Json} from '../topology/world.js';

export type DifferenceLine = {readonly sign: '+' | '-' | ' '; readonly text: string};

/** A change as lines before and after, the way reviewers know it from code. */
export function changeDifference(change: Change): readonly DifferenceLine[] {
	switch (change.kind) {
		case 'kube-metadata': {
			return compareLines(outline(present(change.before)), outline(present(change.after)));
		}

		case 'arm-child': {
			// Id, name and type are where it is written, not what; the details tell them beside the difference.
			return compareLines(outline(change.before?.properties), outline(change.after?.properties));
		}

		case 'authorized-ranges': {
			return compareLines(change.before, change.after);
		}

		default: {
			return compareLines(outline(change.before), outline(change.after));
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

function isList(value: Json): value is readonly Json[] {
	return Array.isArray(value);
}

function listItem(item: Json, indent: string): readonly string[] {
	const [first, ...rest] = outline(item, `${indent}  `);
	return first === undefined ? [] : [`${indent}- ${first.trimStart()}`, ...rest];
}

/** The shortest edit between two texts, by longest common subsequence. */
export function compareLines(before: readonly string[], after: readonly string[]): readonly DifferenceLine[] {
	const common = commonLengths(before, after);
	const lines: DifferenceLine[] = [];
	let i = 0;
	let j = 0;
	while (i < before.length || j < after.length) {
		const [old, next] = [before[i], after[j]];
		if (old !== undefined && old === next) {
			lines.push({sign: ' ', text: old});
			i++;
			j++;
		} else if (old !== undefined && (next === undefined || lengthAt(common, i + 1, j) >= lengthAt(common, i, j + 1))) {
			lines.push({sign: '-', text: old});
			i++;
		} else {
			lines.push({sign: '+', text: next ?? ''});
			j++;
		}
	}

	return lines;
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
	const table: number[][] = [];
	for (let i = before.length - 1; i >= 0; i--) {
		const row: number[] = [];
		for (let j = after.length - 1; j >= 0; j--) {
			row[j] =
				before[i] === after[j]
					? lengthAt(table, i + 1, j + 1) + 1
					: Math.max(lengthAt(table, i + 1, j), row[j + 1] ?? 0);
		}

		table[i] = row;
	}

	return table;
}

function lengthAt(table: readonly (readonly number[])[], i: number, j: number): number {
	return table[i]?.[j] ?? 0;
}

/** Leaves out long stretches in which nothing changes. */
export function withContext(
	lines: readonly DifferenceLine[],
	context: number,
): readonly (DifferenceLine | {readonly skipped: number})[] {
	const near = lines.map((_, index) =>
		lines.slice(Math.max(0, index - context), index + context + 1).some(({sign}) => sign !== ' '),
	);
	const kept: (DifferenceLine | {readonly skipped: number})[] = [];
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
