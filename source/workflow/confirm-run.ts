import {systemClock, timestamp} from '../apply/clock.js';
import {timeUntil} from '../apply/deadline.js';
import {type Guard, isOpen} from '../apply/fold-guards.js';
import type {RunRecord} from '../apply/fold-run.js';
import {continueJournal} from '../apply/journal.js';
import {listRuns} from '../apply/list-runs.js';
import {lifeOf, systemProcesses} from '../apply/process-identity.js';
import {readRun} from '../apply/read-run.js';
import {UserError} from '../errors.js';
import type {Session} from '../session.js';
import {findAwaiting} from './find-awaiting.js';
import {stateFolder} from './state-folder.js';

/** Confirms, and gives the sentence that says what was. A second confirmation changes nothing and is no mistake. */
export async function confirmRun(name: string | undefined, session: Session): Promise<string> {
	const earlier = name === undefined ? undefined : await confirmedBefore(name, session);
	if (earlier !== undefined) {
		return earlier;
	}

	const {record, file} = await findAwaiting(name, session, 'confirm');
	const guards = record.guards.filter(isOpen);
	for (const guard of guards) {
		assertInTime(guard, record);
	}

	const journal = await continueJournal(file);
	try {
		for (const {step} of guards) {
			await journal.append({type: 'confirmed', at: timestamp(systemClock), step});
		}
	} finally {
		await journal.close();
	}

	// Whoever takes it back may have written first.
	const after = (await readRun(file)).guards;
	const late = after.find(({step, state}) => state !== 'confirmed' && guards.some(guard => guard.step === step));
	if (late !== undefined) {
		throw tooLate(late, record);
	}

	return `Confirmed: ${guards.map(guard => titleOf(guard, record)).join('; ')} (run ${record.run}).`;
}

async function confirmedBefore(name: string, session: Session): Promise<string | undefined> {
	const {runs} = await listRuns(stateFolder(session, process.platform));
	const record = runs.find(run => run.record.run === name)?.record;
	const guard = record?.guards.at(-1);
	const isUndone = runs.some(run => run.record.undoes === name);
	return record !== undefined && guard?.state === 'confirmed' && !isUndone && !record.guards.some(isOpen)
		? `Run ${name} was confirmed already, at ${guard.at}.`
		: undefined;
}

function assertInTime(guard: Guard, record: RunRecord): void {
	if (guard.state === 'reverting' || timeUntil(guard.deadline, systemClock) <= 0) {
		throw tooLate(guard, record);
	}

	// What has not been seen yet cannot be found good.
	const isUnderWay = record.steps.some(
		({step, result}) => step.id === guard.step && ['pending', 'open'].includes(result),
	);
	if (isUnderWay && lifeOf(guard.by, systemProcesses()) === 'alive') {
		throw new UserError('usage', `${titleOf(guard, record)} of run ${record.run} is still being done.`, {
			next: ['Wait until it is done and you have seen that it is good, then confirm it.'],
		});
	}
}

function tooLate(guard: Guard, record: RunRecord): UserError {
	return new UserError(
		'usage',
		`It is too late to confirm run ${record.run}: its time passed at ${guard.deadline.at}, and ${titleOf(guard, record)} is taken back.`,
		{next: ['`aksess runs` says when it is; then apply it again.']},
	);
}

function titleOf({step}: Guard, {steps}: RunRecord): string {
	return steps.find(record => record.step.id === step)?.step.title.replace(/\.$/, '') ?? step;
}
