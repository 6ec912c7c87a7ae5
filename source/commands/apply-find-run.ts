import {listRuns, type StoredRun} from '../apply/list-runs.js';
import {UserError} from '../errors.js';
import {nearestName} from '../profiles/nearest-name.js';
import type {Session} from '../session.js';
import {givenSelection} from './apply-selection.js';
import {stateFolder} from './apply-state-folder.js';
import type {Options} from './command.js';
import type {Selection} from './selection.js';

/** The run that is named, else the newest one that fits the flags and of which there is something left to do. */
export async function findRun(
	name: string | undefined,
	options: Options,
	{session, fits, what}: {readonly session: Session; readonly fits: (run: StoredRun) => boolean; readonly what: string},
): Promise<StoredRun> {
	const {runs} = await listRuns(stateFolder(session, process.platform));
	if (name !== undefined) {
		const found = runs.find(({record}) => record.run === name);
		if (found !== undefined) {
			return found;
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

/** Which runs were taken back by a later one. */
export function undoneRuns(runs: readonly StoredRun[]): ReadonlyMap<string, string> {
	return new Map(
		runs.flatMap(({record}) =>
			record.undoes !== undefined && record.outcome === 'undone' ? [[record.undoes, record.run] as const] : [],
		),
	);
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
