import {systemClock} from '../apply/clock.js';
import {timeUntil} from '../apply/deadline.js';
import {type Guard, isOpen} from '../apply/fold-guards.js';
import type {RunRecord} from '../apply/fold-run.js';
import {continueJournal} from '../apply/journal.js';
import {identityOf, lifeOf, type ProcessIdentity, systemProcesses} from '../apply/process-identity.js';
import {readRun} from '../apply/read-run.js';
import {takeBack} from '../apply/take-back.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import {openRun} from './open-run.js';

/** The watchdog, or the process that made the change, is at it already and is left to it for this long. */
const graceMs = 60_000;

type Expired = {readonly file: string; readonly record: RunRecord; readonly guard: Guard};

/**
 * Takes back every step whose time to confirm has passed and that nobody is taking back: the machine lost power, or
 * everything of ours was ended. Whoever gave --confirm-within has asked for it. Where it fails, the command that was
 * called goes on; what would build on it refuses by itself.
 *
 * @param files journals that may hold such a step
 */
export async function takeBackExpired(files: readonly string[], session: Session): Promise<void> {
	for (const expired of await findExpired(files)) {
		const {record, guard} = expired;
		const what = printable(`${titleOf(guard, record)} (run ${record.run})`);
		const isAtWork = [guard.by, guard.watcher, guard.reverter].some(isAlive);
		if (isAtWork && timeUntil(guard.deadline, systemClock) > -graceMs) {
			session.stderr.write(`Being taken back right now: ${what}.\n`);
			continue;
		}

		session.stderr.write(`Not confirmed by ${printable(guard.deadline.at)}, so it is taken back first: ${what}.\n`);
		try {
			const end = await settle(expired, session);
			session.stderr.write(
				{
					reverted: 'It is as it was before.\n',
					confirmed: 'It was confirmed just now, and stays.\n',
					left: 'It was left: somebody has changed it since. `aksess undo` says what is there.\n',
				}[end],
			);
		} catch (error) {
			session.stderr.write(`It could not be taken back: ${printable(reasonOf(error))} The next command tries again.\n`);
		}
	}
}

async function settle({file, record, guard}: Expired, session: Session) {
	const {target, close} = await openRun(record, [guard.inverse], session);
	const journal = await continueJournal(file);
	try {
		return await takeBack(guard, 'nobody confirmed the change in time', {
			writer: target.writer,
			journal,
			guards: async () => (await readRun(file)).guards,
			by: identityOf(process.pid, systemProcesses()),
			clock: systemClock,
			onOutput: line => session.stderr.write(`  ${printable(line)}\n`),
		});
	} finally {
		await journal.close();
		await close();
	}
}

async function findExpired(files: readonly string[]): Promise<readonly Expired[]> {
	const found = await Promise.all(
		files.map(async (file): Promise<readonly Expired[]> => {
			try {
				const record = await readRun(file);
				return record.guards
					.filter(guard => isOpen(guard) && timeUntil(guard.deadline, systemClock) <= 0)
					.map(guard => ({file, record, guard}));
			} catch {
				// `aksess runs` names what cannot be read.
				return [];
			}
		}),
	);
	return found.flat();
}

function isAlive(process: ProcessIdentity | undefined): boolean {
	return process !== undefined && lifeOf(process, systemProcesses()) === 'alive';
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function titleOf({step}: Guard, {steps}: RunRecord): string {
	return steps.find(record => record.step.id === step)?.step.title.replace(/\.$/, '') ?? step;
}
