import path from 'node:path';
import type {AskToKeep} from '../apply/step-guard.js';
import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {flag, type Options, text} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import type {Plan, Step} from '../plan/plan.js';
import {printable} from '../render/printable.js';
import {isInteractive, type Session} from '../session.js';
import {sameArmId} from '../topology/arm-id.js';
import {type ApplyPlanOptions, applyPlan, type Work} from './apply-plan.js';
import {
	askToApply,
	confirmWithinMs,
	createSessionAsker,
	refuseDangerous,
	refuseWithoutTerminal,
} from './apply-questions.js';
import {resultOrError} from './apply-result.js';
import {liveOutput} from './live-output.js';
import {type OpenSource, openSource} from './open-source.js';
import {selectCluster} from './read-selection.js';
import {reassessPlan} from './reassess-plan.js';
import {givenSelection, liveSelection, refuseFiles} from './run-selection.js';
import {parseSelection, type Selection} from './selection.js';

/** Preview, ask, apply, verify. */
export async function runApply(file: string | undefined, options: Options, session: Session): Promise<ExitCode> {
	const planFile = file === undefined ? undefined : await readPlanFile(file, options, session);
	const selection =
		planFile === undefined ? parseSelection(options) : (givenSelection(options) ?? liveSelection(planFile.cluster.id));
	refuseFiles(selection);
	refuseWithoutTerminal(options, session);
	confirmWithinMs(options, {session, durable: selection.kind !== 'sandbox' || selection.state !== undefined});
	const {plan, secondLook} = planFile === undefined ? await makePlan(options, session) : {plan: planFile};
	session.stdout.write(await spell(plan, session));
	if (plan.steps.length === 0) {
		return exitCodes.ok;
	}

	if (flag(options, 'yes')) {
		refuseDangerous(plan, options);
	}

	const source = await openSource(selection, session);
	try {
		await assertSameCluster(plan, source, {selection, session});
		const fresh = planFile === undefined && flag(options, 'yes');
		return await ask({kind: 'apply', plan}, options, {
			source,
			selection,
			session,
			fresh,
			secondLook: secondLook ?? (await reassessPlan(plan, options)),
		});
	} finally {
		await source.close();
	}
}

type Place = Pick<ApplyPlanOptions, 'source' | 'selection' | 'session' | 'fresh' | 'secondLook'>;

/** Asks unless told not to, works, and says how it ended. */
export async function ask(
	work: Work,
	options: Options,
	{question, ...place}: Place & {readonly question?: string | undefined},
): Promise<ExitCode> {
	const {session, source} = place;
	const {plan} = work;
	const asker = flag(options, 'yes') ? undefined : await createSessionAsker(session);
	try {
		const mode = asker === undefined ? 'whole' : await askToApply(plan, options, {asker, question});
		if (mode === 'leave') {
			session.stderr.write('Nothing was changed.\n');
			return exitCodes.cancelled;
		}

		if (!source.durable) {
			session.stderr.write('Practice in memory: the changes end with this command; --state FOLDER keeps them.\n');
		}

		if (mode === 'whole' || asker === undefined) {
			return await carryOut(work, options, place);
		}

		const {askStep} = await import('../prompts/apply-questions.js');
		return await carryOut(work, options, {...place, ask: step => askStep(step, asker)});
	} finally {
		asker?.close();
	}
}

export async function carryOut(
	work: Work,
	options: Options,
	place: Place & Pick<ApplyPlanOptions, 'ask'>,
): Promise<ExitCode> {
	const {session, source} = place;
	const withinMs = confirmWithinMs(options, {session, durable: source.durable});
	const output = liveOutput(work.plan.steps, place.ask !== undefined || withinMs !== undefined, session);
	const applied = await applyPlan(work, {
		...place,
		confirm: withinMs === undefined ? undefined : {withinMs, ask: askerToKeep(withinMs, session)},
		takeOver: text(options, 'takeOver'),
		onEvent: output.onEvent,
		signal: session.signal,
	}).finally(output.end);
	const {exitCode, summary, next} = resultOrError(applied);
	session.stdout.write([...summary, ...next].map(line => `${printable(line)}\n`).join(''));
	return exitCode;
}

/** Without a terminal only `aksess confirm` in another one confirms. */
function askerToKeep(withinMs: number, session: Session): AskToKeep | undefined {
	return isInteractive(session) ? (step, signal) => keep(step, withinMs, {session, signal}) : undefined;
}

async function keep(
	{title}: Step,
	withinMs: number,
	{session, signal}: {readonly session: Session; readonly signal: AbortSignal},
): Promise<boolean> {
	const asker = await createSessionAsker(session, signal);
	try {
		return await asker.confirm(`Keep this? ${title} It is taken back in ${withinMs / 1000} s.`, false);
	} catch {
		// No answer is no consent, whatever the reason.
		return false;
	} finally {
		asker.close();
	}
}

async function readPlanFile(file: string, options: Options, session: Session): Promise<Plan> {
	const {readPlan, refuseBesidePlan} = await import('./plan-file.js');
	refuseBesidePlan(file, options);
	return readPlan(path.resolve(session.cwd, file));
}

async function makePlan(options: Options, session: Session) {
	const [{inspect}, {planFor}] = await Promise.all([import('./inspect.js'), import('./plan-for.js')]);
	const inspected = await inspect(options, session);
	return {plan: planFor(inspected), secondLook: inspected};
}

async function spell(plan: Plan, session: Session): Promise<string> {
	const {textPlan} = await import('../render/plan/text-plan.js');
	return textPlan(plan, choosePaint(session.stdout, session.env), readingWidth(session.stdout), 'whole');
}

/** A plan is for one cluster, whatever the flags select. */
async function assertSameCluster(
	{cluster}: Plan,
	source: OpenSource,
	{selection, session}: {readonly selection: Selection; readonly session: Session},
): Promise<void> {
	const selected = await selectCluster(source, selection, session);
	if (!sameArmId(selected, cluster.id)) {
		throw new UserError('usage', `The plan is for the cluster ${cluster.id}, and ${selected ?? 'none'} was selected.`, {
			next: ['Select the cluster that the plan was made for, or make a plan for this one.'],
		});
	}
}
