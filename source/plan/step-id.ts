import {invariant} from '../errors.js';
import {parseArmId} from '../topology/arm-id.js';
import type {Change} from './change.js';
import {recordOf} from './changes/change-records.js';

/**
 * What `--without` takes, for every change of a plan: stable within it and between plans for the same world, and no two
 * alike. Resources of one name in several resource groups are told apart by these.
 */
export function stepIds(changes: readonly Change[]): readonly string[] {
	const short = changes.map(change => recordOf(change).id(change));
	const ids = changes.map((change, index) => {
		const id = short[index] ?? '';
		return short.indexOf(id) === short.lastIndexOf(id) ? id : `${id}@${placeOf(change)}`;
	});
	invariant(new Set(ids).size === ids.length, `two steps have one id among ${ids.join(', ')}`);
	return ids;
}

/** Names are the same in any case to Azure, so the place of a resource is spelled in one. */
function placeOf(change: Change): string {
	const target = recordOf(change).target(change);
	const {subscription = '', resourceGroup = ''} = (typeof target === 'string' ? parseArmId(target) : undefined) ?? {};
	return `${subscription}/${resourceGroup}`.toLowerCase();
}
