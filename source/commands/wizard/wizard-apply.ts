import {type ApplyEvent, StepFailed} from '../../apply/run-steps.js';
import {Cancelled} from '../../errors.js';
import {type ExitCode, exitCodes} from '../../exit-codes.js';
import type {Session} from '../../session.js';
import type {ApplyOutcome, ApplyRequest} from '../../wizard/dependencies.js';
import {type Applied, applyPlan, type SecondLook} from '../../workflow/apply-plan.js';
import {resultOf} from '../../workflow/apply-result.js';
import {openSource} from '../../workflow/open-source.js';
import {refuseFiles} from '../../workflow/run-selection.js';
import type {Selection} from '../../workflow/selection.js';

type Place = {
	readonly selection: Selection;
	readonly session: Session;
	readonly secondLook: SecondLook;
};

/** The wizard's way to change something: the same as `aksess apply`, told as events instead of lines. */
export async function wizardApply(
	{plan, mode, confirm}: ApplyRequest,
	{selection, session, secondLook}: Place,
	onEvent: (event: ApplyEvent) => void,
	signal: AbortSignal,
): Promise<ApplyOutcome> {
	refuseFiles(selection);
	const source = await openSource(selection, session);
	try {
		const applied = await applyPlan(
			{kind: 'apply', plan},
			{
				source,
				selection,
				session,
				fresh: false,
				secondLook,
				...(mode === 'step-by-step' ? {ask: confirm} : {}),
				onEvent,
				signal,
			},
		);
		const {exitCode, summary, next} = resultOf(applied);
		return {
			outcome: outcomeOf(applied, exitCode),
			exitCode,
			run: applied.run ?? 'not kept: it ends with this practice session',
			summary,
			next: source.durable ? next : [],
		};
	} catch (error) {
		if (error instanceof Cancelled) {
			return untouched;
		}

		throw error;
	} finally {
		await source.close();
	}
}

/** Stopped while permissions, locks and changes since the plan were looked at. */
const untouched: ApplyOutcome = {
	outcome: 'untouched',
	exitCode: exitCodes.cancelled,
	run: 'not begun',
	summary: ['Nothing was changed.'],
	next: [],
};

function outcomeOf({report}: Applied, exitCode: ExitCode): ApplyOutcome['outcome'] {
	if (report.failure instanceof StepFailed && report.failure.kind === 'reverted') {
		return 'reverted';
	}

	switch (exitCode) {
		case exitCodes.cancelled: {
			return 'untouched';
		}

		case exitCodes.unchecked: {
			return 'unchecked';
		}

		case exitCodes.blocked: {
			return 'missed';
		}

		default: {
			return report.outcome === 'done' || report.outcome === 'stopped' ? report.outcome : 'failed';
		}
	}
}
