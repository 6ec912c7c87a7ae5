import {randomBytes} from 'node:crypto';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {systemClock} from '../apply/clock.js';
import {isOpen} from '../apply/fold-guards.js';
import {leaseHolder} from '../apply/lease-holder.js';
import {listRuns} from '../apply/list-runs.js';
import {openTarget} from '../apply/open-target.js';
import {type RunPlanOptions, type RunReport, resumeRun, runPlan} from '../apply/run-plan.js';
import type {ApplyEvent, RunStepsOptions} from '../apply/run-steps.js';
import type {AskToKeep} from '../apply/step-guard.js';
import type {AssessedWorld} from '../controls/assess-world.js';
import {readWorld} from '../detect/read-world.js';
import {Cancelled, UserError} from '../errors.js';
import type {ExecutablePlan, Plan} from '../plan/plan.js';
import type {Proof} from '../plan/proof.js';
import {listedTypes} from '../profiles/own-facts.js';
import type {Profile} from '../profiles/profile.js';
import type {Session} from '../session.js';
import type {World} from '../topology/world.js';
import {wordingOf} from '../wording/wording.js';
import type {OpenSource} from './open-source.js';
import {lockKeyOf, selectionFlags, selectionOfFlags} from './run-selection.js';
import type {Selection} from './selection.js';
import {startWatchdog} from './start-watchdog.js';
import {stateFolder} from './state-folder.js';

/** What it takes to look once more: the profiles, some of which ask for more to be read, and the assessment of it. */
export type SecondLook = {
	readonly profiles: readonly Profile[];
	readonly reassess: (world: World) => AssessedWorld;
};

export type ApplyPlanOptions = {
	readonly source: OpenSource;
	readonly selection: Selection;
	readonly session: Session;
	/** The plan was made from what was read just now, and nobody was asked in between. */
	readonly fresh: boolean;
	readonly ask?: RunStepsOptions['ask'];
	readonly confirm?: {readonly withinMs: number; readonly ask: AskToKeep | undefined} | undefined;
	/** For the look at the end; left out where the plan's profiles cannot be loaded. */
	readonly secondLook?: SecondLook | undefined;
	/** The holder of a lease that is to be taken over. */
	readonly takeOver?: string | undefined;
	readonly onEvent: (event: ApplyEvent) => void;
	readonly signal: AbortSignal;
};

/** What to do: a plan, the way back from a run, or the rest of one. */
export type Work =
	| {readonly kind: 'apply'; readonly plan: Plan}
	| {readonly kind: 'undo'; readonly plan: ExecutablePlan; readonly undoes: string}
	| ({readonly kind: 'resume'; readonly plan: ExecutablePlan} & Pick<RunReport, 'record' | 'file'>);

export type Applied = {
	readonly report: RunReport;
	/** Promised flows that are still not allowed, with what stands in their way; undefined where nobody looked. */
	readonly notWon: readonly {readonly flow: string; readonly why: string}[] | undefined;
	/** Where the run can be undone later; undefined where it ends with this process. */
	readonly run: string | undefined;
};

/** The one way to change something, for the commands and for the wizard. */
export async function applyPlan(work: Work, options: ApplyPlanOptions): Promise<Applied> {
	const {source, session} = options;
	// What nobody can go back to needs no journal that lasts.
	const folder = source.durable
		? stateFolder(session, process.platform)
		: await mkdtemp(path.join(tmpdir(), 'aksess-practice-'));
	try {
		const report = await perform(work, folder, options);
		const {proof} = report.record;
		const notWon =
			report.outcome === 'done' && proof !== undefined ? await verifyIfPossible(work.plan, proof, options) : undefined;
		return {report, notWon, run: source.durable ? report.record.run : undefined};
	} finally {
		if (!source.durable) {
			await rm(folder, {recursive: true, force: true});
		}
	}
}

