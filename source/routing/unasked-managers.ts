import {armName} from '../topology/arm-id.js';
import type {Topology} from '../topology/topology.js';

/** Networks of which nobody may ask whether a network manager, maybe of another subscription, has put rules before the groups. */
export function unaskedManagers({adminRules}: Topology): readonly string[] {
	return [...adminRules.values()].flatMap(({network, unasked}) =>
		unasked === undefined
			? []
			: [
					`Whether a network manager of another subscription has put security admin rules on ${armName(network)} could not be read, so they are in no verdict: ${unasked}`,
				],
	);
}
