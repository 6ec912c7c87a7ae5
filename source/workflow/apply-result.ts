import {mayBeInEffect} from '../apply/fold-run.js';
import {StepFailed} from '../apply/run-steps.js';
import {Cancelled, UserError} from '../errors.js';
import {type ExitCode, exitCodeFor, exitCodes} from '../exit-codes.js';
import type {Applied} from './apply-plan.js';

/** Sentences about how a run ended, for the screen and the wizard. */
export type ApplyResult = {
	readonly exitCode: ExitCode;
	readonly summary: readonly string[];
	readonly next: readonly string[];
};

export function resultOf(applied: Applied): ApplyResult {
	const {report} = applied;
	return report.outcome === 'done' ? completed(applied) : broken(applied);
}

/** The same for a command: what did not end well is an error with its next steps. */
export function resultOrError(applied: Applied): ApplyResult {
	const {report} = applied;
	const result = resultOf(applied);
	// It says itself what happened and what to do, and nothing else did.
	if (report.failure instanceof UserError && result.exitCode === exitCodeFor(report.failure)) {
		throw report.failure;
	}

	switch (result.exitCode) {
		case exitCodes.cancelled: {
			throw new Cancelled('Stopped before anything was changed.');
		}

		case exitCodes.partlyApplied:
		case exitCodes.worldChanged:
		case exitCodes.notAllowed: {
			throw new UserError(errorCodes[result.exitCode], result.summary.join(' '), {
				cause: report.failure,
				next: result.next as unknown as [string, ...string[]],
			});
		}

		default: {
			return result;
		}
	}
}

const errorCodes = {4: 'not-allowed', 5: 'world-changed', 6: 'partly-applied'} as const;

function completed(applied: Applied): ApplyResult {
	const {report, notWon, run} = applied;
	const {record} = report;
	const left = record.steps.filter(step => step.result === 'skipped');
	const done = record.steps.filter(step => step.result === 'done' || step.result === 'already');
	const isUndo = record.undoes !== undefined;
	const missed = notWon ?? [];
	return {
		exitCode: codeOf(applied, left.length > 0),
		summary: [
			isUndo
				? `Taken back: ${count(done.length, 'step')} of run ${record.undoes}.`
				: `Done: ${count(done.length, 'step')}.`,
			...left.map(({step, detail}) => `Left: ${step.title}: ${detail}.`),
			...verified(notWon, isUndo, record.proof?.won.length ?? 0),
			...missed.map(({flow, why}) => `Not fixed: ${flow}: ${why}`),
			...(record.proof?.stillBlocked ?? []).map(({flow, why}) => `Not covered by the plan: ${flow}: ${why}`),
			...(run === undefined
				? ['This was practice in memory: the changes are gone now. --state FOLDER keeps them.']
				: []),
		],
		next: run === undefined || isUndo ? [] : [`To take it back: aksess undo ${run}`],
	};
}

function codeOf({report, notWon}: Applied, hasLeft: boolean): ExitCode {
	const {record} = report;
	if (record.undoes !== undefined) {
		return hasLeft ? exitCodes.partlyApplied : exitCodes.ok;
	}

	if (notWon === undefined) {
		return (record.proof?.won.length ?? 0) > 0 ? exitCodes.unchecked : exitCodes.ok;
	}

	return notWon.length > 0 ? exitCodes.blocked : exitCodes.ok;
}

function verified(notWon: Applied['notWon'], isUndo: boolean, promised: number): readonly string[] {
	if (notWon === undefined) {
		return isUndo ? [] : ['Applied, not checked: `aksess check` says whether the flows are open now.'];
	}

	return [
		`Checked: ${promised - notWon.length} of ${count(promised, 'promised flow')} ${promised === 1 ? 'is' : 'are'} open now.`,
	];
}

/** Stopped or failed on the way. */
function broken({report, run}: Applied): ApplyResult {
	const {record, failure, outcome} = report;
	const inEffect = record.steps.filter(mayBeInEffect);
	const unknown = inEffect.filter(({result}) => result !== 'done');
	const why = failure instanceof Error ? `${failure.message}.` : '';
	const nothing = inEffect.length === 0;
	return {
		exitCode: nothing ? untouched(failure, outcome) : exitCodes.partlyApplied,
		summary: [
			...(outcome === 'stopped' ? ['Stopped.'] : [why.replace(/\.+$/, '.')]),
			nothing
				? 'Nothing is changed.'
				: `${count(inEffect.length - unknown.length, 'step')} of ${record.steps.length} ${inEffect.length - unknown.length === 1 ? 'is' : 'are'} done.`,
			...unknown.map(({step}) => `Whether it happened is not known: ${step.title}.`),
		],
		next:
			run === undefined
				? ['This was practice in memory: what was done is gone now. --state FOLDER keeps it.']
				: [
						...(failure instanceof UserError ? failure.next : []),
						`To go on: aksess resume ${run}`,
						...(nothing ? [] : [`To take back what was done: aksess undo ${run}`]),
						'To see how things stand: aksess runs',
					],
	};
}

function untouched(failure: unknown, outcome: string): ExitCode {
	if (outcome === 'stopped') {
		return exitCodes.cancelled;
	}

	if (failure instanceof UserError) {
		return exitCodeFor(failure);
	}

	const isReverted = failure instanceof StepFailed && failure.kind === 'reverted';
	const isChanged = failure instanceof StepFailed && failure.kind === 'world-changed';
	return isReverted ? exitCodes.partlyApplied : isChanged ? exitCodes.worldChanged : exitCodes.notAllowed;
}

function count(number: number, noun: string): string {
	return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
