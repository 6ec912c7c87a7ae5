import {afterAll, expect, test} from 'vitest';
import {isWhole} from '../../helpers/whole.js';
import {type Count, killMatrix, type Strides, ways} from './kill-matrix.js';
import type {Subject} from './subjects.js';

/** One test for each subject, and a line with the figures of all of them. */
export function testMatrix(name: string, subjects: readonly Subject[], strides: Strides): void {
	const counts: Count[] = [];

	test.each(subjects.map(subject => [subject.world, subject.kind, subject] as const))(
		'%s: %s: whatever was begun is taken back, wherever it is killed',
		async (_world, _kind, subject) => {
			const count = await killMatrix(subject, strides);
			counts.push(count);
			expect(count.losses).toEqual([]);
		},
		isWhole ? 900_000 : 60_000,
	);

	afterAll(() => {
		const sum = (of: (count: Count) => number) => counts.reduce((total, count) => total + of(count), 0);
		const kinds = new Set(subjects.map(({kind}) => kind)).size;
		const worlds = new Set(subjects.map(({world}) => world)).size;
		process.stdout.write(
			`Kill matrix, ${name}: ${sum(({points}) => points)} points (of ${kinds} kinds in ${worlds} worlds) × ${ways.length} ways = ` +
				`${sum(({runs}) => runs)} runs, lost ${sum(({losses}) => losses.length)}\n`,
		);
	});
}
