import {type ArmId, armName} from '../topology/arm-id.js';
import {objects, text} from '../topology/json.js';
import type {Json, JsonObject} from '../topology/world.js';
import {type ArmAnswer, type ArmRequests, retryAfterMs} from './arm-requests.js';
import type {Clock} from './clock.js';
import {kindOfFailure, longestPauseMs, RequestFailure} from './request-failure.js';

export type Waiting = {
	readonly arm: ArmRequests;
	readonly clock: Clock;
	readonly signal: AbortSignal;
	/** Told what is waited for and until when, as soon as it takes time. */
	readonly onWait?: ((text: string) => void) | undefined;
};

const longestMs = 60 * 60_000;

/**
 * Waits for the long-running operation that an answer began: `Azure-AsyncOperation` before `Location`, at the pace of
 * Retry-After (async-operations.md). A failed one throws.
 */
export async function operationEnd(answer: ArmAnswer, waiting: Waiting): Promise<void> {
	const status = answer.header('azure-asyncoperation');
	const location = answer.header('location');
	if (status !== undefined) {
		await poll(status, retryAfterMs(answer.header('retry-after')), waiting, endOfStatus);
	} else if (location !== undefined && answer.status === 202) {
		await poll(location, retryAfterMs(answer.header('retry-after')), waiting, ({status: code}) => code !== 202);
	}
}

function endOfStatus({body}: ArmAnswer): boolean {
	const status = (text(body, 'status') ?? 'Succeeded').toLowerCase();
	if (status === 'failed' || status === 'canceled') {
		throw new RequestFailure(text(body, 'error', 'message') ?? `Azure reports the operation as ${status}.`, {
			status: 0,
			code: text(body, 'error', 'code') ?? '',
			retryAfterMs: undefined,
		});
	}

	return status === 'succeeded';
}

/** From a quarter of a second, for what is quick, to five seconds, for firewalls. */
function* paces(first: number | undefined): Generator<number> {
	yield first ?? 250;
	for (let ms = 375; ; ms = Math.min(5000, ms * 1.5)) {
		yield ms;
	}
}

async function poll(
	url: string,
	firstMs: number | undefined,
	{arm, clock, signal, onWait}: Waiting,
	isEnd: (answer: ArmAnswer) => boolean,
): Promise<void> {
	const begun = clock.now();
	let asked: number | undefined = firstMs;
	let looks = 0;
	for (const pace of paces(firstMs)) {
		await clock.sleep(Math.min(asked ?? pace, longestPauseMs), signal);
		const answer = await askAgain(() => arm.send({method: 'GET', url}, signal), {clock, signal});
		if (isEnd(answer)) {
			return;
		}

		looks += 1;
		if (looks === 1) {
			onWait?.(`Waiting for Azure to finish the operation, until ${untilText(begun)} at the latest.`);
		}

		asked = retryAfterMs(answer.header('retry-after'));
		if (clock.now() - begun > longestMs) {
			throw new RequestFailure('Azure has not finished the operation within an hour.', {
				status: 0,
				code: '',
				retryAfterMs: undefined,
			});
		}
	}
}

function untilText(begun: number): string {
	return `${new Date(begun + longestMs).toISOString().slice(11, 19)}Z`;
}

/** A question changes nothing, so a lost answer is only asked for again. */
export async function askAgain<T>(ask: () => Promise<T>, {clock, signal}: Omit<Waiting, 'arm'>): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		try {
			return await ask();
		} catch (error) {
			const again =
				error instanceof RequestFailure &&
				attempt < 6 &&
				['unclear', 'throttled', 'busy'].includes(kindOfFailure(error));
			if (!again) {
				throw error;
			}

			await clock.sleep(error.retryAfterMs ?? 500 * 2 ** attempt, signal);
		}
	}
}

/** The resource when nobody is working on it any more; null where there is none. */
export async function settled(id: ArmId, waiting: Waiting): Promise<JsonObject | null> {
	const begun = waiting.clock.now();
	let looks = 0;
	for (const pace of paces(undefined)) {
		const resource = await askAgain(() => waiting.arm.get(id, waiting.signal), waiting);
		if (resource === null || !isBeingWorkedOn(resource)) {
			return resource;
		}

		looks += 1;
		if (looks === 2) {
			waiting.onWait?.(
				`Waiting for ${armName(id)}, which is still being updated, until ${untilText(begun)} at the latest.`,
			);
		}

		if (waiting.clock.now() - begun > longestMs) {
			break;
		}

		await waiting.clock.sleep(pace, waiting.signal);
	}

	throw new RequestFailure(`${armName(id)} has been updating for an hour.`, {
		status: 0,
		code: '',
		retryAfterMs: undefined,
	});
}

/** Anything but an end is a state of work; none at all means done (async-operations.md). */
function isBeingWorkedOn(resource: JsonObject): boolean {
	const state = stateOf(resource);
	return state !== '' && !['succeeded', 'failed', 'canceled'].includes(state);
}

export function hasFailed(resource: JsonObject): boolean {
	return ['failed', 'canceled'].includes(stateOf(resource));
}

function stateOf(resource: Json): string {
	return (text(resource, 'properties', 'provisioningState') ?? '').toLowerCase();
}

/** A rule collection group is in force only when its policy and every firewall of it have taken it over. */
export async function firewallsOfPolicy(policy: ArmId, waiting: Waiting): Promise<readonly JsonObject[]> {
	const resource = await settled(policy, waiting);
	const firewalls = objects(resource, 'properties', 'firewalls').flatMap(item => text(item, 'id') ?? []);
	const found = await Promise.all(firewalls.map(id => settledIfVisible(id, waiting)));
	return [resource, ...found].filter(item => item !== null);
}

/** A firewall in a subscription that one may not read is waited for by Azure alone. */
async function settledIfVisible(id: ArmId, waiting: Waiting): Promise<JsonObject | null> {
	try {
		return await settled(id, waiting);
	} catch (error) {
		if (error instanceof RequestFailure && kindOfFailure(error) === 'refused') {
			return null;
		}

		throw error;
	}
}
