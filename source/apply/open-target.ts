import type {Connection} from '../detect/connection.js';
import type {Change} from '../plan/change.js';
import type {ArmId} from '../topology/arm-id.js';
import type {World} from '../topology/world.js';
import {type ArmRequests, createArmRequests} from './arm-requests.js';
import {type AzFound, findAz} from './az-program.js';
import type {Clock} from './clock.js';
import {createWriter, needsOf} from './create-writer.js';
import {holdLease} from './hold-lease.js';
import {createKubeRequests, type KubeRequests} from './kube-requests.js';
import {assertCanBegin, preflight} from './preflight.js';
import type {ApplyTarget} from './run-plan.js';

type TargetOptions = {
	readonly connection: Connection;
	readonly cluster: ArmId;
	readonly changes: readonly Change[];
	readonly clock: Clock;
	/** For az; undefined where az cannot know the cluster. */
	readonly env: Readonly<Record<string, string | undefined>> | undefined;
	readonly signal: AbortSignal;
	readonly readWorld: ((signal: AbortSignal) => Promise<World>) | undefined;
	/** How long Azure may take to answer a request at all. */
	readonly answerTimeoutMs?: number | undefined;
};

/** Azure and the cluster behind a connection, ready to be written to. What the changes do not need is not opened. */
export async function openTarget(options: TargetOptions): Promise<ApplyTarget> {
	const {connection, cluster, changes, clock, signal} = options;
	const arm = createArmRequests(connection, options.answerTimeoutMs);
	const needs = new Set(changes.flatMap(({kind}) => needsOf(kind)));
	const opening = once(() => createKubeRequests(connection, arm, cluster, signal));
	const [kube, az] = await Promise.all([
		needs.has('kube') ? opening().catch(failedLater) : undefined,
		needs.has('az') ? azFor(arm, options) : undefined,
	]);
	const writer = createWriter({
		arm,
		kube: opening,
		kubeServer: kube?.server ?? '',
		az: az?.usable === true ? az.az : undefined,
		clock,
		close: async () => {
			await kube?.close();
		},
	});
	return {
		writer,
		preflight: async (planned, stop) => {
			const found = await preflight(planned, {arm, kube: opening, clock, signal: stop});
			assertCanBegin(found);
			return [...found.notes, ...azNotes(az)];
		},
		lease: (wanted, stop) => holdLease(cluster, wanted, {arm, clock, signal: stop}),
		readWorld: options.readWorld,
		answers: async timeoutMs => (kube === undefined ? false : kube.answers(timeoutMs)),
	};
}

async function azFor(arm: ArmRequests, {cluster, env, signal}: TargetOptions): Promise<AzFound | undefined> {
	if (env === undefined) {
		return undefined;
	}

	// A cluster that cannot be read now is the preflight's to explain.
	const resource = await arm.get(cluster, signal).catch(() => null);
	return resource === null ? undefined : findAz({endpoint: arm.endpoint, cluster, resource, env});
}

function azNotes(az: AzFound | undefined): readonly string[] {
	return az === undefined || az.usable
		? []
		: [`authorized ranges will be written by a request of our own, not by az: ${az.why}`];
}

/** Reported when the cluster is really needed; a range can be changed from where the API server cannot be reached. */
function failedLater(): undefined {
	return undefined;
}

function once(open: () => Promise<KubeRequests>): () => Promise<KubeRequests> {
	let opened: Promise<KubeRequests> | undefined;
	return () => {
		opened ??= open();
		return opened;
	};
}
