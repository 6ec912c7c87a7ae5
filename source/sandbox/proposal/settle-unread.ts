import {keyOf, parseId} from '../arm-id.js';
import {isObject, type Json, type JsonObject} from '../json.js';
import type {ResourceEdit} from './proposal.js';
import {whyUnread} from './unread-value.js';

/** What a field refers to, where only the reference is not told: the rest of the resource is as good as ever. */
const references: Readonly<Record<string, string>> = {
	networksecuritygroup: 'Microsoft.Network/networkSecurityGroups/NAME',
	routetable: 'Microsoft.Network/routeTables/NAME',
	natgateway: 'Microsoft.Network/natGateways/NAME',
	firewallpolicy: 'Microsoft.Network/firewallPolicies/NAME',
	basepolicy: 'Microsoft.Network/firewallPolicies/NAME',
	publicipaddress: 'Microsoft.Network/publicIPAddresses/NAME',
	remotevirtualnetwork: 'Microsoft.Network/virtualNetworks/NAME',
};

/** Rules over a service tag of which no list is there match something and nobody knows what: so do these. */
const takesTags = /^(?:source|destination)AddressPrefix(?:es)?$|^destinationAddresses$/;

/**
 * Values that the change does not tell, made into something that is read as such: a reference to what may not be read, a
 * service tag without a list, or, where nothing finer is sound, the whole resource.
 */
export function settleUnread(
	resources: ReadonlyMap<string, JsonObject>,
	edits: readonly ResourceEdit[],
): {readonly resources: ReadonlyMap<string, JsonObject>; readonly unread: ReadonlyMap<string, string>} {
	const unread = new Map<string, string>();
	const settled = new Map(resources);
	for (const key of new Set(edits.flatMap(({id}) => holdersOf(id)))) {
		const resource = resources.get(key);
		if (resource !== undefined && JSON.stringify(resource).includes('(not told: ')) {
			settled.set(key, settleResource(key, resource, unread));
		}
	}

	return {resources: settled, unread};
}

/** The resource itself, and all that it may stand inside of. */
function holdersOf(id: string): readonly string[] {
	const parts = keyOf(id).split('/');
	const depth = parseId(id)?.path.length ?? 1;
	return Array.from({length: depth}, (_, level) => parts.slice(0, parts.length - 2 * level).join('/'));
}

function settleResource(key: string, resource: JsonObject, unread: Map<string, string>): JsonObject {
	const subscription = parseId(key)?.subscription ?? '';
	const walk = (value: Json, field: string, owner: string): Json => {
		if (typeof value === 'string') {
			const why = whyUnread(value);
			return why === undefined ? value : settleText(why, field, owner);
		}

		if (Array.isArray(value)) {
			return value.map((item: Json) => walk(item, field, owner));
		}

		return isObject(value)
			? Object.fromEntries(
					Object.entries(value).map(([name, item]) => [name, walk(item ?? null, name, name === 'id' ? field : name)]),
				)
			: value;
	};
	const settleText = (why: string, field: string, owner: string): Json => {
		if (takesTags.test(field)) {
			return 'NotToldByTheChange';
		}

		const type = field === 'id' ? references[owner.toLowerCase()] : undefined;
		const subnet = /^(?:vnet|pod)SubnetID$/i.test(field) || (field === 'id' && /^subnet$/i.test(owner));
		const path = subnet ? 'Microsoft.Network/virtualNetworks/NAME/subnets/NAME' : type;
		if (path === undefined) {
			unread.set(key, `${why}.`);
			return null;
		}

		const name = (why.split(':')[0] ?? '').replaceAll(/[^\w.-]+/g, '-');
		const id = `/subscriptions/${subscription}/resourceGroups/not-told/providers/${path.replaceAll('NAME', name)}`;
		unread.set(keyOf(subnet ? id.split('/').slice(0, -2).join('/') : id), `${why}.`);
		return id;
	};
	const settled = walk(resource, '', '');
	return isObject(settled) ? settled : resource;
}
