// `npm test`: packages, types, lint, unused code, build, all tests. Ends with `N passed, N failed`; a check counts as one.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {currentNode, ensureBuilt, ensureInstalled, environment, root} from './prepare.mjs';

ensureInstalled();

let passed = 0;
let failed = 0;

function check(title, work) {
	process.stdout.write(`\n— ${title}\n`);
	if (succeeds(work)) {
		passed++;
	} else {
		failed++;
		process.stdout.write(`✗ ${title} failed\n`);
	}
}

/** A check that throws has failed; the others, and the closing line, come all the same. */
function succeeds(work) {
	try {
		return work();
	} catch (error) {
		process.stderr.write(`${error.message}\n`);
		return false;
	}
}

function program(name, args) {
	return () => spawnSync(name, args, {cwd: root, stdio: 'inherit', env: environment()}).status === 0;
}

check('types', program('tsc', ['--noEmit']));
check('lint and format', program('biome', ['check', '.']));
check('unused code', program('knip', []));
check('build', () => {
	ensureBuilt();
	return true;
});

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-test-'));
const report = path.join(folder, 'report.json');
process.stdout.write('\n— tests\n');
// `CI` makes Ink draw nothing until it exits, and colours would end up in golden files.
const {CI: _ci, FORCE_COLOR: _colour, ...env} = environment();
const {status} = spawnSync(
	currentNode(),
	[
		'node_modules/vitest/vitest.mjs',
		'run',
		'--reporter=default',
		'--reporter=json',
		`--outputFile.json=${report}`,
		...process.argv.slice(2),
	],
	{cwd: root, stdio: 'inherit', env},
);
try {
	const {numPassedTests, numFailedTests, numFailedTestSuites} = JSON.parse(readFileSync(report, 'utf8'));
	passed += numPassedTests;
	failed += numFailedTests > 0 || status === 0 ? numFailedTests : Math.max(1, numFailedTestSuites);
} catch {
	failed++;
}

rmSync(folder, {recursive: true, force: true});
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exitCode = failed === 0 && status === 0 ? 0 : 1;
