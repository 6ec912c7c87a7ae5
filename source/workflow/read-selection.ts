import {type ClusterSummary, listClusters} from '../detect/list-clusters.js';
import {type ReadProgress, readWorld} from '../detect/read-world.js';
import {UserError} from '../errors.js';
import {didYouMean} from '../profiles/nearest-name.js';
import {listedTypes} from '../profiles/own-facts.js';
import type {Profile} from '../profiles/profile.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import type {ArmId} from '../topology/arm-id.js';
import {withTheRest} from '../topology/with-the-rest.js';
import type {World} from '../topology/world.js';
import {type OpenSource, openSource} from './open-source.js';
import {orCancelled} from './or-cancelled.js';
import {readingLine} from './reading-line.js';
import {namesCluster, type Selection} from './selection.js';

/**
 * Opens what the flags select, reads it and closes it again. What must be known about its files goes to stderr.
 *
 * @param profiles what is read for their own facts beside everything else
 */
export async function readSelection(
	selection: Selection,
	session: Session,
	profiles: readonly Profile[] = [],
	onProgress?: (progress: ReadProgress) => void,
): Promise<World> {
	const {signal, stderr} = session;
	const source = await orCancelled(signal, openSource(selection, session));
	for (const note of onProgress === undefined ? source.notes : []) {
		stderr.write(`${printable(note)}\n`);
	}

	// Files are read before anybody could look.
	const line = onProgress === undefined && selection.kind === 'live' ? readingLine(session) : undefined;
	try {
		const cluster = await orCancelled(signal, selectCluster(source, selection, session));
		const progress = onProgress ?? line?.onProgress;
		const reading = {cluster, signal, onProgress: progress, listed: listedTypes(profiles)};
		const world = await orCancelled(signal, readWorld(source.reads, reading));
		return source.resources === undefined ? world : withTheRest(world, source.resources());
	} finally {
		line?.end();
		await source.close();
	}
}

/**
 * The cluster that the flags mean. A folder without any ARM resource has none, and its manifests are all there is;
 * one with a single cluster needs no name.
 */
export async function selectCluster(
	{reads, description}: Pick<OpenSource, 'reads' | 'description'>,
	selection: Selection,
	session: Session,
): Promise<ArmId | undefined> {
	const direct = directId(selection);
	if (direct !== undefined) {
		return direct;
	}

	const clusters = await listClusters(reads, session.signal);
	const fitting = clusters.filter(cluster => fits(cluster, selection));
	const [only] = fitting;
	if (fitting.length === 1 && only !== undefined) {
		return only.id;
	}

	if (selection.kind === 'world' && clusters.length === 0 && !namesCluster(selection)) {
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
	return same(cluster.name, selection.name) && same(cluster.resourceGroup, selection.resourceGroup);
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

	const {name, resourceGroup} = selection;
	const what = name === undefined ? 'There is no cluster' : `There is no cluster ${name}`;
	const where = resourceGroup === undefined ? description : `resource group ${resourceGroup} in ${description}`;
	const isElsewhere = clusters.some(cluster => cluster.name === name);
	const others = clusters.map(cluster => cluster.name);
	const hint = name === undefined || isElsewhere ? '' : didYouMean(name, others);
	return new UserError('usage', `${what} in ${where}.${hint}`, {
		next: [listed],
	});
}
