import {AsyncLocalStorage} from 'node:async_hooks';
import type {PipelinePolicy} from '@azure/core-rest-pipeline';
import {field, text} from '../../topology/json.js';
import type {Json} from '../../topology/world.js';

type Recording = {
	readonly answers: Json[];
	readonly signal: AbortSignal | undefined;
	/** What Azure said when it last refused something. */
	refusal?: string | undefined;
};

const recordings = new AsyncLocalStorage<Recording>();

/**
 * Keeps the body of every successful answer as it came. The SDK's models rename fields and drop those they do not know,
 * but a world, and a capture of it, must be what Azure said; so the clients do what they are good at (sign-in, retries,
 * paging), and what they make of the answers is not looked at.
 *
 * It stands outside the retries, so it sees each request once; and it hands the abort signal to the requests for further
 * pages, to which the SDK forgets to pass it.
 */
export const rawAnswers: PipelinePolicy = {
	name: 'aksessRawAnswers',
	sendRequest: async (request, next) => {
		const recording = recordings.getStore();
		if (recording?.signal !== undefined) {
			request.abortSignal ??= recording.signal;
		}

		const response = await next(request);
		if (recording !== undefined && response.status === 200 && response.bodyAsText) {
			recording.answers.push(JSON.parse(response.bodyAsText) as Json);
		}

		if (recording !== undefined && response.status >= 400) {
			recording.refusal = refusalIn(response.bodyAsText);
		}

		return response;
	},
};

/**
 * Runs one SDK operation and returns the bodies it received, page by page. An error that is not Azure's (the SDK's models
 * stumble over an odd field) does not matter when the last page is there.
 */
export async function recordAnswers(
	operation: () => Promise<unknown>,
	signal: AbortSignal | undefined,
): Promise<readonly Json[]> {
	const answers: Json[] = [];
	const recording: Recording = {answers, signal};
	try {
		await recordings.run(recording, operation);
	} catch (error) {
		const isComplete = answers.length > 0 && !hasNextPage(answers.at(-1));
		if (!(isComplete && error instanceof TypeError)) {
			throw inAzuresWords(error, recording.refusal);
		}
	}

	return answers;
}

/** Of a list that is refused the SDK says only that paging failed; which permission is missing stands in the answer. */
function inAzuresWords(error: unknown, refusal: string | undefined): unknown {
	if (error instanceof Error && 'statusCode' in error && refusal !== undefined) {
		error.message = refusal;
	}

	return error;
}

function refusalIn(body: string | null | undefined): string | undefined {
	try {
		return text(JSON.parse(body ?? '') as Json, 'error', 'message');
	} catch {
		return undefined;
	}
}

function hasNextPage(answer: Json | undefined): boolean {
	return Boolean(field(answer, 'nextLink'));
}

/** For paged operations, whose pages are only fetched while somebody asks for them. */
export async function drain(pages: AsyncIterable<unknown>): Promise<void> {
	for await (const _ of pages) {
		// The raw answers are recorded on the way.
	}
}
