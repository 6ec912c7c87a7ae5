import {systemClock} from '../apply/clock.js';
import type {RunRecord} from '../apply/fold-run.js';
import {openTarget} from '../apply/open-target.js';
import type {ApplyTarget} from '../apply/run-plan.js';
import type {Change} from '../plan/change.js';
import type {Session} from '../session.js';
import {openSource} from './open-source.js';
import {selectionOfFlags} from './run-selection.js';

/** Where a run was made, ready for these changes there. */
export async function openRun(
	{selection: flags, plan}: RunRecord,
	changes: readonly Change[],
	session: Session,
): Promise<{readonly target: ApplyTarget; readonly close: () => Promise<void>}> {
	const selection = selectionOfFlags(flags);
	const source = await openSource(selection, session);
	try {
		const target = await openTarget({
			connection: await source.connect(),
			cluster: plan.cluster.id,
			changes,
			clock: systemClock,
			env: selection.kind === 'live' ? session.env : undefined,
			signal: session.signal,
			readWorld: undefined,
		});
		return {
			target,
			close: async () => {
				await target.writer.close();
				await source.close();
			},
		};
	} catch (error) {
		await source.close();
		throw error;
	}
}
