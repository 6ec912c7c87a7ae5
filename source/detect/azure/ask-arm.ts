import {createPipelineRequest} from '@azure/core-rest-pipeline';
import type {Json} from '../../topology/world.js';
import type {ArmClients} from './arm-clients.js';
import {httpClient} from './http-client.js';
import {recordAnswers} from './raw-answers.js';

/**
 * Asks for what no client of ours knows, through the sign-in and the retries of one that is there. Returns nothing where
 * Azure answers anything but 200.
 */
export async function askArm(
	clients: ArmClients,
	{path, apiVersion}: {readonly path: string; readonly apiVersion: string},
	signal: AbortSignal,
): Promise<readonly Json[]> {
	// Nothing of the subscription is in the pipeline, only in the operations that are not used here.
	const {pipeline} = clients.containers('none');
	return recordAnswers(async () => {
		const url = `${clients.endpoint}${path}?api-version=${apiVersion}`;
		await pipeline.sendRequest(httpClient, createPipelineRequest({url, abortSignal: signal}));
	}, signal);
}
