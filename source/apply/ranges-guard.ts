import {UserError} from '../errors.js';
import {invert} from '../plan/change.js';
import type {Step} from '../plan/plan.js';
import {type Clock, timestamp} from './clock.js';
import type {Journal} from './journal.js';
import type {ApplyEvent, RunStepsOptions} from './run-steps.js';
import type {Writer} from './writer.js';

/** Asks somebody whether to keep the change; gives up with `false` when the signal is aborted. */
export type AskToKeep = (signal: AbortSignal) => Promise<boolean>;

type GuardOptions = {
	readonly writer: Writer;
	readonly journal: Pick<Journal, 'append'>;
	readonly clock: Clock;
	/** Whether the API server answers a caller from here. */
	readonly answers: (timeoutMs: number) => Promise<boolean>;
	readonly confirm: {readonly withinMs: number; readonly ask: AskToKeep} | undefined;
	readonly onEvent: (event: ApplyEvent) => void;
	readonly signal: AbortSignal;
};

/** How long authorized ranges take to be in force everywhere (api-server-authorized-ip-ranges.md). */
const propagationMs = 120_000;
const oneAnswerMs = 5_000;
const betweenMs = 2_000;

/**
 * After the list of authorized ranges was changed: whoever changed it must still get in, else it is changed back. That
 * says something only if they got in before.
 */
export async function rangesGuard(
	steps: readonly Step[],
	options: GuardOptions,
): Promise<NonNullable<RunStepsOptions['guard']>> {
	const concerns = steps.some(step => step.change.kind === 'authorized-ranges');
	const answeredBefore = concerns && (await options.answers(oneAnswerMs));
	if (concerns && !answeredBefore) {
		options.onEvent({
			kind: 'note',
			text: 'The API server does not answer this machine now, so whether it still does afterwards will tell nothing.',
		});
	}

	return async step => {
		if (step.change.kind !== 'authorized-ranges') {
			return undefined;
		}

		const why = answeredBefore ? await silence(options) : undefined;
		const verdict = why ?? (await withoutConsent(options));
		return verdict === undefined ? undefined : takeBack(step, verdict, options);
	};
}

async function silence({answers, clock, onEvent}: GuardOptions): Promise<string | undefined> {
	const begun = clock.now();
	onEvent({kind: 'note', text: 'Asking the API server from here whether it still answers.'});
	while (!(await answers(oneAnswerMs))) {
		if (clock.now() - begun > propagationMs) {
			return `the API server did not answer this machine for ${propagationMs / 1000} seconds after the change`;
		}

		await clock.sleep(betweenMs, undefined);
	}

	onEvent({kind: 'note', text: 'The API server answers.'});
	return undefined;
}

async function withoutConsent({confirm, clock, signal}: GuardOptions): Promise<string | undefined> {
	if (confirm === undefined) {
		return undefined;
	}

	const {withinMs, ask} = confirm;
	const over = new AbortController();
	const late = clock.sleep(withinMs, over.signal).then(
		() => false,
		() => false,
	);
	try {
		const keep = await Promise.race([ask(AbortSignal.any([over.signal, signal])), late]);
		return keep ? undefined : `nobody confirmed the change within ${Math.round(withinMs / 1000)} seconds`;
	} finally {
		over.abort();
	}
}

async function takeBack(step: Step, why: string, options: GuardOptions): Promise<string> {
	const {writer, journal, clock, onEvent} = options;
	const inverse = invert(step.change);
	onEvent({kind: 'note', text: `Taking it back: ${why}.`});
	onEvent({kind: 'output', step: step.id, line: writer.describe(inverse)});
	try {
		// Not with the run's signal: an interrupted run must not leave anybody locked out.
		const {signal} = new AbortController();
		await writer.write(inverse, {onOutput: line => onEvent({kind: 'output', step: step.id, line}), stop: signal});
	} catch (error) {
		throw new UserError('partly-applied', `${why}, and taking the change back failed: ${messageOf(error)}.`, {
			cause: error,
			next: [writer.describe(inverse), 'Do this by hand, or run `aksess undo`.'],
		});
	}

	await journal.append({type: 'reverted', at: timestamp(clock), step: step.id, detail: why});
	return `${why}; the list is as it was before`;
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
