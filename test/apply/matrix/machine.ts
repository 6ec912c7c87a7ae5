import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Clock} from '../../../source/apply/clock.js';
import {createWriter} from '../../../source/apply/create-writer.js';
import {foldRun, type RunRecord} from '../../../source/apply/fold-run.js';
import {readJournal} from '../../../source/apply/journal.js';
import type {RunPlan} from '../../../source/apply/journal-entry.js';
import {assertCanBegin, preflight} from '../../../source/apply/preflight.js';
import {type RunPlanOptions, type RunReport, resumeRun, runPlan} from '../../../source/apply/run-plan.js';
import {undoPlan} from '../../../source/apply/undo-plan.js';
import type {Change} from '../../../source/plan/change.js';
import type {LoadedWorld} from '../../../source/sandbox/world/load-world.js';
import {beginLife, type Life} from './life.js';
import {createMemoryAzure, type MemoryAzure} from './memory-azure.js';
import {createMemoryDisk} from './memory-disk.js';

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-matrix-'));
let runs = 0;

export type Stored = Pick<RunReport, 'record' | 'file'>;

/** What one process came to; `killed` with what it left on the disk, if anything. */
export type Ended = {
	readonly points: number;
	readonly wasKilled: boolean;
	readonly stored: Stored | undefined;
};

/** An Azure, a disk that lasts, and one process after another. */
export type Machine = {
	readonly azure: MemoryAzure;
	readonly clock: Clock;
	readonly apply: (plan: RunPlan, end?: number) => Promise<Ended>;
	readonly resume: (run: Stored, end?: number) => Promise<Ended>;
	readonly undo: (run: Stored, end?: number) => Promise<Ended>;
	/** Somebody else makes a change, if what it starts from is there. */
	readonly somebody: (change: Change) => Promise<boolean>;
};

export function createMachine(world: LoadedWorld): Machine {
	let now = Date.parse('2026-01-01T00:00:00Z');
	const clock: Clock = {
		now: () => now,
		sleep: async (ms, signal) => {
			signal?.throwIfAborted();
			now += ms;
			// Whatever else is under way goes on meanwhile.
			await new Promise(resolve => setImmediate(resolve));
			signal?.throwIfAborted();
		},
	};
	const azure = createMemoryAzure(world, () => now);
	const disk = createMemoryDisk();

	const optionsOf = (life: Life): RunPlanOptions => {
		const arm = life.arm(azure.arm);
		const kube = life.kube(azure.kube);
		const writer = createWriter({
			arm,
			kube: async () => kube,
			kubeServer: kube.server,
			az: undefined,
			clock,
			close: async () => {},
		});
		runs += 1;
		return {
			target: {
				writer,
				preflight: async (changes, signal) => {
					const found = await preflight(changes, {arm, kube: async () => kube, clock, signal});
					assertCanBegin(found);
					return found.notes;
				},
				readWorld: undefined,
				answers: async () => true,
				// All of it is one machine, so none is asked for; what its death means is in lease.test.ts.
				lease: () => Promise.reject(new Error('no lease is wanted here')),
			},
			folder,
			// A process that is really gone holds no lock.
			lockKey: `life ${runs}`,
			selection: [],
			clock,
			disk: life.disk(disk),
			onEvent: () => {},
			signal: new AbortController().signal,
			// Guarded steps have more points: what takes them back, and that they were confirmed.
			confirm: () => ({withinMs: 60_000, ask: async () => true, startWatchdog: undefined}),
		};
	};

	async function live(end: number | undefined, file: string, work: (options: RunPlanOptions) => Promise<RunReport>) {
		const life = beginLife(end);
		const result = await life.live(work(optionsOf(life)));
		const wasKilled = result === 'killed';
		return {points: life.points(), wasKilled, stored: wasKilled ? await stored(file) : result};
	}

	async function stored(file: string): Promise<Stored | undefined> {
		const content = await readJournal(file, disk).catch(() => undefined);
		const record = content === undefined ? undefined : foldRun(content.entries, content.cut);
		return record === undefined ? undefined : {record, file};
	}

	const begin = (plan: RunPlan, undoes: RunRecord | undefined, end: number | undefined) => {
		runs += 1;
		const run = `run-${runs}`;
		const work = (options: RunPlanOptions) => runPlan({plan, run, undoes: undoes?.run}, options);
		return live(end, `${folder}/runs/${run}.jsonl`, work);
	};
	return {
		azure,
		clock,
		apply: (plan, end) => begin(plan, undefined, end),
		resume: (run, end) => live(end, run.file, options => resumeRun(run, options)),
		undo: ({record}, end) => begin(undoPlan(record), record, end),
		somebody: async change => {
			const {target, signal} = optionsOf(beginLife());
			const {standing} = await target.writer.look(change, signal);
			if (standing === 'before') {
				await target.writer.write(change, {onOutput: () => {}, stop: signal});
			}

			return standing === 'before';
		},
	};
}
