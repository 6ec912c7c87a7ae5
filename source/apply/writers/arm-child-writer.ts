import type {ChangeOf} from '../../plan/change.js';
import {type ArmId, armName, parseArmId} from '../../topology/arm-id.js';
import type {ArmResource, JsonObject} from '../../topology/world.js';
import type {ChangeWriter, WriterParts} from '../change-writer.js';
import {firewallsOfPolicy, hasFailed, operationEnd, settled, type Waiting} from '../operations.js';
import {persist} from '../persist.js';
import {armRules, sameSettings} from '../same-settings.js';
import type {ResourceReading, Watch} from '../writer.js';

type ArmChild = ChangeOf<'arm-child'>;

export const armChildWriter: ChangeWriter<'arm-child'> = {
	needs: [],
	look: async (change, {arm, clock}, onlooker) => lookAtChild(change, {arm, clock, ...onlooker}),
	write: writeChild,
	describe: (change, {arm}) => {
		const {method, url} = requestOf(change, arm.urlOf);
		return `${method} ${url}`;
	},
};

async function lookAtChild({id, type, before, after}: ArmChild, waiting: Waiting): Promise<ResourceReading> {
	const now = await settled(id, waiting);
	if (!isAs(after, now)) {
		return isAs(before, now)
			? {standing: 'before', found: ''}
			: {standing: 'other', found: now === null ? `${armName(id)} is gone` : `${armName(id)} holds something else`};
	}

	const family = type === 'rule-collection-group' ? await firewallsOfPolicy(policyOf(id), waiting) : [];
	const failed = [...(now === null ? [] : [now]), ...family].filter(hasFailed);
	return failed.length === 0
		? {standing: 'after', found: ''}
		: {standing: 'faulted', found: `the last update of ${failed.map(({name}) => name).join(', ')} failed.`};
}

function isAs(wanted: ArmResource | null, now: JsonObject | null): boolean {
	return wanted === null || now === null
		? wanted === now
		: sameSettings(wanted.properties, now['properties'] ?? null, armRules);
}

/** Puts or deletes a resource that is ours alone, whole. */
async function writeChild(change: ArmChild, {arm, clock}: WriterParts, {onOutput, stop}: Watch): Promise<void> {
	const {signal} = new AbortController();
	const waiting = {arm, clock, signal, onWait: onOutput};
	await persist({
		attempt: () => arm.send(requestOf(change, arm.urlOf), signal),
		finish: answer => operationEnd(answer, waiting),
		look: () => lookAtChild(change, waiting),
		clock,
		onOutput,
		stop,
	});
}

function requestOf({id, after}: ArmChild, urlOf: (id: ArmId) => string) {
	return after === null
		? {method: 'DELETE' as const, url: urlOf(id)}
		: {method: 'PUT' as const, url: urlOf(id), body: bodyOf(after)};
}

/** What a child resource is written with; the rest of what was read is Azure's own. */
function bodyOf({name, properties}: ArmResource): JsonObject {
	const {provisioningState: _state, size: _size, ...settings} = properties;
	return {name, properties: settings};
}

function policyOf(group: ArmId): ArmId {
	return parseArmId(group)?.parent ?? group;
}
