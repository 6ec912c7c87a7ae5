import type {DiffLine} from '../render/plan/diff-lines.js';

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
