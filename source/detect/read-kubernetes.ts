import type {World} from '../topology/world.js';
import type {ReadOptions} from './connection.js';
import {deniedObjects, type OwnKinds, readObjects} from './kubernetes/read-objects.js';
import type {WorldSource} from './world-source.js';

/** Past this a server that was going to answer has done so; a private one never will. */
const defaultTimeoutMs = 8_000;

/** The cluster's objects; each list is denied, with the reason, where the API server cannot be asked. */
export async function readKubernetes(
	source: WorldSource,
	{cluster, apiServerTimeoutMs: timeoutMs = defaultTimeoutMs}: ReadOptions,
	mayRun: Promise<ReadonlySet<OwnKinds>>,
	signal: AbortSignal,
): Promise<World['objects']> {
	const opened = await source.openCluster(cluster, {timeoutMs, signal});
	if (opened.state !== 'known') {
		return deniedObjects(
			opened.state === 'denied' ? opened.reason : 'There is no kubeconfig by which to ask the API server.',
		);
	}

	const client = opened.value;
	try {
		return await readObjects(client, {mayRun, onlyManifests: cluster === undefined}, signal);
	} finally {
		await client.close();
	}
}
