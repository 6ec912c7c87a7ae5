import {parseAddress} from '../../network/address.js';
import {type AddressSet, familiesOf, ofFamily} from '../../network/address-set.js';
import {emptySet, isEmpty, isSubset} from '../../network/interval-set.js';
import {ports} from '../../network/port-set.js';
import type {EgressPath} from '../../profiles/flow.js';
import {armKey} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {crossNetwork} from '../cross-network.js';
import {type AddressView, exactly, nowhere} from '../extent.js';
import {groupHops} from '../group-at.js';
import {addressEnds} from '../inside-way.js';
import {isForeign} from '../next-hop.js';
import type {Readings} from '../readings.js';
import {networkServers} from '../resolve-name.js';
import {plainView, platformDns} from '../resolve-tags.js';
import type {Hop, Packets} from '../way.js';
import {azureDns} from './ask-cluster-dns.js';

/**
 * The question for a name on its way to the servers that the speakers' network names: one of them is asked, and nobody
 * knows which. Without an answer nothing else is sent.
 *
 * Where the rest of that way cannot be read, or is somebody's device, only what stands before the speakers is asked: it
 * is taken for granted that the servers are reached there [I], because nodes do not come up without names. The same for
 * pods: that CoreDNS asks from where they are [I].
 *
 * @param asked the servers that the network names, or Azure's own whatever it names
 */
export function questionHops(
	{subnet, addresses}: EgressPath['origin'],
	asked: 'network' | 'azure',
	topology: Topology,
): Readings {
	const network = knownValue(topology.subnets.get(armKey(subnet)))?.virtualNetwork;
	if (network === undefined || knownValue(topology.virtualNetworks.get(armKey(network))) === undefined) {
		return [[]];
	}

	const named = asked === 'azure' ? [] : networkServers(network, topology);
	const from = {subnet, addresses};
	return (named.length === 0 ? [azureDns] : named).map(server =>
		server === azureDns ? toAzure(from, topology) : toServer(from, server, topology),
	);
}

type Asker = Pick<EgressPath['origin'], 'subnet' | 'addresses'>;

const platformTag = 'azureplatformdns';

/** Of all rules of a group only those for this tag are in force for Azure's own DNS (service-tags-overview). */
const platformView: AddressView = {
	literal: () => emptySet,
	tag: name => (name.toLowerCase() === platformTag ? exactly(platformDns) : nowhere),
};

/** No route and no device stands before the platform's own address (what-is-ip-address-168-63-129-16). */
function toAzure({subnet, addresses}: Asker, topology: Topology): readonly Hop[] {
	const packets = {...question(addresses, platformDns, topology), destinationView: platformView};
	return groupHops('outbound', [subnet], packets, 'lookup', topology).filter(({place}) => namesPlatform(place));
}

function namesPlatform(place: Hop['place']): boolean {
	const group = place.kind === 'subnet' || place.kind === 'interface' ? place.group : undefined;
	return (
		group?.state === 'known' &&
		group.group.rules.some(
			({direction, destination}) =>
				direction === 'outbound' && destination.tags.some(tag => tag.toLowerCase() === platformTag),
		)
	);
}

function toServer(from: Asker, server: string, topology: Topology): readonly Hop[] {
	const address = parseAddress(server);
	if (!address.ok) {
		return [];
	}

	const destination: AddressSet = [[address.value, address.value]];
	const packets = question(from.addresses, destination, topology);
	const ends = addressEnds(destination, topology).filter(({subnet}) => subnet !== undefined);
	const readings = crossNetwork(from, ends, packets, topology);
	const [way = []] = readings;
	const isOwn = topology.firewalls.some(({privateAddresses}) => isSubset(destination, privateAddresses));
	const isRead = readings.length === 1 && !isOwn && way.every(isReadable);
	return (isRead ? way : way.filter(isBeforeSpeakers)).map(hop => ({
		...hop,
		leg: 'lookup',
		station: `lookup/${hop.station}`,
	}));
}

function isReadable({place}: Hop): boolean {
	switch (place.kind) {
		case 'route':
		case 'return': {
			return !isForeign(place.route.nextHop) && place.missing === undefined && place.route.unsure === undefined;
		}

		case 'subnet':
		case 'interface': {
			return place.direction === 'outbound' || place.group.state !== 'unread';
		}

		default: {
			return place.kind !== 'unread-routes';
		}
	}
}

function isBeforeSpeakers({place}: Hop): boolean {
	return 'direction' in place && place.direction === 'outbound';
}

/** By UDP; only what does not fit is asked again by TCP (RFC 7766, section 5). */
function question(source: AddressSet, destination: AddressSet, topology: Topology): Packets {
	const [family = 'IPv4'] = familiesOf(destination);
	const own = ofFamily(source, family);
	const view = plainView(topology);
	return {
		source: isEmpty(own) ? source : own,
		destination,
		protocol: 'udp',
		ports: ports(53),
		quantifier: 'every',
		sourceView: view,
		destinationView: view,
		hosts: [{kind: 'nameless'}],
	};
}
