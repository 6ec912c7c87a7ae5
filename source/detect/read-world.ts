import {Cancelled} from '../errors.js';
import {type ArmId, armKey, parseArmId} from '../topology/arm-id.js';
import {object, text} from '../topology/json.js';
import {absent, known} from '../topology/known.js';
import type {ArmResource, World} from '../topology/world.js';
import {createArmReader, type ReaderOptions} from './azure/arm-reader.js';
import type {ArmSource} from './azure/arm-source.js';
import {createCollected} from './azure/collected.js';
import {readCluster} from './azure/read-cluster.js';
import {readLedger} from './azure/read-ledger.js';
import {readListedTypes} from './azure/read-listed-types.js';
import {readNetwork} from './azure/read-network.js';
import {readHubRoutes} from './azure/read-routes.js';
import type {ReadOptions, ReadProgress, ReadStage} from './connection.js';
import type {OwnKinds} from './kubernetes/read-objects.js';
import {readKubernetes} from './read-kubernetes.js';
import type {WorldSource} from './world-source.js';

export type {ReadOptions, ReadProgress};

/**
 * Everything about one cluster that verdicts depend on. What does not depend on an answer is asked at once, so that the
 * time it takes is that of the longest chain: the cluster and the lists, then the rules of its firewalls, its address
 * use, its service tags and, with the kubeconfig, its objects.
 *
 * Stops with a `UserError` only where nothing could be said without it: the sign-in, the subscription, the cluster.
 */
export async function readWorld(source: WorldSource, options: ReadOptions): Promise<World> {
	const failed = new AbortController();
	const signal = AbortSignal.any([failed.signal, ...(options.signal === undefined ? [] : [options.signal])]);
	const reader = {asksEveryInterface: source.asksEveryInterface, patienceMs: options.routesTimeoutMs};
	const run: Run = {arm: source.arm, signal, reader, stage: stagesOf(options)};
	try {
		const cluster = options.cluster === undefined ? undefined : readCluster(options.cluster, source.arm, signal);
		const mayRun = cluster?.then(enginesOf) ?? Promise.resolve(everyEngine);
		const [azure, objects] = await Promise.all([
			cluster === undefined ? noAzure : readAzure(run.stage('cluster', cluster), options.cluster ?? '', run, options),
			run.stage('kubernetes', readKubernetes(source, options, mayRun, signal)),
			mayRun,
		]);
		return {cluster: options.cluster, ...azure, objects};
	} catch (error) {
		// The first failure ends the other reads; nobody waits for their answers any more.
		failed.abort();
		throw options.signal?.aborted ? new Cancelled('Reading was stopped.', {cause: error}) : error;
	}
}

type AzureWorld = Omit<World, 'cluster' | 'objects'>;

const noAzure: AzureWorld = {resources: new Map(), usages: new Map(), serviceTags: absent};

type Run = {
	readonly arm: ArmSource;
	readonly signal: AbortSignal;
	readonly reader: ReaderOptions;
	/** Tells when a part begins and when it is done. */
	readonly stage: <T>(what: ReadStage, work: Promise<T>) => Promise<T>;
};

async function readAzure(
	cluster: Promise<ArmResource>,
	id: ArmId,
	{arm: source, signal, reader, stage}: Run,
	{also = [], listed = []}: ReadOptions,
): Promise<AzureWorld> {
	const arm = createArmReader(source, signal, reader);
	const collected = createCollected(arm);
	const readServiceTags = async () => {
		const {location} = await cluster;
		return arm.serviceTags(parseArmId(id)?.subscription ?? '', text(location) ?? '');
	};

	const [resource, serviceTags, others] = await Promise.all([
		cluster,
		stage('service-tags', readServiceTags()),
		readListedTypes(listed, id, source, signal),
		stage('networks', readNetwork(id, cluster, collected)),
		readLedger(parseArmId(id)?.subscription ?? '', source, collected, signal).then(async () =>
			readHubRoutes(await cluster, collected),
		),
		...also.map(collected.read),
	]);
	const {resources, usages, adminRules, callAnswers, unreadLists} = collected;
	for (const found of [resource, ...others]) {
		resources.set(armKey(found.id), known(found));
	}

	return {
		resources,
		usages,
		serviceTags,
		adminRules,
		...(callAnswers.size > 0 ? {callAnswers} : {}),
		...(unreadLists.size > 0 ? {unreadLists} : {}),
	};
}

const everyEngine: ReadonlySet<OwnKinds> = new Set(['cilium', 'calico']);

/** The cluster's engine, or both in a network that AKS does not manage and in which they may have been installed. */
function enginesOf({properties}: ArmResource): ReadonlySet<OwnKinds> {
	const network = object(properties, 'networkProfile');
	const [dataplane, policy, plugin] = ['networkDataplane', 'networkPolicy', 'networkPlugin'].map(name =>
		text(network, name)?.toLowerCase(),
	);
	// Without an engine of AKS, Calico may be installed beside Azure CNI, too (docs.tigera.io, AKS self-managed).
	const calico = policy === 'calico' || policy === undefined || policy === 'none' || plugin === 'none';
	const cilium = dataplane === 'cilium' || policy === 'cilium' || plugin === 'none';
	return new Set([...(cilium ? (['cilium'] as const) : []), ...(calico ? (['calico'] as const) : [])]);
}

function stagesOf({onProgress}: ReadOptions): Run['stage'] {
	return async (what, work) => {
		onProgress?.({what, state: 'reading'});
		const result = await work;
		onProgress?.({what, state: 'done'});
		return result;
	};
}
