import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import type {JournalEntry} from '../../source/apply/journal-entry.js';
import {invert} from '../../source/plan/invert.js';
import {isPrintable} from '../../source/render/printable.js';
import {allAllowed, practiceAnswers} from '../helpers/handed-over.js';
import {runCli} from '../helpers/run-cli.js';

/** Turns the direction around, takes no room, rings the bell. */
const hostile = '\u202E\u{E0001}\u0007';
const expired = '2026-01-01T00:00:00.000Z';
const by = {pid: 1_234_567, host: 'elsewhere', boot: null, start: null, namespace: null};

/** A journal in which every name is hostile, and a step whose time to confirm has passed. */
async function hostileJournal(): Promise<{readonly cwd: string; readonly run: string}> {
	const cwd = mkdtempSync(path.join(tmpdir(), 'aksess-hostile-journal-'));
	const world = ['--sandbox', 'classic-firewall', '--state', 'state'];
	await runCli(['apply', ...world, ...practiceAnswers, ...allAllowed], {cwd});
	const runs = path.join(cwd, 'aksess-home', 'runs');
	const [name = ''] = readdirSync(runs);
	const file = path.join(runs, name);
	const entries: readonly JournalEntry[] = readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map(line => JSON.parse(line));
	const changed = entries.flatMap((entry): readonly unknown[] => {
		if (entry.type === 'run') {
			const steps = entry.plan.steps.map(step => ({...step, title: `${step.title}${hostile}`}));
			const cluster = {...entry.plan.cluster, name: `${entry.plan.cluster.name}${hostile}`};
			return [{...entry, run: `${entry.run}${hostile}`, plan: {...entry.plan, cluster, steps}}];
		}

		const step = entry.type === 'began' ? stepOf(entries, entry.step) : undefined;
		const deadline = {since: expired, at: expired, boot: null, uptimeMs: null};
		return step === undefined
			? [entry]
			: [{type: 'guarded', at: expired, step: step.id, deadline, inverse: invert(step.change), by}, entry];
	});
	writeFileSync(file, changed.map(entry => `${JSON.stringify(entry)}\n`).join(''));
	return {cwd, run: name.replace('.jsonl', '')};
}

function stepOf(entries: readonly JournalEntry[], id: string) {
	return entries.flatMap(entry => (entry.type === 'run' ? entry.plan.steps : [])).find(step => step.id === id);
}

let place: Awaited<ReturnType<typeof hostileJournal>>;

beforeAll(async () => {
	place = await hostileJournal();
});

// The first of them is the one that takes back what nobody has confirmed.
test.each([['runs'], ['runs', '--output', 'json'], ['confirm'], ['resume', ...allAllowed], ['undo', '--yes']])(
	'aksess %s shows hostile names of a journal instead of acting on them',
	async (command, ...options) => {
		const {stdout, stderr} = await runCli([command, ...options], {cwd: place.cwd});
		const lines = `${stdout}${stderr}`.split('\n');
		expect(lines.filter(line => !isPrintable(line.replaceAll('\t', '')))).toEqual([]);
		expect(lines.length).toBeGreaterThan(1);
	},
);
