import {createPipelineRequest} from '@azure/core-rest-pipeline';
import {parseArmId} from '../../topology/arm-id.js';
import type {ArmClients} from './arm-clients.js';
import {type ArmQuestion, partsOf} from './arm-question.js';
import type {ArmSource} from './arm-source.js';
import {httpClient} from './http-client.js';
import {getOperation, listOperation} from './network-operations.js';
import {drain, recordAnswers} from './raw-answers.js';
import {sendCall} from './send-call.js';

/** Azure through the SDK's clients: sign-in, retries, paging and long-running operations are theirs. */
export function sdkSource(clients: ArmClients): ArmSource {
	return {
		endpoint: clients.endpoint,
		ask: (question, signal) => recordAnswers(() => send(question, clients, signal), signal),
		get: async (url, signal) => {
			// Nothing of the subscription is in the pipeline, only in the operations that are not used here.
			const {pipeline} = clients.containers('none');
			let status = 0;
			const [body] = await recordAnswers(async () => {
				const response = await pipeline.sendRequest(httpClient, createPipelineRequest({url, abortSignal: signal}));
				status = response.status;
			}, signal);
			return {status, body};
		},
	};
}

async function send(question: ArmQuestion, clients: ArmClients, signal: AbortSignal): Promise<unknown> {
	switch (question.kind) {
		case 'cluster': {
			const {subscription, resourceGroup, name} = partsOf(question.id);
			return clients.containers(subscription).managedClusters.get(resourceGroup, name);
		}

		case 'clusters': {
			return drain(clients.containers(question.subscription).managedClusters.list());
		}

		case 'credentials': {
			const {subscription, resourceGroup, name} = partsOf(question.id);
			return clients.containers(subscription).managedClusters.listClusterUserCredentials(resourceGroup, name);
		}

		case 'resource': {
			const parts = parseArmId(question.id);
			return parts && getOperation(parts)?.(clients.network(parts.subscription));
		}

		case 'list': {
			return listOperation(question.type, question.group)(clients.network(question.subscription));
		}

		case 'rule-collection-groups': {
			const {subscription, resourceGroup, name} = partsOf(question.id);
			return drain(clients.network(subscription).firewallPolicyRuleCollectionGroups.list(resourceGroup, name));
		}

		case 'usages': {
			const {subscription, resourceGroup, name} = partsOf(question.id);
			return drain(clients.network(subscription).virtualNetworks.listUsage(resourceGroup, name));
		}

		case 'admin-rules': {
			return everyAdminRule(question, clients);
		}

		case 'service-tags': {
			return clients.network(question.subscription).serviceTags.list(question.location);
		}

		case 'call': {
			return sendCall(question.call, clients, signal);
		}
	}
}

/** The SDK knows the token of the next page, but does not follow it. */
async function everyAdminRule({id}: {readonly id: string}, clients: ArmClients): Promise<void> {
	const {subscription, resourceGroup, name} = partsOf(id);
	const client = clients.network(subscription);
	let skipToken: string | undefined;
	do {
		const page = await client.listNetworkManagerEffectiveSecurityAdminRules(resourceGroup, name, {
			...(skipToken === undefined ? {} : {skipToken}),
		});
		({skipToken} = page);
	} while (skipToken !== undefined && skipToken !== '');
}
