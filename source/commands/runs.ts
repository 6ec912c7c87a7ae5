import {type Clock, systemClock} from '../apply/clock.js';
import {timeUntil} from '../apply/deadline.js';
import {type Guard, isOpen} from '../apply/fold-guards.js';
import type {StoredRun} from '../apply/list-runs.js';
import {type Command, text} from '../command-line/command.js';
import {outputOption} from '../command-line/options.js';
import {exitCodes} from '../exit-codes.js';
import {printable, printableJson} from '../render/printable.js';

export const runs: Command = {
	name: 'runs',
	summary: 'list what was applied from this machine, and how it ended',
	options: [{...outputOption, choices: ['text', 'json']}],
	examples: [{call: 'aksess runs --output json', what: 'Every run with its steps, for another program.'}],
	run: async ({options}, session) => {
		const [{listRuns}, {undoneRuns}, {stateFolder}] = await Promise.all([
			import('../apply/list-runs.js'),
			import('../workflow/find-run.js'),
			import('../workflow/state-folder.js'),
		]);
		const folder = stateFolder(session, process.platform);
		const found = await listRuns(folder);
		const undone = undoneRuns(found.runs);
		if (text(options, 'output') === 'json') {
			const listed = found.runs.map(run => jsonOf(run, undone));
			session.stdout.write(
				`${printableJson({schemaVersion: 1, runs: listed, damaged: found.damaged, empty: found.empty}, 2)}\n`,
			);
			return exitCodes.ok;
		}

		if (found.runs.length === 0) {
			session.stderr.write(`Nothing was applied from here yet; journals are kept in ${folder}.\n`);
		}

		session.stdout.write(found.runs.map(run => `${printable(lineOf(run, undone))}\n`).join(''));
		for (const file of found.empty) {
			session.stderr.write(`The journal ${printable(file)} is empty: nothing was begun.\n`);
		}

		for (const file of found.damaged) {
			session.stderr.write(`The journal ${printable(file)} is damaged and not listed.\n`);
		}

		return exitCodes.ok;
	},
};

type Undone = ReadonlyMap<string, string>;

function lineOf(run: StoredRun, undone: Undone): string {
	const {record} = run;
	const done = record.steps.filter(({result}) => result === 'done' || result === 'already').length;
	const what = record.undoes === undefined ? 'apply' : `undo of ${record.undoes}`;
	return [
		record.run,
		record.at.slice(0, 16).replace('T', ' '),
		record.plan.cluster.name,
		what,
		stateOf(run, undone),
		`${done}/${record.steps.length} steps`,
	].join('  ');
}

function stateOf({record}: StoredRun, undone: Undone): string {
	const by = undone.get(record.run);
	const guard = record.guards.find(isOpen);
	if (guard !== undefined) {
		return awaiting(guard, systemClock);
	}

	return by === undefined ? (record.outcome ?? 'interrupted') : `undone by ${by}`;
}

/** By the time that counts, which is not the clock's when that was set in between. */
function awaiting({deadline, state, trouble}: Guard, clock: Clock): string {
	const left = timeUntil(deadline, clock);
	if (left > 0) {
		return `awaiting confirmation, reverts at ${new Date(clock.now() + left).toISOString().slice(0, 19)}Z`;
	}

	const tried = trouble === undefined ? '' : ` (so far: ${trouble})`;
	return state === 'reverting' ? `reverting${tried}` : `not confirmed, to be reverted since ${deadline.at}${tried}`;
}

function jsonOf(run: StoredRun, undone: Undone) {
	const {record, file} = run;
	return {
		run: record.run,
		at: record.at,
		cluster: record.plan.cluster,
		selection: record.selection,
		undoes: record.undoes ?? null,
		undoneBy: undone.get(record.run) ?? null,
		outcome: record.outcome ?? 'interrupted',
		guards: record.guards.map(({step, state, at, deadline, trouble}) => ({
			...{step, state, at},
			revertsAt: deadline.at,
			trouble: trouble ?? null,
		})),
		cut: record.cut,
		file,
		steps: record.steps.map(({step, result, detail}) => ({id: step.id, title: step.title, result, detail})),
	};
}
