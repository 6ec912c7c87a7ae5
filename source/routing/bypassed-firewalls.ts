import {addresses, anyIpv4} from '../network/address-set.js';
import {difference, isEmpty} from '../network/interval-set.js';
import {armName} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {nextHops} from './next-hop.js';
import {inReach} from './reachable-firewalls.js';
import {plainView} from './resolve-tags.js';

/** What is not the internet does not tell whether a firewall guards the way there. */
const notInternet = addresses('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '168.63.129.16');

/**
 * Firewalls near the cluster that nothing it sends goes through. People who built one believe that it guards the
 * cluster; its rules neither stop nor allow anything here, and saying so is worth more than reading them.
 */
export function bypassedFirewalls(topology: Topology): readonly string[] {
	const cluster = knownValue(topology.cluster);
	const subnets = [
		...new Set(
			(cluster?.pools ?? []).flatMap(({subnet, podSubnet}) => [subnet, podSubnet].filter(id => id !== undefined)),
		),
	];
	const internet = difference(anyIpv4, notInternet);
	const ways = subnets.map(subnet => nextHops(subnet, internet, plainView(topology), topology));
	if (ways.length === 0 || ways.some(way => way.state !== 'known')) {
		return [];
	}

	const onPath = new Set(
		ways
			.flatMap(way => (way.state === 'known' ? way.readings.flat() : []))
			.flatMap(({route: {nextHop}, destinations}) =>
				nextHop.kind === 'firewall' && !isEmpty(destinations) ? [nextHop.firewall.id] : [],
			),
	);
	const networks = new Set(subnets.map(subnet => subnet.split(/\/subnets\//i)[0] ?? ''));
	return topology.firewalls
		.filter(firewall => !onPath.has(firewall.id) && [...networks].some(network => inReach(firewall, network, topology)))
		.map(
			({name}) =>
				`Firewall ${name} is near the cluster but not on its way out: no route of ${subnets.map(armName).join(', ')} leads to it, so its rules neither allow nor stop anything the cluster sends, and protect nothing here.`,
		);
}
