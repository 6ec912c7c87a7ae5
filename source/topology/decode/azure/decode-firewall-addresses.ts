import {type AddressSet, ofFamily} from '../../../network/address-set.js';
import {unionOf} from '../../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import type {FirewallAddresses} from '../../firewall.js';
import {list, references, texts} from '../../json.js';
import type {Json, JsonObject, World} from '../../world.js';
import {resourceOf} from '../../world.js';
import {parseAddressesAndTags, parseAddressOrTag} from './parse-address-or-tag.js';

/** One side of a firewall rule: `sourceAddresses` and `sourceIpGroups`, or the same for the destination. */
export function decodeFirewallAddresses(
	rule: JsonObject,
	side: 'source' | 'destination',
	world: World,
): Parsed<FirewallAddresses> {
	const literals = texts(rule, `${side}Addresses`);
	const groups = ipGroupIds(rule[`${side}IpGroups`]);
	if (literals.length !== list(rule, `${side}Addresses`).length || groups === undefined) {
		return refused(`its ${side} is not a list of addresses`);
	}

	const named = parseAddressesAndTags(literals);
	if (!named.ok) {
		return named;
	}

	const expanded = groups.map(group => ({group, addresses: expandIpGroup(group, world)}));
	return parsed({
		// A firewall of two stacks (deploy-dual-stack-firewall) is not modelled: no route leads IPv6 packets to one here.
		addresses: ofFamily(
			unionOf([
				named.value.addresses,
				...expanded.flatMap(group => (group.addresses === undefined ? [] : [group.addresses])),
			]),
			'IPv4',
		),
		tags: named.value.tags,
		unreadGroups: expanded.filter(group => group.addresses === undefined).map(({group}) => group),
	});
}

/** Plain ids in rules; a list of references is taken, too, because other parts of the API spell it so. */
function ipGroupIds(groups: Json | undefined): readonly string[] | undefined {
	if (groups === undefined || groups === null) {
		return [];
	}

	const ids = [...texts(groups), ...references(groups)];
	return Array.isArray(groups) && ids.length === groups.length ? ids : undefined;
}

/** Undefined when the group was not read, or holds something that is no address: then it may hold anything. */
function expandIpGroup(id: string, world: World): AddressSet | undefined {
	const group = resourceOf(world, id);
	if (group.state !== 'known' || !Array.isArray(group.value.properties['ipAddresses'])) {
		return undefined;
	}

	const entries = texts(group.value.properties, 'ipAddresses').map(parseAddressOrTag);
	const addresses = entries.flatMap(entry => (entry.ok && 'addresses' in entry.value ? [entry.value.addresses] : []));
	return addresses.length === list(group.value.properties, 'ipAddresses').length ? unionOf(addresses) : undefined;
}
