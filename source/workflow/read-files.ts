import {listClusters} from '../detect/list-clusters.js';
import {readWorld} from '../detect/read-world.js';
import {UserError} from '../errors.js';
import {listProfiles} from '../profiles/load-profile.js';
import {listedTypes} from '../profiles/own-facts.js';
import {openPractice} from '../sandbox/practice.js';
import type {WorldFiles} from '../sandbox/world/read-folder.js';
import type {ArmId} from '../topology/arm-id.js';
import {withTheRest} from '../topology/with-the-rest.js';
import type {World} from '../topology/world.js';
import {practiceSource} from './practice-source.js';

/**
 * A world from the texts or values of files, as `--world` reads a folder of them (docs/worlds.md).
 *
 * @param cluster which one, where the files hold several
 * @throws UserError where a file cannot be read, or several clusters are there and none was named
 */
export async function readFiles(files: WorldFiles, cluster?: ArmId): Promise<World> {
	const practice = openPractice({files});
	const source = practiceSource(practice);
	const listed = listedTypes(await listProfiles());
	const world = await readWorld(source, {cluster: cluster ?? (await onlyCluster(source)), listed});
	return withTheRest(world, practice.resources());
}

async function onlyCluster(source: ReturnType<typeof practiceSource>): Promise<ArmId | undefined> {
	const clusters = await listClusters(source);
	if (clusters.length > 1) {
		throw new UserError('usage', 'The files hold several clusters.', {
			next: [`Name one of ${clusters.map(({id}) => id).join(', ')}.`],
		});
	}

	return clusters[0]?.id;
}
