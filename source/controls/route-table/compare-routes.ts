import {formatAddress} from '../../network/address.js';
import {formatAddresses} from '../../network/address-set.js';
import {overlaps} from '../../network/interval-set.js';
import type {Flow} from '../../profiles/flow.js';
import {type ArmKey, armName} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Route} from '../../topology/virtual-network.js';
import {type Comparison, joinComparisons} from '../comparison.js';

/**
 * Routes open and close nothing by themselves, they move traffic. A new way past a firewall is said as opened; a route
 * that is gone or leads nowhere as closed.
 */
export function compareRoutes(before: Topology, after: Topology, required: readonly Flow[]): Comparison<'route-table'> {
	return joinComparisons([...after.routeTables.keys()].map(key => compareTable(key, before, after, required)));
}

function compareTable(
	key: ArmKey,
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'route-table'> {
	const [old, now] = [before, after].map(topology => knownValue(topology.routeTables.get(key)));
	const [a, b] = [routesOf(old?.routes), routesOf(now?.routes)];
	const place = {control: 'route-table', resource: now?.id ?? key} as const;
	const added = [...b].filter(([what]) => !a.has(what));
	const removed = [...a].filter(([what]) => !b.has(what));
	return {
		opened: added
			.filter(([, route]) => route.nextHopType !== 'None')
			.map(([what, route]) => ({
				...place,
				what: `traffic of the subnets of ${armName(place.resource)} ${what}`,
				wider: isReturnWay(route, after, required)
					? undefined
					: {reason: 'No required flow needs this way.', alternative: undefined, witness: what},
			})),
		closed: [...removed, ...added.filter(([, route]) => route.nextHopType === 'None')].map(([what]) => ({
			...place,
			what: `the way ${what}`,
			witness: what,
		})),
		undecided: [],
	};
}

function routesOf(routes: readonly Route[] | undefined): ReadonlyMap<string, Route> {
	return new Map((routes ?? []).map(route => [describe(route), route]));
}

function describe({prefix, nextHopType, nextHopAddress}: Route): string {
	const destination = 'tag' in prefix ? prefix.tag : formatAddresses(prefix);
	return `to ${destination} by ${nextHopAddress === undefined ? nextHopType : formatAddress(nextHopAddress)}`;
}

/** The host route that lets answers to a published service go back to the firewall that published it. */
function isReturnWay({prefix, nextHopType}: Route, {firewalls}: Topology, required: readonly Flow[]): boolean {
	return (
		nextHopType === 'Internet' &&
		!('tag' in prefix) &&
		required.some(({path}) => path.kind === 'ingress') &&
		firewalls.some(({publicAddresses}) => overlaps(knownValue(publicAddresses) ?? [], prefix))
	);
}