async function perform(work: Work, folder: string, options: ApplyPlanOptions): Promise<RunReport> {
	const {plan} = work;
	const {source, selection, session, fresh, ask, confirm, takeOver, onEvent, signal} = options;
	const flags = selectionFlags(selection, plan, session);
	const lockKey = lockKeyOf(selection, plan.cluster.id, session);
	if (work.kind !== 'undo') {
		await refuseWhileAwaiting(folder, lockKey, session);
	}

	const target = await openTarget({
		connection: await source.connect(),
		cluster: plan.cluster.id,
		changes: plan.steps.map(step => step.change),
		clock: systemClock,
		// A practice cluster lives in this process; no az can know it.
		env: selection.kind === 'live' ? session.env : undefined,
		signal,
		readWorld: fresh ? undefined : stop => readWorld(source.reads, {cluster: plan.cluster.id, signal: stop}),
	});
	const run: RunPlanOptions = {
		target,
		folder,
		lockKey,
		selection: flags,
		clock: systemClock,
		onEvent,
		signal,
		ask,
		lease: source.durable
			? {holder: await leaseHolder(folder), takeOver, settleMs: settleMs[selection.kind]}
			: undefined,
		confirm:
			confirm === undefined
				? undefined
				: name => ({...confirm, startWatchdog: source.durable ? startWatchdog(name, session) : undefined}),
	};
	try {
		return await (work.kind === 'resume'
			? resumeRun(work, run)
			: runPlan({plan, run: newRunName(), undoes: work.kind === 'undo' ? work.undoes : undefined}, run));
	} finally {
		await target.writer.close();
	}
}

/** A request to Azure takes less; the practice Azure answers at once. */
const settleMs = {live: 2000, sandbox: 20, world: 0};

/** What is taken back in the middle of another run would pull the ground from under it. */
async function refuseWhileAwaiting(folder: string, lockKey: string, session: Session): Promise<void> {
	const {runs} = await listRuns(folder);
	// By the cluster, not by the flags that led to it: two spellings of one cluster are one.
	const keyOf = ({selection, plan}: RunReport['record']) =>
		lockKeyOf(selectionOfFlags(selection), plan.cluster.id, session);
	const waiting = runs.find(({record}) => record.guards.some(isOpen) && keyOf(record) === lockKey)?.record;
	if (waiting !== undefined) {
		throw new UserError(
			'usage',
			`Run ${waiting.run} awaits a confirmation or is to be taken back; nothing was changed.`,
			{
				next: [
					`Keep what it did: aksess confirm ${waiting.run}`,
					`Or take it back: aksess undo ${waiting.run}`,
					'Or wait until its time has passed: aksess runs',
				],
			},
		);
	}
}

/** Sorts by time, and can be typed. */
function newRunName(): string {
	const time = new Date().toISOString().replaceAll(/[-:]/g, '').slice(0, 15).replace('T', '-');
	return `${time}-${randomBytes(2).toString('hex')}`;
}

/** What is done stays done, whether or not one can look at it; a failed look must not read like a failed run. */
async function verifyIfPossible(
	plan: ExecutablePlan,
	proof: Proof,
	options: ApplyPlanOptions,
): Promise<Applied['notWon']> {
	try {
		return await verify(plan, proof, options);
	} catch (error) {
		if (error instanceof UserError || error instanceof Cancelled) {
			options.onEvent({
				kind: 'note',
				text: `Everything is applied, but the result could not be checked: ${error.message}`,
			});
			return undefined;
		}

		throw error;
	}
}

/** Reads and assesses everything again: a promise is kept when the network says so, not when Azure accepted it. */
async function verify(
	{cluster}: ExecutablePlan,
	{won}: Proof,
	{source, secondLook, onEvent, signal}: ApplyPlanOptions,
): Promise<Applied['notWon']> {
	if (secondLook === undefined) {
		return undefined;
	}

	onEvent({kind: 'note', text: 'Reading everything again to check the result.'});
	const world = await readWorld(source.reads, {cluster: cluster.id, signal, listed: listedTypes(secondLook.profiles)});
	const {findings} = secondLook.reassess(world).assessment;
	const verdicts = new Map(findings.map(finding => [finding.flow.id, finding]));
	return won.flatMap(flow => {
		const finding = verdicts.get(flow);
		const entry = finding?.trail.find(({verdict}) => verdict === finding.verdict);
		const why = finding && entry ? wordingOf(entry, finding).why : 'The flow is not there any more.';
		return finding?.verdict === 'allowed' ? [] : [{flow, why}];
	});
}
