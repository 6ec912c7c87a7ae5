import {parseNetwork, sizeOf} from '../address.js';
import {keyOf} from '../arm-id.js';
import {type JsonObject, objectsAt, textAt, textsAt} from '../json.js';
import type {Store} from '../store.js';

/** Azure keeps five addresses of every subnet for itself (facts F3). */
const reserved = 5;

/** After a virtual network was written: rows of new subnets, and limits of resized ones. */
export function adjustUsages(store: Store, id: string): void {
	const network = /^.*?\/virtualNetworks\/[^/]+/i.exec(id)?.[0] ?? '';
	const [resource, usages] = [store.get('resources', keyOf(network)), store.get('usages', keyOf(network))];
	if (resource === undefined || usages === undefined) {
		return;
	}

	const rows = objectsAt(usages, 'value');
	const value = objectsAt(resource, 'properties', 'subnets').map(subnet => {
		const subnetId = textAt(subnet, 'id');
		const row = rows.find(known => keyOf(textAt(known, 'id')) === keyOf(subnetId));
		const isDynamic = row?.['limit'] === -1;
		return {
			name: {value: 'SubnetSpace', localizedValue: 'Subnet size and usage'},
			unit: 'Count',
			currentValue: 0,
			...row,
			id: subnetId,
			...(!isDynamic && {limit: limitOf(subnet)}),
		};
	});
	store.put('usages', keyOf(network), {...usages, value});
}

function limitOf(subnet: JsonObject): number {
	const single = textAt(subnet, 'properties', 'addressPrefix');
	const texts = [...(single === '' ? [] : [single]), ...textsAt(subnet, 'properties', 'addressPrefixes')];
	const networks = texts.flatMap(text => parseNetwork(text) ?? []);
	return networks.reduce((sum, network) => sum + sizeOf(network) - reserved, 0);
}
