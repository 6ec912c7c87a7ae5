import {Buffer} from 'node:buffer';
import {UserError} from '../errors.js';
import {type ArmId, armName} from '../topology/arm-id.js';
import {objects, text} from '../topology/json.js';
import {denied, type Known, known} from '../topology/known.js';
import {armClients} from './azure/arm-clients.js';
import type {ArmSource} from './azure/arm-source.js';
import {explainFailedRead} from './azure/explain-azure-error.js';
import {sdkSource} from './azure/sdk-source.js';
import type {Connection} from './connection.js';
import {explainFailedConnection} from './kubernetes/explain-kubernetes-error.js';
import {createKubeClient} from './kubernetes/kube-client.js';
import {loadKubeconfig} from './kubernetes/kubeconfig.js';
import type {WorldSource} from './world-source.js';

/** What answers behind a connection, through the clients of Azure and Kubernetes. */
export function remoteSource(connection: Connection): WorldSource {
	const arm = sdkSource(armClients(connection));
	return {
		arm,
		openCluster: async (cluster, {timeoutMs, signal}) => {
			const kubeconfig = await findKubeconfig(connection, arm, cluster, signal);
			if (kubeconfig.state !== 'known') {
				return kubeconfig;
			}

			try {
				const config = await loadKubeconfig(kubeconfig.value, connection.credential);
				return known(await createKubeClient(config, timeoutMs));
			} catch (error) {
				signal.throwIfAborted();
				if (error instanceof UserError) {
					throw error;
				}

				return denied(explainFailedConnection(error));
			}
		},
		subscription: connection.subscription,
		asksEveryInterface: false,
	};
}

async function findKubeconfig(
	{kubeconfig}: Connection,
	arm: ArmSource,
	cluster: ArmId | undefined,
	signal: AbortSignal,
): Promise<Known<string>> {
	if (kubeconfig !== undefined) {
		return known(kubeconfig);
	}

	if (cluster === undefined) {
		return denied('There is no kubeconfig by which to ask the API server.');
	}

	const name = armName(cluster);
	try {
		const [answer] = await arm.ask({kind: 'credentials', id: cluster}, signal);
		const encoded = text(objects(answer, 'kubeconfigs')[0], 'value');
		return encoded === undefined
			? denied(`Azure gives no kubeconfig for ${name}.`)
			: known(Buffer.from(encoded, 'base64').toString('utf8'));
	} catch (error) {
		return explainFailedRead(error, `The kubeconfig of ${name}`);
	}
}
