import {Buffer} from 'node:buffer';
import {UserError} from '../errors.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {objects, text} from '../topology/json.js';
import {denied, type Known, known} from '../topology/known.js';
import type {World} from '../topology/world.js';
import type {ArmClients} from './azure/arm-clients.js';
import {explainFailedRead} from './azure/explain-azure-error.js';
import {recordAnswers} from './azure/raw-answers.js';
import type {Connection, ReadOptions} from './connection.js';
import {explainFailedConnection} from './kubernetes/explain-kubernetes-error.js';
import {createKubeClient} from './kubernetes/kube-client.js';
import {loadKubeconfig} from './kubernetes/kubeconfig.js';
import {deniedObjects, type OwnKinds, readObjects} from './kubernetes/read-objects.js';

/** Past this a server that was going to answer has done so; a private one never will. */
const defaultTimeoutMs = 8_000;

/** The cluster's objects; each list is denied, with the reason, where the API server cannot be asked. */
export async function readKubernetes(
	connection: Connection,
	clients: ArmClients,
	{cluster, apiServerTimeoutMs = defaultTimeoutMs}: ReadOptions,
	mayRun: Promise<ReadonlySet<OwnKinds>>,
	signal: AbortSignal,
): Promise<World['objects']> {
	const kubeconfig = await findKubeconfig(connection, clients, cluster, signal);
	if (kubeconfig.state !== 'known') {
		return deniedObjects(
			kubeconfig.state === 'denied' ? kubeconfig.reason : 'There is no kubeconfig by which to ask the API server.',
		);
	}

	try {
		const config = await loadKubeconfig(kubeconfig.value, connection.credential);
		const client = await createKubeClient(config, apiServerTimeoutMs);
		try {
			return await readObjects(client, {mayRun, onlyManifests: cluster === undefined}, signal);
		} finally {
			await client.close();
		}
	} catch (error) {
		signal.throwIfAborted();
		if (error instanceof UserError) {
			throw error;
		}

		return deniedObjects(explainFailedConnection(error));
	}
}

async function findKubeconfig(
	{kubeconfig}: Connection,
	clients: ArmClients,
	cluster: ArmId | undefined,
	signal: AbortSignal,
): Promise<Known<string>> {
	const {subscription, resourceGroup, name} = (cluster === undefined ? undefined : parseArmId(cluster)) ?? {};
	if (kubeconfig !== undefined) {
		return known(kubeconfig);
	}

	if (subscription === undefined || resourceGroup === undefined || name === undefined) {
		return denied('There is no kubeconfig by which to ask the API server.');
	}

	try {
		const client = clients.containers(subscription);
		const [answer] = await recordAnswers(
			() => client.managedClusters.listClusterUserCredentials(resourceGroup, name),
			signal,
		);
		const encoded = text(objects(answer, 'kubeconfigs')[0], 'value');
		return encoded === undefined
			? denied(`Azure gives no kubeconfig for ${name}.`)
			: known(Buffer.from(encoded, 'base64').toString('utf8'));
	} catch (error) {
		return explainFailedRead(error, `The kubeconfig of ${name}`);
	}
}
