import {formatAddress} from '../network/address.js';
import {deviceName} from '../routing/device-name.js';
import type {EffectiveRoute} from '../routing/effective-route.js';
import type {Resolution} from '../routing/names/resolution.js';
import {serviceName} from '../routing/publication.js';
import type {GroupAt, Place} from '../routing/way.js';
import {armName} from '../topology/arm-id.js';
import {sourceName} from './source-name.js';
import {toldBy} from './told-by.js';

/** A place on a way by the name of what stands there: `security group nsg-aks, out of snet-aks`. */
export function placeName(place: Place): string {
	switch (place.kind) {
		case 'pods': {
			return `${place.side.direction} policies of ${place.side.pods.length === 1 ? '1 pod' : `${place.side.pods.length} pods`}`;
		}

		case 'interface': {
			return `${groupName(place.group)}, ${place.direction} at the nodes' interfaces`;
		}

		case 'subnet': {
			return `${groupName(place.group)}, ${place.direction} at subnet ${armName(place.subnet)}`;
		}

		case 'admin-rules': {
			return `security admin rules of ${armName(place.rules.network)}, ${place.direction}`;
		}

		case 'route': {
			return `${place.route.name}, from ${armName(place.subnet)} to ${deviceName(place.route.nextHop)}${teller(place.route)}`;
		}

		case 'return': {
			return `${place.route.name}, answers from ${armName(place.subnet)} to ${deviceName(place.route.nextHop)}${teller(place.route)}`;
		}

		case 'unread-routes': {
			return `routes of ${armName(place.subnet)}, which could not be read`;
		}

		case 'resolver': {
			return resolverName(place.resolution);
		}

		case 'private-endpoint': {
			return `private endpoint ${place.endpoint.name}`;
		}

		case 'proxy': {
			return `proxy ${place.url}`;
		}

		case 'firewall': {
			return `firewall ${place.firewall.name}`;
		}

		case 'publication': {
			const {by, candidates, target} = place.publication;
			const firewall = by?.firewall ?? candidates[0];
			const to = formatAddress(target.address);
			return firewall === undefined ? `the internet's way to ${to}` : `DNAT of firewall ${firewall.name} to ${to}`;
		}

		case 'unread-nodes': {
			return `the nodes behind ${serviceName(place.service)}, whose subnets could not be read`;
		}

		case 'load-balancer': {
			const at = place.address === undefined ? '' : ` at ${formatAddress(place.address)}`;
			return `load balancer of ${serviceName(place.service)}${at}`;
		}

		case 'node-addresses': {
			return 'the public addresses of the nodes';
		}

		case 'api-server': {
			return 'the API server';
		}

		case 'public-api-server': {
			return 'the public address of the API server';
		}

		case 'machine': {
			return "the developer's machine";
		}

		case 'address-pool': {
			return `addresses of ${armName(place.subnet)}`;
		}
	}
}

function resolverName(resolution: Resolution): string {
	switch (resolution.kind) {
		case 'record':
		case 'no-record': {
			return `private zone ${resolution.zone.name}`;
		}

		case 'renamed': {
			return `${sourceName(resolution.by)}, asking for ${resolution.to}`;
		}

		default: {
			return sourceName(resolution.by);
		}
	}
}

function teller(route: EffectiveRoute): string {
	const text = toldBy(route);
	return text === '' ? '' : `, ${text}`;
}

function groupName(group: GroupAt): string {
	switch (group.state) {
		case 'known': {
			return `security group ${group.group.name}`;
		}

		case 'none': {
			return 'no security group';
		}

		case 'unread': {
			return `security group ${armName(group.resource)}`;
		}
	}
}
