// Checks of which `npm test` takes a sample, in full: runs that are killed at every point, steps that nobody confirms, plans
// without each of their parts, every profile with every answer in three clouds, 3000 random changes of every kind of file
// that somebody may hand over, and 1000 changed worlds read both in this process and through the clients. `.ci/run` calls
// it. Takes some minutes, and ends with the figures of the kill matrix that docs/apply.md names.
import {spawn} from 'node:child_process';
import {currentNode, ensureInstalled, environment, root} from './prepare.mjs';

ensureInstalled();

// As in scripts/test.mjs: `CI` makes Ink draw nothing, and colours would end up in what is compared.
const {CI: _ci, FORCE_COLOR: _colour, ...env} = environment();
const inFull = ['kill-matrix', 'killed-process', 'killed-script', 'commit-confirm', 'every-profile'].map(
	name => `test/apply/${name}`,
);
const tests = [...inFull, 'test/robustness', 'test/plan/least-change', 'test/workflow/practice-source'];
const child = spawn(currentNode(), ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', ...tests], {
	cwd: root,
	stdio: ['ignore', 'pipe', 'inherit'],
	env: {...env, AKSESS_TEST_WHOLE: 'yes', AKSESS_MUTATIONS: process.argv[2] ?? '3000', NO_COLOR: '1'},
});
let output = '';
child.stdout.setEncoding('utf8');
child.stdout.on('data', text => {
	output += text;
	process.stdout.write(text);
});
child.on('close', code => {
	const parts = [...output.matchAll(/^Kill matrix, .*: (\d+) points .* = (\d+) runs, lost (\d+)$/gm)];
	const [points, runs, lost] = [1, 2, 3].map(group => parts.reduce((sum, part) => sum + Number(part[group]), 0));
	process.stdout.write(`\nKill matrix: ${points} points × 4 ways = ${runs} runs, lost ${lost}\n`);
	process.exitCode = code === 0 && lost === 0 && runs > 0 ? 0 : 1;
});
