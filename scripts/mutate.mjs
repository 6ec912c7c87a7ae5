// `npm run mutate -- plan`: faults are put into source/plan one at a time, and tests that notice none of them are counted.
// `npm run mutate -- plan 0.2` tries a fifth of its files, always the same, so that a score is known in minutes;
// `npm run mutate -- source/plan/names.ts` tries one file; `npm run mutate -- --changed [BASE]` tries the lines that were
// changed since BASE, for ten minutes at most. Each ends with the score and fails under the one that the folder keeps; the
// report lies in reports/mutation/.
import {spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {changedLines} from './mutate/changed-lines.mjs';
import {drawFiles} from './mutate/draw-files.mjs';
import {folders} from './mutate/folders.mjs';
import {progressOf, scoreOf} from './mutate/score.mjs';
import {currentNode, ensureInstalled, environment, root} from './prepare.mjs';

const tenMinutes = 600_000;

ensureInstalled();
const [asked = '', second] = process.argv.slice(2);
process.exitCode = asked === '--changed' ? await mutateChanged(second) : await mutateTarget(asked, Number(second ?? 1));

async function mutateTarget(given, share) {
	const target = given.startsWith('source/') ? given : `source/${given}`;
	const name = target.split('/')[1] ?? '';
	if (
		given === '' ||
		folders[name] === undefined ||
		!existsSync(path.join(root, target)) ||
		!(share > 0 && share <= 1)
	) {
		process.stderr.write(
			`Give one of ${Object.keys(folders).join(', ')}, or a file in source/ of these: npm run mutate -- plan\n` +
				'A share of the files of a folder stands behind it: npm run mutate -- plan 0.2\n',
		);
		return 2;
	}

	if (statSync(path.join(root, target)).isFile()) {
		return mutate(name, [target], target);
	}

	const files = filesIn(target).filter(file => /\.tsx?$/.test(file));
	const drawn = drawFiles(files, share);
	return mutate(name, drawn, share === 1 ? target : `${target}, ${drawn.length} of ${files.length} files`);
}

async function mutateChanged(since) {
	const from = since ?? lastMerged();
	const until = Date.now() + tenMinutes;
	const changed = changedLines(git('diff', '--unified=0', '--no-color', '--no-renames', from, '--', 'source'));
	let worst = 0;
	for (const [name, ranges] of changed) {
		const left = until - Date.now();
		if (folders[name] === undefined) {
			continue;
		}

		if (left < 30_000) {
			process.stdout.write(`source/${name}: no time is left for its ${ranges.length} changed places.\n`);
			continue;
		}

		worst = Math.max(worst, await mutate(name, ranges, `source/${name} since ${from}`, left));
	}

	return worst;
}

/** Where the work on this line began, as far as that can be known. */
function lastMerged() {
	const {status, stdout} = spawnSync('git', ['merge-base', 'HEAD', 'origin/main'], {cwd: root, encoding: 'utf8'});
	const base = status === 0 ? stdout.trim() : '';
	return base === '' || base === git('rev-parse', 'HEAD').trim() ? 'HEAD~1' : base;
}

function git(...parameters) {
	const {status, stdout, stderr} = spawnSync('git', parameters, {cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28});
	if (status !== 0) {
		throw new Error(`git ${parameters.join(' ')}: ${stderr}`);
	}

	return stdout;
}

/** The exit code: 1 where fewer faults were noticed than the folder's score asks for. */
async function mutate(name, ranges, title, milliseconds) {
	const work = mkdtempSync(path.join(root, 'node_modules', '.mutate-'));
	try {
		const config = writeConfiguration(work, folders[name], ranges);
		const {status, output, isCutOff} = await runStryker(config, milliseconds);
		if (isCutOff) {
			return judge(title, name, progressOf(output), 'of those that were tried in time');
		}

		if (status !== 0) {
			return status ?? 1;
		}

		const report = readFileSync(path.join(root, 'reports/mutation/mutation.json'), 'utf8');
		return judge(title, name, scoreOf(JSON.parse(report)), '');
	} finally {
		rmSync(work, {recursive: true, force: true});
	}
}

function judge(title, name, {noticed, counted}, remark) {
	const {score: least} = folders[name];
	const score = counted === 0 ? 100 : (100 * noticed) / counted;
	const isEnough = score >= least;
	process.stdout.write(
		`\n${title}: ${noticed} of ${counted} faults noticed${remark === '' ? '' : `, ${remark}`}, ${score.toFixed(1)} %; ` +
			`${isEnough ? 'enough' : 'too few'}, the folder is to reach ${least} %\n`,
	);
	return isEnough ? 0 : 1;
}

function writeConfiguration(work, {tests, without = []}, mutate) {
	const vitest = path.join(work, 'vitest.config.mjs');
	writeFileSync(
		vitest,
		`export default ${JSON.stringify({
			root: '.',
			test: {
				// All as one file: what a test covers is counted per file (test/helpers/every-test.ts).
				include: ['test/helpers/every-test.ts'],
				globalSetup: ['test/helpers/one-temporary-folder.ts'],
				testTimeout: 60_000,
				// Loading every file anew for each fault takes ten times as long; what a fault does is switched inside the files.
				isolate: false,
				fileParallelism: false,
				// Few draws of each property: they are tried for every fault.
				env: {
					NO_COLOR: '1',
					FORCE_COLOR: '0',
					TZ: 'UTC',
					AKSESS_DRAWS: '0.05',
					AKSESS_TEST_FILES: testFiles(tests, without).join('\n'),
				},
			},
		})};\n`,
	);
	const config = path.join(work, 'stryker.json');
	writeFileSync(
		config,
		JSON.stringify({
			mutate,
			testRunner: 'vitest',
			vitest: {configFile: vitest, related: false},
			coverageAnalysis: 'perTest',
			// A fault in a constant of a module takes all tests of the folder, loaded anew: three in a hundred faults would take
			// nineteen twentieths of the time. Tables of constants are held by tests that compare them with their source.
			ignoreStatic: true,
			// The compiler that it would read this with is not the one of this project; types need no rewriting.
			tsconfigFile: 'none.json',
			tempDirName: path.join(work, 'sandbox'),
			ignorePatterns: ['dist', 'docs/images', 'reports'],
			reporters: ['progress-append-only', 'clear-text', 'json'],
			jsonReporter: {fileName: 'reports/mutation/mutation.json'},
			clearTextReporter: {allowColor: false, reportTests: false, logTests: false},
			disableTypeChecks: false,
			timeoutMS: 20_000,
		}),
	);
	return config;
}

function testFiles(folders, without) {
	return folders
		.flatMap(folder => filesIn(folder))
		.filter(file => /\.test\.tsx?$/.test(file) && !without.includes(file))
		.toSorted();
}

/** Below the project's folder, with slashes. */
function filesIn(folder) {
	return readdirSync(path.join(root, folder), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(entry => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'));
}

function runStryker(config, milliseconds) {
	const {CI: _ci, FORCE_COLOR: _colour, ...env} = environment();
	return new Promise(resolve => {
		const child = spawn(currentNode(), ['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', config], {
			cwd: root,
			stdio: ['ignore', 'pipe', 'inherit'],
			env,
		});
		let output = '';
		let isCutOff = false;
		child.stdout.setEncoding('utf8');
		child.stdout.on('data', text => {
			output += text;
			process.stdout.write(text);
		});
		const clock =
			milliseconds === undefined
				? undefined
				: setTimeout(() => {
						isCutOff = true;
						child.kill('SIGINT');
					}, milliseconds);
		child.on('close', status => {
			clearTimeout(clock);
			resolve({status, output, isCutOff});
		});
	});
}
