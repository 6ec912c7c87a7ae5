import {armName} from '../../topology/arm-id.js';
import {object, text, texts} from '../../topology/json.js';
import type {JsonObject} from '../../topology/world.js';
import type {ArmAnswer} from '../arm-requests.js';
import {azFailure, clusterParameters} from '../az-program.js';
import type {ChangeWriter, WriterParts} from '../change-writer.js';
import {mergeRanges, type RangesChange, type RangesStanding, rangesStanding} from '../merge-ranges.js';
import {hasFailed, operationEnd, settled, type Waiting} from '../operations.js';
import {persist} from '../persist.js';
import {Refused, type ResourceReading, type Watch} from '../writer.js';

export const authorizedRangesWriter: ChangeWriter<'authorized-ranges'> = {
	needs: ['kube', 'az'],
	look: async (change, {arm, clock}, onlooker) => lookAtRanges(change, {arm, clock, ...onlooker}),
	write: writeRanges,
	describe: (change, {arm, az}) =>
		az === undefined
			? `PUT ${arm.urlOf(change.cluster)} with apiServerAccessProfile.authorizedIPRanges=${change.after.join(',')}`
			: ['az', ...updateParameters(change, change.after)].join(' '),
};

async function lookAtRanges(change: RangesChange, waiting: Waiting): Promise<ResourceReading> {
	const cluster = await settled(change.cluster, waiting);
	if (cluster === null) {
		return {standing: 'other', found: `the cluster ${armName(change.cluster)} is gone`};
	}

	const standing = rangesStanding(change, rangesOf(cluster));
	if (standing === 'after') {
		return hasFailed(cluster)
			? {standing: 'faulted', found: `the last update of ${armName(change.cluster)} failed.`}
			: {standing, found: ''};
	}

	return standing === 'before' ? {standing, found: ''} : {standing: 'other', found: odd[standing]};
}

const odd: Readonly<Record<Exclude<RangesStanding, 'before' | 'after'>, string>> = {
	cleared: 'the list is empty now, which lets everybody in; adding to it would shut out who is not named',
	half: 'the list holds a part of the change only',
};

function rangesOf(cluster: JsonObject): readonly string[] {
	return texts(cluster, 'properties', 'apiServerAccessProfile', 'authorizedIPRanges');
}

/** The list is read, merged and written within one attempt; whoever writes in between makes it begin anew. */
async function writeRanges(
	change: RangesChange,
	{arm, clock, az}: WriterParts,
	{onOutput, stop}: Watch,
): Promise<void> {
	const {signal} = new AbortController();
	const waiting = {arm, clock, signal, onWait: onOutput};
	const attempt = async () => {
		const cluster = await settled(change.cluster, waiting);
		if (cluster === null) {
			throw new Refused(`the cluster ${armName(change.cluster)} is gone`);
		}

		const now = rangesOf(cluster);
		const standing = rangesStanding(change, now);
		if (standing === 'cleared') {
			throw new Refused(odd.cleared);
		}

		const merged = mergeRanges(change, now);
		if (merged.join() !== change.after.join()) {
			onOutput(`The list has changed since the plan; writing ${merged.join(', ') || 'an empty list'}.`);
		}

		if (az === undefined) {
			return putCluster(cluster, merged, change, waiting);
		}

		// az waits for the end itself.
		await az.run(updateParameters(change, merged)).catch((error: unknown) => {
			throw azFailure(error);
		});
		return undefined;
	};
	await persist({
		attempt,
		finish: answer => operationEnd(answer, waiting),
		look: () => lookAtRanges(change, waiting),
		clock,
		onOutput,
		stop,
	});
}

function updateParameters({cluster}: RangesChange, ranges: readonly string[]): readonly string[] {
	return [
		'aks',
		'update',
		...clusterParameters(cluster),
		`--api-server-authorized-ip-ranges=${ranges.join(',')}`,
		'--output',
		'none',
	];
}

/** The cluster as it was read, in the newest api-version, with nothing but the list exchanged. */
async function putCluster(
	cluster: JsonObject,
	ranges: readonly string[],
	change: RangesChange,
	waiting: Waiting,
): Promise<ArmAnswer> {
	const {arm, signal} = waiting;
	const {etag, eTag, systemData: _systemData, ...resource} = cluster;
	const tag = text(eTag) ?? text(etag);
	const properties = object(cluster, 'properties') ?? {};
	const body = {
		...resource,
		properties: {
			...properties,
			apiServerAccessProfile: {...object(properties, 'apiServerAccessProfile'), authorizedIPRanges: ranges},
		},
	};
	const headers = tag === undefined ? {} : {'if-match': tag};
	return arm.send({method: 'PUT', url: arm.urlOf(change.cluster), body, headers}, signal);
}
