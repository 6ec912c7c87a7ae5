import {UserError} from '../errors.js';
import {leasePath, leaseTag, tagsApiVersion} from '../plan/lease-tag.js';
import type {ArmId} from '../topology/arm-id.js';
import {textMap} from '../topology/json.js';
import {type ArmRequests, armPath} from './arm-requests.js';
import type {Clock} from './clock.js';
import {isHeld, type Lease, leaseMs, leaseText, parseLease} from './lease.js';
import {askAgain} from './operations.js';
import {RequestFailure} from './request-failure.js';

export type LeaseWanted = {
	/** Whose it is to be; a lease of the same name is ours already. */
	readonly holder: string;
	/** The holder whose lease is to be taken over, as somebody typed it. */
	readonly takeOver: string | undefined;
	/** Longer than a request takes: of two that take a free lease at once, the later one counts, and both look again. */
	readonly settleMs: number;
};

export type HeldLease = {
	/** Sentences worth knowing. */
	readonly notes: readonly string[];
	/** Aborted when somebody took it over by name. */
	readonly lost: AbortSignal;
	readonly release: () => Promise<void>;
};

type Context = {readonly arm: ArmRequests; readonly clock: Clock; readonly signal: AbortSignal};

/**
 * Takes the lease of a cluster, or says who holds it. Azure's tags know no condition, so whoever finds it free writes
 * its name, waits, and looks whose name is there. Who may not write tags respects the leases of others and holds none.
 */
export async function holdLease(cluster: ArmId, wanted: LeaseWanted, context: Context): Promise<HeldLease> {
	const {clock} = context;
	try {
		const found = await read(cluster, context);
		assertFree(found, wanted, clock);
		const value = await write(cluster, wanted.holder, context);
		await clock.sleep(wanted.settleMs, context.signal);
		assertFree(await read(cluster, context), {...wanted, takeOver: undefined}, clock);
		return keep(cluster, wanted, value, context);
	} catch (error) {
		if (error instanceof RequestFailure && [401, 403, 404, 409].includes(error.status)) {
			return {
				notes: [
					`no lease could be taken on ${leaseTag(cluster)}, so other machines are not kept away: ${error.message}`,
				],
				lost: new AbortController().signal,
				release: async () => undefined,
			};
		}

		throw error;
	}
}

/** Renewed in time, and given back at the end; only as long as it is ours. */
function keep(cluster: ArmId, {holder}: LeaseWanted, first: string, context: Context): HeldLease {
	const lost = new AbortController();
	// Not with the run's signal: a run that is being stopped still holds it.
	const own = {...context, signal: lost.signal};
	let value = first;
	const renew = async () => {
		const found = await read(cluster, own);
		if (found !== undefined && found.holder !== holder) {
			lost.abort(new Error(`the lease was taken over by ${found.holder}`));
			return;
		}

		value = await write(cluster, holder, own);
	};
	// What cannot be renewed now is tried again at the next turn, long before it ends.
	const timer = setInterval(() => void renew().catch(() => undefined), leaseMs / 6);
	timer.unref();
	return {
		notes: [],
		lost: lost.signal,
		release: async () => {
			clearInterval(timer);
			await patch(cluster, 'Delete', value, {...context, signal: AbortSignal.timeout(30_000)}).catch(() => undefined);
		},
	};
}

function assertFree(found: Lease | undefined, {holder, takeOver}: LeaseWanted, clock: Clock): void {
	if (!isHeld(found, {holder, takeOver, now: clock.now()})) {
		return;
	}

	const until =
		found.until === undefined ? '' : `, until ${new Date(found.until).toISOString().slice(0, 19)}Z at the latest`;
	throw new UserError(
		'usage',
		`Somebody else is at work on this cluster: ${found.holder}${until}; nothing was changed.`,
		{
			next: [
				'Wait until they have ended.',
				`If you know that they have, take their lease over by name: --take-over ${JSON.stringify(found.holder)}`,
			],
		},
	);
}

async function read(cluster: ArmId, {arm, clock, signal}: Context): Promise<Lease | undefined> {
	const {body} = await askAgain(() => arm.send({method: 'GET', url: urlOf(cluster)}, signal), {clock, signal});
	const tags = Object.entries(textMap(body, 'properties', 'tags'));
	return parseLease(tags.find(([name]) => name.toLowerCase() === leaseTag(cluster))?.[1]);
}

async function write(cluster: ArmId, holder: string, context: Context): Promise<string> {
	const value = leaseText({holder, until: context.clock.now() + leaseMs});
	await patch(cluster, 'Merge', value, context);
	return value;
}

async function patch(
	cluster: ArmId,
	operation: 'Merge' | 'Delete',
	value: string,
	{arm, clock, signal}: Context,
): Promise<void> {
	const body = {operation, properties: {tags: {[leaseTag(cluster)]: value}}};
	// Said twice it says the same.
	await askAgain(() => arm.send({method: 'PATCH', url: urlOf(cluster), body}, signal), {clock, signal});
}

function urlOf(cluster: ArmId): string {
	return `${armPath(leasePath(cluster))}?api-version=${tagsApiVersion}`;
}
