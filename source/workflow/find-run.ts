import path from 'node:path';
import {stepsToUndo} from '../apply/fold-run.js';
import {listRuns, type StoredRun} from '../apply/list-runs.js';
import type {Options} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {nearestName} from '../profiles/nearest-name.js';
import type {Session} from '../session.js';
import {givenSelection} from './run-selection.js';
import type {Selection} from './selection.js';
import {stateFolder} from './state-folder.js';

/** The run that is named, else the newest one that fits the flags and of which there is something left to do. */
export async function findRun(
	name: string | undefined,
	options: Options,
	{session, fits, what}: {readonly session: Session; readonly fits: (run: StoredRun) => boolean; readonly what: string},
): Promise<StoredRun> {
	const {runs, empty} = await listRuns(stateFolder(session, process.platform));
	if (name !== undefined) {
		const found = runs.find(({record}) => record.run === name);
		if (found !== undefined) {
			return found;
		}

		const file = empty.find(candidate => path.basename(candidate, '.jsonl') === name);
		if (file !== undefined) {
			throw new UserError('usage', `Run ${name} changed nothing, so there is nothing to ${what}.`, {
				next: [`Its journal ${file} is empty and may be deleted.`],
			});
		}

		const near = nearestName(
			name,
			runs.map(({record}) => record.run),
		);
		throw new UserError('usage', `There is no run ${name}.${near === undefined ? '' : ` Did you mean ${near}?`}`, {
			next: ['`aksess runs` lists them.'],
		});
	}

	const selection = givenSelection(options);
	const found = runs.filter(run => isOf(run, selection)).find(fits);
	if (found === undefined) {
		throw new UserError('usage', `There is no run to ${what}${selection === undefined ? '' : ' on that cluster'}.`, {
			next: ['`aksess runs` lists them all.'],
		});
	}

	return found;
}

/** Which runs were taken back by a later one, which was not taken back itself. */
export function undoneRuns(runs: readonly StoredRun[]): ReadonlyMap<string, string> {
	const undone = new Map<string, string>();
	// The newest first, as they are listed: an undo that was taken back undoes nothing.
	for (const {record} of runs) {
		if (record.undoes !== undefined && record.outcome === 'undone' && !undone.has(record.run)) {
			undone.set(record.undoes, undone.get(record.undoes) ?? record.run);
		}
	}

	return undone;
}

/**
 * The run that has begun to take a run back, or that takes back in its place what this one was to take back. Going on
 * with the older one would do again what the newer one undoes, and no journal would say so.
 */
export function supersededBy({record}: StoredRun, runs: readonly StoredRun[]): string | undefined {
	const undone = undoneRuns(runs);
	const {run, undoes, at} = record;
	return runs.find(
		other =>
			other.record.at >= at &&
			other.record.run !== run &&
			(other.record.undoes === run || (undoes !== undefined && other.record.undoes === undoes)) &&
			!undone.has(other.record.run) &&
			(other.record.outcome === 'undone' || stepsToUndo(other.record).length > 0),
	)?.record.run;
}

function isOf({record}: StoredRun, selection: Selection | undefined): boolean {
	if (selection === undefined) {
		return true;
	}

	const flags = record.selection;
	const valueAfter = (flag: string) => flags[flags.indexOf(flag) + 1];
	const has = (flag: string, value: string | undefined) =>
		value === undefined || (flags.includes(flag) && valueAfter(flag)?.toLowerCase() === value.toLowerCase());
	return selection.kind === 'sandbox'
		? has('--sandbox', selection.world) && has('--name', selection.name)
		: selection.kind === 'live' &&
				!flags.includes('--sandbox') &&
				has('--subscription', selection.subscription) &&
				has('--resource-group', selection.resourceGroup) &&
				has('--name', selection.name);
}
