import {invariant} from '../errors.js';
import {armName, parseArmId} from '../topology/arm-id.js';
import type {Change} from './change.js';

/**
 * What `--without` takes, for every change of a plan: stable within it and between plans for the same world, and no two
 * alike. Resources of one name in several resource groups are told apart by these.
 */
export function stepIds(changes: readonly Change[]): readonly string[] {
	const short = changes.map(shortId);
	const ids = changes.map((change, index) => {
		const id = short[index] ?? '';
		return short.indexOf(id) === short.lastIndexOf(id) ? id : `${id}@${placeOf(change)}`;
	});
	invariant(new Set(ids).size === ids.length, `two steps have one id among ${ids.join(', ')}`);
	return ids;
}

/** Names are the same in any case to Azure, so the place of a resource is spelled in one. */
function placeOf(change: Change): string {
	const id = 'id' in change ? change.id : 'firewall' in change ? change.firewall : '';
	const {subscription = '', resourceGroup = ''} = parseArmId(id) ?? {};
	return `${subscription}/${resourceGroup}`.toLowerCase();
}

function shortId(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return `${change.type}/${parentName(change.id)}/${armName(change.id)}`;
		}

		case 'classic-collections': {
			return `firewall/${armName(change.firewall)}`;
		}

		case 'authorized-ranges': {
			return `authorized-ranges/${armName(change.cluster)}`;
		}

		case 'kube-object':
		case 'kube-metadata': {
			const {kind, namespace, name} = change.ref;
			return [kind.toLowerCase(), namespace, name, change.kind === 'kube-metadata' ? change.field : undefined]
				.filter(part => part !== undefined)
				.join('/');
		}
	}
}

/** The name of the resource that a child belongs to. */
export function parentName(id: string): string {
	return id.split('/').at(-3) ?? id;
}
