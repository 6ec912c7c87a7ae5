import {describe, expect, test} from 'vitest';
import {changedLines} from '../../scripts/mutate/changed-lines.mjs';
import {drawFiles} from '../../scripts/mutate/draw-files.mjs';
import {progressOf, scoreOf} from '../../scripts/mutate/score.mjs';

describe('lines that a change touched', () => {
	const difference = [
		'diff --git a/source/plan/names.ts b/source/plan/names.ts',
		'--- a/source/plan/names.ts',
		'+++ b/source/plan/names.ts',
		'@@ -3,2 +3,4 @@ function a() {',
		'-old',
		'+new',
		'@@ -20,3 +22,0 @@',
		'-gone',
		'@@ -30 +29 @@',
		'+++ b/source/wizard/app.tsx',
		'@@ -0,0 +1,7 @@',
		'+++ b/source/cli.ts',
		'@@ -1 +1 @@',
		'+++ /dev/null',
		'@@ -1,9 +0,0 @@',
	].join('\n');

	test('are found by folder, and what was only removed is not there to be changed', () => {
		expect([...changedLines(difference)]).toEqual([
			['plan', ['source/plan/names.ts:3-6', 'source/plan/names.ts:29-29']],
			['wizard', ['source/wizard/app.tsx:1-7']],
		]);
	});
});

describe('the score', () => {
	test('counts faults that no test reaches as missed, and leaves out what could not be tried', () => {
		const mutants = ['Killed', 'Timeout', 'Survived', 'NoCoverage', 'CompileError', 'Ignored'].map(status => ({
			status,
		}));

		expect(scoreOf({files: {'a.ts': {mutants}, 'b.ts': {mutants: [{status: 'Killed'}]}}})).toEqual({
			noticed: 3,
			counted: 5,
		});
	});

	test('of a run that was cut off is that of its last line of progress', () => {
		const output =
			'Mutation testing 0% (elapsed: <1m, remaining: n/a) 5/90 tested (1 survived, 0 timed out)\n' +
			'Mutation testing 30% (elapsed: ~9m, remaining: ~20m) 30/90 tested (4 survived, 2 timed out)\n';

		expect(progressOf(output)).toEqual({noticed: 26, counted: 30});
		expect(progressOf('Starting')).toEqual({noticed: 0, counted: 0});
	});
});

describe('a share of the files', () => {
	const files = Array.from({length: 50}, (_, index) => `source/plan/file-${index}.ts`);

	test('is the same whatever the order they are listed in, and a larger one holds a smaller one', () => {
		const [fifth, half] = [drawFiles(files, 0.2), drawFiles(files.toReversed(), 0.5)];

		expect(fifth).toHaveLength(10);
		expect(half).toHaveLength(25);
		expect(half.slice(0, 10)).toEqual(fifth);
		expect(fifth).not.toEqual(files.slice(0, 10));
	});

	test('is one file at least', () => {
		expect(drawFiles(files, 0.001)).toHaveLength(1);
	});
});
