import {type ArmId, armKey} from '../../topology/arm-id.js';
import {objects} from '../../topology/json.js';
import {known} from '../../topology/known.js';
import {ledger} from '../../topology/ledger.js';
import type {LedgerRow} from '../../topology/ledger-row.js';
import type {ArmResource} from '../../topology/world.js';
import {asResource} from './arm-reader.js';
import type {ArmSource} from './arm-source.js';
import {askArm} from './ask-arm.js';
import type {Collected} from './collected.js';

type Listed = LedgerRow & {readonly listed: NonNullable<LedgerRow['listed']>};

const listed = ledger.filter((row): row is Listed => row.listed !== undefined);

/**
 * What can decide about packets and is attached to no resource that is read anyway: listed type by type, side by side with
 * everything else. A list that is refused is kept as unread, so that only what it could concern is in doubt.
 */
export async function readLedger(
	subscription: string,
	arm: ArmSource,
	collected: Collected,
	signal: AbortSignal,
): Promise<void> {
	const read = async (path: string, apiVersion: string, key: string): Promise<readonly ArmResource[]> => {
		const {status, bodies} = await askArm(arm, {path, apiVersion}, signal);
		if (status === 403) {
			const reason = `Your account may not list ${path.split('/').at(-1) ?? path}.`;
			collected.unreadLists.set(key.toLowerCase(), reason);
			return [];
		}

		// Empty where Azure does not know the type or the place, which is no doubt.
		const resources = bodies.flatMap(body => objects(body, 'value')).flatMap(asResource);
		for (const resource of resources) {
			collected.resources.set(armKey(resource.id), known(resource));
		}

		return resources;
	};

	await Promise.all(
		listed.map(async ({type, listed: {apiVersion, children = []}}) => {
			const found = await read(`/subscriptions/${subscription}/providers/${type}`, apiVersion, type);
			await Promise.all(
				found.flatMap(({id}) => children.map(child => read(`${id}/${child}`, apiVersion, childKey(id, child)))),
			);
		}),
	);
}

function childKey(id: ArmId, child: string): string {
	return `${id}/${child}`;
}
