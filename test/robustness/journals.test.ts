import {mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, test} from 'vitest';
import type {Json} from '../../source/topology/world.js';
import {allAllowed, emptyFolder, expectSound, practiceAnswers, seed} from '../helpers/handed-over.js';
import {mutatedWorld} from '../helpers/mutate-world.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';
import {runCli} from '../helpers/run-cli.js';

describe('a journal', () => {
	test.each([
		['classic-firewall', 0.8],
		['cilium-overlay', 0.2],
	])(
		'like that of a run on %s is listed, resumed and undone, or refused',
		async (world, share) => {
			const made = emptyFolder();
			await runCli(['apply', '--sandbox', world, '--state', 'state', ...practiceAnswers, ...allAllowed], {cwd: made});
			const runs = path.join(made, 'aksess-home', 'runs');
			const [name = ''] = readdirSync(runs);
			const lines: readonly Json[] = readFileSync(path.join(runs, name), 'utf8')
				.trim()
				.split('\n')
				.map(line => JSON.parse(line));
			const cwd = emptyFolder();
			mkdirSync(path.join(cwd, 'aksess-home', 'runs'), {recursive: true});
			const run = name.replace('.jsonl', '');
			const calls = fc.constantFrom(
				['runs'],
				['runs', '--output', 'json'],
				['undo', run, '--yes'],
				['resume', run, ...allAllowed],
			);
			// A run that ended well leaves nothing to resume: some are cut short.
			const ends = fc.oneof(fc.constant(lines.length), fc.integer({min: 1, max: lines.length}));
			const journals = ends.chain(end => fc.tuple(mutatedWorld(lines.slice(0, end)), fc.boolean()));
			await fc.assert(
				fc.asyncProperty(journals, calls, async ([value, stateless], call) => {
					const text = value.map(line => `${JSON.stringify(line)}\n`).join('');
					const file = path.join(cwd, 'aksess-home', 'runs', name);
					writeFileSync(file, stateless ? text.replaceAll('"--state"', '"--other"') : text);
					await expectSound(call, cwd);
				}),
				{numRuns: mutationCount(30, share), seed},
			);
		},
		mutationTimeout,
	);
});
