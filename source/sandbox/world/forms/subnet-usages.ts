import {parentId} from '../../arm-id.js';
import {isObject, type Json, type JsonObject, textAt} from '../../json.js';

/**
 * The rows of `…/virtualNetworks/NAME/usages` by themselves, as they are kept by the id of their network; undefined for
 * other lists. Each row has the id of its subnet, so the network need not be said.
 */
export function subnetUsages(list: readonly Json[]): JsonObject | undefined {
	const rows = list.filter(isObject);
	if (rows.length === 0 || rows.length < list.length || !rows.every(isUsage)) {
		return undefined;
	}

	const networks = [...new Set(rows.map(row => parentId(textAt(row, 'id')) ?? ''))];
	return Object.fromEntries(
		networks.map(network => [network, {value: rows.filter(row => parentId(textAt(row, 'id')) === network)}]),
	);
}

function isUsage(row: JsonObject): boolean {
	return (
		typeof row['currentValue'] === 'number' &&
		typeof row['limit'] === 'number' &&
		/\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i.test(textAt(row, 'id'))
	);
}
