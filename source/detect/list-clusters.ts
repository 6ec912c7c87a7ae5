import {UserError} from '../errors.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {field, objects, text} from '../topology/json.js';
import type {ArmResource} from '../topology/world.js';
import {type ArmClients, armClients} from './azure/arm-clients.js';
import {asResource} from './azure/arm-reader.js';
import {askArm} from './azure/ask-arm.js';
import {explainAzureError} from './azure/explain-azure-error.js';
import {drain, recordAnswers} from './azure/raw-answers.js';
import type {Connection} from './connection.js';

export type ClusterSummary = {
	readonly id: ArmId;
	readonly name: string;
	readonly resourceGroup: string;
	readonly subscription: string;
	readonly location: string;
	readonly kubernetesVersion: string;
	readonly privateCluster: boolean;
	/** `Running` or `Stopped`, as Azure says. */
	readonly powerState: string;
};

/** The clusters one may see, by name; of the connection's subscription, or of all when it names none. */
export async function listClusters(
	connection: Connection,
	signal: AbortSignal = new AbortController().signal,
): Promise<readonly ClusterSummary[]> {
	const clients = armClients(connection);
	try {
		const subscriptions =
			connection.subscription === undefined ? await listSubscriptions(clients, signal) : [connection.subscription];
		const lists = await Promise.all(subscriptions.map(subscription => listIn(subscription, clients, signal)));
		return lists.flat().toSorted((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw explainAzureError(error, 'The list of clusters');
	}
}

async function listIn(
	subscription: string,
	clients: ArmClients,
	signal: AbortSignal,
): Promise<readonly ClusterSummary[]> {
	const client = clients.containers(subscription);
	const answers = await recordAnswers(() => drain(client.managedClusters.list()), signal);
	return answers
		.flatMap(answer => objects(answer, 'value'))
		.flatMap(asResource)
		.map(summarize);
}

async function listSubscriptions(clients: ArmClients, signal: AbortSignal): Promise<readonly string[]> {
	const answers = await askArm(clients, {path: '/subscriptions', apiVersion: '2022-12-01'}, signal);
	const found = answers
		.flatMap(answer => objects(answer, 'value'))
		.flatMap(entry => text(entry, 'subscriptionId') ?? []);
	if (answers.length === 0) {
		throw new UserError('not-signed-in', 'Azure does not say which subscriptions you may see.', {
			next: ['Run `az login`, or name a subscription with --subscription.'],
		});
	}

	return found;
}

function summarize(resource: ArmResource): ClusterSummary {
	const {id, name, properties} = resource;
	const {resourceGroup = '', subscription = ''} = parseArmId(id) ?? {};
	return {
		id,
		name,
		resourceGroup,
		subscription,
		location: text(resource, 'location') ?? '',
		kubernetesVersion: text(properties, 'currentKubernetesVersion') ?? text(properties, 'kubernetesVersion') ?? '',
		privateCluster: field(properties, 'apiServerAccessProfile', 'enablePrivateCluster') === true,
		powerState: text(properties, 'powerState', 'code') ?? '',
	};
}
