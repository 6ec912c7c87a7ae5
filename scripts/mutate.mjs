// `npm run mutate -- plan`: faults are put into source/plan one at a time, and tests that notice none of them are counted.
// `npm run mutate -- source/plan/names.ts` tries one file. Ends with the score; the report lies in reports/mutation/.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {folders} from './mutate/folders.mjs';
import {currentNode, ensureInstalled, environment, root} from './prepare.mjs';

ensureInstalled();

const asked = process.argv[2] ?? '';
const target = asked.startsWith('source/') ? asked : `source/${asked}`;
const name = target.split('/')[1] ?? '';
const folder = folders[name];
if (asked === '' || folder === undefined || !existsSync(path.join(root, target))) {
	process.stderr.write(
		`Give one of ${Object.keys(folders).join(', ')}, or a file in source/ of these: npm run mutate -- plan\n`,
	);
	process.exit(2);
}

const work = mkdtempSync(path.join(root, 'node_modules', '.mutate-'));
try {
	const vitest = path.join(work, 'vitest.config.mjs');
	writeFileSync(
		vitest,
		`export default ${JSON.stringify({
			root: '.',
			test: {
				include: folder.tests.map(tests => `${tests}/**/*.test.{ts,tsx}`),
				exclude: folder.without ?? [],
				testTimeout: 60_000,
				// Few draws of each property: they are tried for every fault.
				env: {NO_COLOR: '1', FORCE_COLOR: '0', TZ: 'UTC', AKSESS_DRAWS: '0.05'},
			},
		})};\n`,
	);
	const config = path.join(work, 'stryker.json');
	writeFileSync(
		config,
		JSON.stringify({
			mutate: [statSync(path.join(root, target)).isDirectory() ? `${target}/**/*.{ts,tsx}` : target],
			testRunner: 'vitest',
			vitest: {configFile: vitest, related: false},
			coverageAnalysis: 'perTest',
			// The compiler that it would read this with is not the one of this project; types need no rewriting.
			tsconfigFile: 'none.json',
			tempDirName: path.join(work, 'sandbox'),
			ignorePatterns: ['dist', 'docs/images', 'reports'],
			reporters: ['clear-text', 'json'],
			jsonReporter: {fileName: 'reports/mutation/mutation.json'},
			clearTextReporter: {allowColor: false, reportTests: false, logTests: false},
			disableTypeChecks: false,
			timeoutMS: 20_000,
		}),
	);
	const {CI: _ci, FORCE_COLOR: _colour, ...env} = environment();
	const {status} = spawnSync(currentNode(), ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config], {
		cwd: root,
		stdio: 'inherit',
		env,
	});
	process.exitCode = status ?? 1;
	if (status === 0) {
		report();
	}
} finally {
	rmSync(work, {recursive: true, force: true});
}

function report() {
	const {files} = JSON.parse(readFileSync(path.join(root, 'reports/mutation/mutation.json'), 'utf8'));
	const found = Object.values(files).flatMap(({mutants}) => mutants.map(({status}) => status));
	const noticed = found.filter(status => ['Killed', 'Timeout'].includes(status)).length;
	const counted = noticed + found.filter(status => ['Survived', 'NoCoverage'].includes(status)).length;
	const score = counted === 0 ? 100 : (100 * noticed) / counted;
	process.stdout.write(`\n${target}: ${noticed} of ${counted} faults noticed, ${score.toFixed(1)} %\n`);
}
