import {rm} from 'node:fs/promises';
import path from 'node:path';
import {foldRun, type RunRecord} from '../../source/apply/fold-run.js';
import {readJournal} from '../../source/apply/journal.js';
import {type RunPlanOptions, runPlan} from '../../source/apply/run-plan.js';
import type {Writer} from '../../source/apply/writer.js';
import type {Plan} from '../../source/plan/plan.js';

export type KillPoint = {
	/** Counted among the writes, from 1. */
	readonly write: number;
	readonly when: 'before the act' | 'after the act';
};

/**
 * Runs a plan in a process that dies at a point: from then on nothing of it comes back, and only what Azure had accepted
 * goes on. It may come to its end before that.
 */
export async function runAndDie(
	plan: Plan,
	{write: nth, when}: KillPoint,
	options: RunPlanOptions,
): Promise<{readonly record: RunRecord; readonly file: string}> {
	const death = Promise.withResolvers<void>();
	const underway: Promise<unknown>[] = [];
	let dead = false;
	let writes = 0;
	const never = new Promise<never>(() => {});
	const {writer} = options.target;
	const mortal: Writer = {
		...writer,
		look: async (change, signal) => (dead ? never : alive(await writer.look(change, signal))),
		write: async (change, watch) => {
			if (dead) {
				return never;
			}

			writes += 1;
			const mine = writes;
			if (mine === nth && when === 'before the act') {
				return die();
			}

			const act = writer.write(change, watch);
			underway.push(act.catch(() => undefined));
			await act;
			return mine === nth ? die() : alive(undefined);
		},
	};

	function die(): Promise<never> {
		dead = true;
		death.resolve();
		return never;
	}

	function alive<T>(value: T): T | Promise<never> {
		return dead ? never : value;
	}

	const run = runPlan({plan, run: 'run-1'}, {...options, target: {...options.target, writer: mortal}});
	await Promise.race([run, death.promise]);
	await Promise.all(underway);
	// What the operating system would do for a process that is really gone: its lock names a pid that is not there.
	await rm(path.join(options.folder, 'locks'), {recursive: true, force: true});
	const file = path.join(options.folder, 'runs', 'run-1.jsonl');
	const {entries, cut} = await readJournal(file);
	const record = foldRun(entries, cut);
	if (record === undefined) {
		throw new Error('the journal has no beginning');
	}

	return {record, file};
}
