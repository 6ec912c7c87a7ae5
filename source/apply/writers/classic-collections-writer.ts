import {type ChangeOf, type ClassicCollections, classicLists} from '../../plan/change.js';
import {mergeCollections} from '../../plan/changes/classic-collections.js';
import {armName} from '../../topology/arm-id.js';
import {object, objects, text} from '../../topology/json.js';
import type {JsonObject} from '../../topology/world.js';
import type {ChangeWriter, WriterParts} from '../change-writer.js';
import {hasFailed, operationEnd, settled, type Waiting} from '../operations.js';
import {persist} from '../persist.js';
import {RequestFailure} from '../request-failure.js';
import {armRules, sameSettings} from '../same-settings.js';
import {Refused, type ResourceReading, type Watch} from '../writer.js';

type Classic = ChangeOf<'classic-collections'>;

export const classicCollectionsWriter: ChangeWriter<'classic-collections'> = {
	needs: [],
	look: async (change, {arm, clock}, onlooker) => lookAtCollections(change, {arm, clock, ...onlooker}),
	write: writeCollections,
	describe: ({firewall}, {arm}) => `PUT ${arm.urlOf(firewall)}`,
};

async function lookAtCollections(change: Classic, waiting: Waiting): Promise<ResourceReading> {
	const now = await settled(change.firewall, waiting);
	const name = armName(change.firewall);
	if (now === null) {
		return {standing: 'other', found: `${name} is gone`};
	}

	if (!isAs(change.after, now, change)) {
		return isAs(change.before, now, change)
			? {standing: 'before', found: ''}
			: {standing: 'other', found: `our rule collections in ${name} hold something else`};
	}

	return hasFailed(now)
		? {standing: 'faulted', found: `the last update of ${name} failed.`}
		: {standing: 'after', found: ''};
}

/** Of all collections only those with our names are compared: the others are other people's. */
function isAs(wanted: ClassicCollections, firewall: JsonObject, {before, after}: Classic): boolean {
	return classicLists.every(field => {
		const ours = new Set([...before[field], ...after[field]].map(collection => nameOf(collection)));
		const now = objects(firewall, 'properties', field).filter(collection => ours.has(nameOf(collection)));
		return sameSettings(wanted[field].map(withoutIds), now.map(withoutIds), armRules);
	});
}

function nameOf(collection: JsonObject): string {
	return (text(collection, 'name') ?? '').toLowerCase();
}

function withoutIds({name, properties}: JsonObject): JsonObject {
	return {name, properties};
}

/**
 * A classic firewall is one resource: it is read, our collections are exchanged in it, and it is written back as it was
 * otherwise. Right before the write its tag is read once more, because the network provider does not promise to heed
 * If-Match (facts A8); the header goes along for the moment that is left.
 */
async function writeCollections(change: Classic, {arm, clock}: WriterParts, {onOutput, stop}: Watch): Promise<void> {
	const {signal} = new AbortController();
	const waiting = {arm, clock, signal, onWait: onOutput};
	const attempt = async () => {
		const now = await settled(change.firewall, waiting);
		const properties = object(now, 'properties');
		if (now === null || properties === undefined) {
			throw new Refused(`${armName(change.firewall)} is gone`);
		}

		if (!isAs(change.before, now, change) && !isAs(change.after, now, change)) {
			throw new Refused(`our rule collections in ${armName(change.firewall)} were changed by somebody else`);
		}

		const {etag: _etag, ...resource} = now;
		const {provisioningState: _state, ...settings} = mergeCollections(properties, change.before, change.after);
		const tag = text(now, 'etag');
		if (text(await arm.get(change.firewall, signal), 'etag') !== tag) {
			throw new RequestFailure(`${armName(change.firewall)} was changed just now.`, {
				status: 412,
				code: '',
				retryAfterMs: undefined,
			});
		}

		return arm.send(
			{
				method: 'PUT',
				url: arm.urlOf(change.firewall),
				body: {...resource, properties: settings},
				headers: tag === undefined ? {} : {'if-match': tag},
			},
			signal,
		);
	};
	await persist({
		attempt,
		finish: answer => operationEnd(answer, waiting),
		look: () => lookAtCollections(change, waiting),
		clock,
		onOutput,
		stop,
	});
}
