import {isOpen} from '../apply/fold-guards.js';
import type {StoredRun} from '../apply/list-runs.js';
import {UserError} from '../errors.js';
import type {Session} from '../session.js';
import {findRun, undoneRuns} from './find-run.js';

/** The run that is named, else the newest one that awaits a confirmation; of any other run it says why there is none. */
export async function findAwaiting(name: string | undefined, session: Session, what: string): Promise<StoredRun> {
	const awaits = ({record}: StoredRun) => record.guards.some(isOpen);
	const found = await findRun(name, {}, {session, fits: awaits, what});
	if (awaits(found)) {
		return found;
	}

	const {run} = found.record;
	throw new UserError('usage', `Run ${run} awaits no confirmation: ${await stateOf(found, session)}.`, {
		next: ['`aksess runs` says which runs do.'],
	});
}

async function stateOf({record}: StoredRun, session: Session): Promise<string> {
	const {listRuns} = await import('../apply/list-runs.js');
	const {stateFolder} = await import('./state-folder.js');
	const by = undoneRuns((await listRuns(stateFolder(session, process.platform))).runs).get(record.run);
	const guard = record.guards.at(-1);
	if (by !== undefined) {
		return `it was undone by run ${by}`;
	}

	switch (guard?.state) {
		case 'confirmed': {
			return `it was confirmed at ${guard.at}`;
		}

		case 'reverted': {
			return `its step was taken back at ${guard.at}`;
		}

		case 'left': {
			return `its step was changed by somebody else and left: ${guard.trouble ?? ''}`;
		}

		default: {
			return record.undoes === undefined
				? `it was applied without --confirm-within, or with no step that needs it (${record.outcome ?? 'interrupted'})`
				: `it took run ${record.undoes} back`;
		}
	}
}
