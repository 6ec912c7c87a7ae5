import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, test} from 'vitest';
import {readJournal} from '../../source/apply/journal.js';
import type {JournalEntry} from '../../source/apply/journal-entry.js';
import {invert} from '../../source/plan/invert.js';
import type {Json} from '../../source/topology/world.js';
import {allAllowed, emptyFolder, expectSound, practiceAnswers, seed} from '../helpers/handed-over.js';
import {mutatedWorld} from '../helpers/mutate-world.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';
import {runCli} from '../helpers/run-cli.js';

const at = '2026-01-01T00:00:00.000Z';
const by = {pid: 1_234_567, host: 'elsewhere', boot: null, start: null, namespace: null};

/** With a line of every other kind, as if steps had been confirmed from elsewhere, or taken back in vain. */
function withGuards(entries: readonly JournalEntry[]): readonly JournalEntry[] {
	const steps = entries.flatMap(entry => (entry.type === 'run' ? entry.plan.steps : []));
	return entries.flatMap((entry, index): readonly JournalEntry[] => {
		const change = 'step' in entry ? steps.find(({id}) => id === entry.step)?.change : undefined;
		const {step = ''} = 'step' in entry ? entry : {};
		const end = index % 3 === 0 ? '2199-01-01T00:00:00.000Z' : at;
		const deadline = {since: at, at: end, boot: null, uptimeMs: null};
		if (entry.type === 'began' && change !== undefined) {
			return [
				{type: 'guarded', at, step, deadline, inverse: invert(change), by},
				{type: 'watching', at, step, by},
				entry,
			];
		}

		return entry.type === 'ended'
			? [
					entry,
					{type: 'extended', at, step, deadline},
					...(index % 2 === 0 ? [{type: 'confirmed', at, step} as const] : []),
					{type: 'reverting', at, step, by, detail: 'x'},
					{type: 'not-reverted', at, step, detail: 'x', final: false},
				]
			: [entry];
	});
}

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
			const {entries} = await readJournal(path.join(runs, name));
			const lines: readonly Json[] = JSON.parse(JSON.stringify(withGuards(entries)));
			const cwd = emptyFolder();
			mkdirSync(path.join(cwd, 'aksess-home', 'runs'), {recursive: true});
			const run = name.replace('.jsonl', '');
			const calls = fc.constantFrom(
				['runs'],
				['runs', '--output', 'json'],
				['confirm', run],
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
