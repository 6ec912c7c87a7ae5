import {systemClock, timestamp} from '../apply/clock.js';
import {type Guard, isOpen} from '../apply/fold-guards.js';
import type {RunRecord} from '../apply/fold-run.js';
import {continueJournal} from '../apply/journal.js';
import type {StoredRun} from '../apply/list-runs.js';
import {identityOf, lifeOf, systemProcesses} from '../apply/process-identity.js';
import {readRun} from '../apply/read-run.js';
import {takeBack} from '../apply/take-back.js';
import {type WatchEnd, watch} from '../apply/watchdog.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import {findAwaiting} from './find-awaiting.js';
import {openRun} from './open-run.js';

export async function runWatchdog(name: string | undefined, session: Session): Promise<ExitCode> {
	const run = await findAwaiting(name, session, 'watch over');
	const guards = run.record.guards.filter(isOpen);
	const ends = await watchOver(run, guards, session);
	const isLeft = ends.some(end => end === 'left' || end === 'given-up');
	return isLeft ? exitCodes.partlyApplied : exitCodes.ok;
}

/** Signs in first: whoever started it waits for its first line before anything is changed. */
async function watchOver(
	{record, file}: StoredRun,
	guards: readonly Guard[],
	session: Session,
): Promise<readonly WatchEnd[]> {
	const {signal} = session;
	const opened = await openRun(
		record,
		guards.map(({inverse}) => inverse),
		session,
	);
	const journal = await continueJournal(file);
	try {
		const {writer} = opened.target;
		await Promise.all(guards.map(({inverse}) => writer.look(inverse, signal))).catch((error: unknown) => {
			throw cannotSignIn(record, error);
		});
		const self = identityOf(process.pid, systemProcesses());
		for (const {step} of guards) {
			await journal.append({type: 'watching', at: timestamp(systemClock), step, by: self});
		}

		session.stdout.write(guards.map(guard => `${printable(lineOf(guard, record))}\n`).join(''));
		const read = () => readRun(file);
		return await Promise.all(
			guards.map(({step}) =>
				watch({
					...{step, read, self, signal},
					clock: systemClock,
					lifeOf: process => lifeOf(process, systemProcesses()),
					takeBack: (guard, why) =>
						takeBack(guard, why, {
							...{writer, journal, by: self},
							guards: async () => (await read()).guards,
							clock: systemClock,
							onOutput: () => undefined,
						}),
				}),
			),
		);
	} finally {
		await journal.close();
		await opened.close();
	}
}

function lineOf({step, deadline}: Guard, {run, steps}: RunRecord): string {
	const title = steps.find(record => record.step.id === step)?.step.title ?? step;
	return `Signed in. ${title}: taken back at ${deadline.at} unless \`aksess confirm ${run}\`.`;
}

function cannotSignIn({plan}: RunRecord, error: unknown): unknown {
	return error instanceof UserError
		? error
		: new UserError(
				'not-allowed',
				`${plan.cluster.name} cannot be watched over: ${error instanceof Error ? error.message : error}`,
				{cause: error, next: ['Sign in (`az login`), then run this command again.']},
			);
}
