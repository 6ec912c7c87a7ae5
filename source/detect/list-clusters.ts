import {UserError} from '../errors.js';
import {type ArmId, parseArmId} from '../topology/arm-id.js';
import {field, objects, text} from '../topology/json.js';
import type {ArmResource} from '../topology/world.js';
import {asResource} from './azure/arm-reader.js';
import type {ArmSource} from './azure/arm-source.js';
import {askArm} from './azure/ask-arm.js';
import {explainAzureError} from './azure/explain-azure-error.js';
import type {WorldSource} from './world-source.js';

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

/** The clusters one may see, by name; of the source's subscription, or of all when it names none. */
export async function listClusters(
	{arm, subscription: own}: WorldSource,
	signal: AbortSignal = new AbortController().signal,
): Promise<readonly ClusterSummary[]> {
	try {
		const subscriptions = own === undefined ? await listSubscriptions(arm, signal) : [own];
		const lists = await Promise.all(subscriptions.map(subscription => listIn(subscription, arm, signal)));
		return lists.flat().toSorted((a, b) => a.name.localeCompare(b.name));
	} catch (error) {
		throw explainAzureError(error, 'The list of clusters');
	}
}

async function listIn(subscription: string, arm: ArmSource, signal: AbortSignal): Promise<readonly ClusterSummary[]> {
	const answers = await arm.ask({kind: 'clusters', subscription}, signal);
	return answers
		.flatMap(answer => objects(answer, 'value'))
		.flatMap(asResource)
		.map(summarize);
}

async function listSubscriptions(arm: ArmSource, signal: AbortSignal): Promise<readonly string[]> {
	const {bodies} = await askArm(arm, {path: '/subscriptions', apiVersion: '2022-12-01'}, signal);
	const found = bodies
		.flatMap(answer => objects(answer, 'value'))
		.flatMap(entry => text(entry, 'subscriptionId') ?? []);
	if (bodies.length === 0) {
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
