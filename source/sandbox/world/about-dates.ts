import type {Item} from './sort-out.js';

const day = 86_400_000;

/** Says so where what Azure answered is of days apart: what was true of one file may not be of another any more. */
export function aboutDates(
	items: readonly (Item & {readonly file: string})[],
	times: ReadonlyMap<string, number>,
): readonly string[] {
	const files = new Set(items.flatMap(item => (item.kind === 'arm' ? [item.file] : [])));
	const dated = [...files]
		.flatMap(file => {
			const time = times.get(file);
			return time === undefined ? [] : [{file, time}];
		})
		.toSorted((a, b) => a.time - b.time);
	const [oldest, newest] = [dated[0], dated.at(-1)];
	return oldest === undefined || newest === undefined || newest.time - oldest.time <= day
		? []
		: [
				`The files are not of one day: ${oldest.file} is of ${dateOf(oldest.time)}, ${newest.file} of ${dateOf(newest.time)}.`,
			];
}

function dateOf(time: number): string {
	return new Date(time).toISOString().slice(0, 10);
}
