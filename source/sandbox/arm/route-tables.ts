import {hasHostBits, parseAddress, parseNetwork} from '../address.js';
import {type JsonObject, objectAt, objectsAt, textAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {completeChildren} from './complete.js';
import {assertUnused} from './network-security-groups.js';
import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';
import {isAddress, isServiceTag} from './security-rule-fields.js';

const nextHops = ['VirtualNetworkGateway', 'VnetLocal', 'Internet', 'VirtualAppliance', 'None'];

export const routeTables: ArmResourceType = {
	type: 'Microsoft.Network/routeTables',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({proposed, parsed}) => {
		assertNetworkName(parsed.name);
		const list = objectsAt(proposed, 'properties', 'routes');
		for (const item of list) {
			checkRoute(item);
		}

		checkTogether(list);
	},
	complete: proposal => completeChildren(proposal, 'routes'),
	checkDelete: (store, id) => assertUnused(store, id, 'routeTable', 'RouteTable'),
};

export const routes: ArmResourceType = {
	type: 'Microsoft.Network/routeTables/routes',
	whenBusy: 'retryable',
	etag: 'weak-etag',
	check: ({proposed, parent, parsed}) => {
		checkRoute(proposed);
		const others = objectsAt(parent, 'properties', 'routes').filter(
			item => textAt(item, 'name').toLowerCase() !== parsed.name.toLowerCase(),
		);
		checkTogether([...others, proposed]);
	},
	complete: ({proposed}) => proposed,
	checkDelete: () => undefined,
};

function checkRoute(item: JsonObject): void {
	const name = textAt(item, 'name');
	assertNetworkName(name);
	const properties = objectAt(item, 'properties');
	const prefix = textAt(properties, 'addressPrefix');
	const network = parseNetwork(prefix);
	if (!isAddress(prefix) && !isServiceTag(prefix)) {
		throw refuse(
			400,
			'InvalidAddressPrefixFormat',
			`Address prefix ${prefix} of route ${name} is not formatted correctly. It should follow CIDR notation, for example 10.0.0.0/24.`,
			{details: []},
		);
	}

	if (network !== undefined && hasHostBits(network)) {
		throw refuse(
			400,
			'InvalidCIDRNotation',
			`The address prefix ${prefix} of route ${name} has an invalid CIDR notation: bits are set behind its length.`,
			{details: []},
		);
	}

	const hop = textAt(properties, 'nextHopType');
	if (!nextHops.some(known => known.toLowerCase() === hop.toLowerCase())) {
		throw refuse(400, 'InvalidRequestFormat', 'Cannot parse the request.', {
			details: [{code: 'InvalidJson', message: `Error converting value "${hop}" to type of 'properties.nextHopType'.`}],
		});
	}

	const address = textAt(properties, 'nextHopIpAddress');
	if ((hop.toLowerCase() === 'virtualappliance') !== (parseAddress(address) !== undefined)) {
		throw refuse(
			400,
			'RouteNextHopIpAddressInvalid',
			`Route ${name} has next hop type ${hop} and next hop address '${address}': an address goes with VirtualAppliance, and with nothing else.`,
			{details: []},
		);
	}
}

/** That Azure refuses a second route for one prefix is common knowledge; the code of that answer is not verified. */
function checkTogether(list: readonly JsonObject[]): void {
	const seen = new Map<string, string>();
	for (const item of list) {
		const prefix = textAt(item, 'properties', 'addressPrefix').toLowerCase();
		const other = seen.get(prefix);
		if (other !== undefined) {
			throw refuse(
				400,
				'RouteConflict',
				`Route ${textAt(item, 'name')} conflicts with route ${other}. Routes cannot have the same AddressPrefix.`,
				{details: []},
			);
		}

		seen.set(prefix, textAt(item, 'name'));
	}
}
