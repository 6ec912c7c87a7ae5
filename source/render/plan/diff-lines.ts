export type DiffLine = {readonly sign: '+' | '-' | ' '; readonly text: string};

/** The shortest edit from one list of lines to another (longest common subsequence); for texts of at most a few thousand lines. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
	const common = commonLengths(before, after);
	const lines: DiffLine[] = [];
	let i = 0;
	let j = 0;
	while (i < before.length || j < after.length) {
		const [old, now] = [before[i], after[j]];
		if (old !== undefined && old === now) {
			lines.push({sign: ' ', text: old});
			i++;
			j++;
		} else if (now === undefined || (old !== undefined && (common[i + 1]?.[j] ?? 0) >= (common[i]?.[j + 1] ?? 0))) {
			lines.push({sign: '-', text: old ?? ''});
			i++;
		} else {
			lines.push({sign: '+', text: now});
			j++;
		}
	}

	return lines;
}

function commonLengths(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
	const table = Array.from({length: before.length + 1}, () => new Array<number>(after.length + 1).fill(0));
	for (let i = before.length - 1; i >= 0; i--) {
		for (let j = after.length - 1; j >= 0; j--) {
			const [row, next] = [table[i], table[i + 1]];
			if (row !== undefined && next !== undefined) {
				row[j] = before[i] === after[j] ? (next[j + 1] ?? 0) + 1 : Math.max(next[j] ?? 0, row[j + 1] ?? 0);
			}
		}
	}

	return table;
}
