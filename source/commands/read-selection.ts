import {type ClusterSummary, listClusters} from '../detect/list-clusters.js';
import {type ReadProgress, readWorld} from '../detect/read-world.js';
import {UserError} from '../errors.js';
import {nearestName} from '../profiles/nearest-name.js';
import type {Session} from '../session.js';
import type {ArmId} from '../topology/arm-id.js';
import type {World} from '../topology/world.js';
import {type OpenSource, openSource} from './open-source.js';
import type {Selection} from './selection.js';

/** Opens what the flags select, reads it and closes it again. */
export async function readSelection(
	selection: Selection,
	session: Session,
	onProgress?: (progress: ReadProgress) => void,
): Promise<World> {
	const source = await openSource(selection, session);
	try {
		const cluster = await selectCluster(source, selection, session);
		return await readWorld(source.connection, {cluster, signal: session.signal, onProgress});
	} finally {
		await source.close();
	}
}

/**
 * The cluster that the flags mean. A folder without any ARM resource has none, and its manifests are all there is;
 * one with a single cluster needs no name.
 */
export async function selectCluster(
	{connection, description}: OpenSource,
	selection: Selection,
	session: Session,
): Promise<ArmId | undefined> {
	const direct = directId(selection);
	if (direct !== undefined) {
		return direct;
	}

	const clusters = await listClusters(connection, session.signal);
	const fitting = clusters.filter(cluster => fits(cluster, selection));
	const [only] = fitting;
	if (fitting.length === 1 && only !== undefined) {
		return only.id;
	}

	if (selection.kind === 'world' && clusters.length === 0 && selection.name === undefined) {
		return undefined;
	}

	throw noSingleCluster(clusters, fitting, selection, description);
}

/** With everything named there is nothing to look up. */
function directId(selection: Selection): ArmId | undefined {
	return selection.kind === 'live' &&
		selection.subscription !== undefined &&
		selection.resourceGroup !== undefined &&
		selection.name !== undefined
		? `/subscriptions/${selection.subscription}/resourceGroups/${selection.resourceGroup}/providers/Microsoft.ContainerService/managedClusters/${selection.name}`
		: undefined;
}

function fits(cluster: ClusterSummary, selection: Selection): boolean {
	const same = (a: string, b: string | undefined) => b === undefined || a.toLowerCase() === b.toLowerCase();
	return (
		same(cluster.name, selection.name) &&
		(selection.kind !== 'live' || same(cluster.resourceGroup, selection.resourceGroup))
	);
}

function noSingleCluster(
	clusters: readonly ClusterSummary[],
	fitting: readonly ClusterSummary[],
	selection: Selection,
	description: string,
): UserError {
	const names = clusters.map(cluster => `-g ${cluster.resourceGroup} -n ${cluster.name}`);
	const listed = names.length === 0 ? 'There is none that you may see.' : `There are: ${names.join('; ')}.`;
	if (fitting.length > 1) {
		return new UserError('usage', `Several clusters in ${description} fit.`, {
			next: ['Name one with --resource-group and --name.', listed],
		});
	}

	const name = selection.name ?? '';
	const others = clusters.map(cluster => cluster.name).filter(other => other !== name);
	const near = clusters.some(cluster => cluster.name === name) ? undefined : nearestName(name, others);
	const group =
		selection.kind === 'live' && selection.resourceGroup !== undefined
			? ` in resource group ${selection.resourceGroup}`
			: '';
	const what = name === '' ? 'There is no cluster' : `There is no cluster ${name}${group}`;
	return new UserError('usage', `${what} in ${description}.${near === undefined ? '' : ` Did you mean ${near}?`}`, {
		next: [listed],
	});
}
