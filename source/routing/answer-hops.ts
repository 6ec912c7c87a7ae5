import {type ArmId, armKey} from '../topology/arm-id.js';
import type {Topology} from '../topology/topology.js';
import type {AddressView} from './extent.js';
import {nextHops} from './next-hop.js';
import {largestFirst} from './publication.js';
import type {Readings} from './readings.js';
import type {Packets, Toward} from './way.js';

/**
 * Answers leave a subnet by its routes, and must go back the way the requests came. Where clients may be anywhere, the way
 * of most of them decides; of named ones every one must be answered.
 *
 * @param back the answers, to those who asked
 */
export function answerHops(
	subnet: ArmId,
	back: Packets,
	{toward, view}: {readonly toward: Toward; readonly view: AddressView},
	topology: Topology,
): Readings {
	const common = {leg: 'answer', packets: back, station: `answer/route/${armKey(subnet)}`} as const;
	const found = nextHops(subnet, back.destination, view, topology);
	if (found.state === 'unread') {
		return [[{place: {kind: 'unread-routes', subnet, unread: found.unread}, ...common}]];
	}

	const [missing] = found.unknown;
	return found.readings.map(shares =>
		(back.quantifier === 'most-sources' ? largestFirst(shares).slice(0, 1) : shares).map(({route}) => ({
			place: {kind: 'return', subnet, route, toward, missing},
			...common,
		})),
	);
}
