import {valueKey} from '../network/value-key.js';
import {armKey} from '../topology/arm-id.js';
import type {NextHop, RouteCandidate} from './effective-route.js';

/** More routes that all do the same are one thing to a reader, and one hop of a way. */
const most = 8;

/**
 * Gateways and service endpoints bring hundreds of prefixes with one next hop. Which of them decides about a part of the
 * packets is of no interest then; their prefixes stay as long or short as they are.
 */
export function joinAlike(candidates: readonly RouteCandidate[]): readonly RouteCandidate[] {
	const groups = Map.groupBy(
		candidates.filter(({route}) => route.told !== undefined),
		likeness,
	);
	const joint = new Map(
		[...groups.values()]
			.filter(({length}) => length > most)
			.flatMap(group => {
				const [first] = group;
				const name = `${first?.route.name.replace(/ \(.*$/, '') ?? 'route'}s (${group.length} prefixes)`;
				const route = first && {...first.route, name};
				return group.map(candidate => [candidate, route] as const);
			}),
	);
	return joint.size === 0
		? candidates
		: candidates.map(candidate => ({...candidate, route: joint.get(candidate) ?? candidate.route}));
}

/** User routes have names of their own. */
function likeness({rank, route: {told, nextHop, unsure, name}}: RouteCandidate): string {
	const own = told?.kind === 'interface' && told.source === 'user' ? name : '';
	return valueKey([rank, told, deviceOf(nextHop), unsure ?? null, own]);
}

function deviceOf(nextHop: NextHop): readonly unknown[] {
	switch (nextHop.kind) {
		case 'firewall': {
			return [nextHop.kind, armKey(nextHop.firewall.id)];
		}

		case 'appliance':
		case 'node':
		case 'unreachable': {
			return [nextHop.kind, nextHop.address];
		}

		case 'internet':
		case 'local':
		case 'service-endpoint':
		case 'none':
		case 'gateway': {
			return [nextHop.kind];
		}
	}
}
