import {combinations} from './combinations.js';
import type {Readings} from './readings.js';
import type {Way} from './way.js';

/** All of these stretches, one after the other; a case for each way in which their unknown routes may stand. */
export function everyWay(stretches: readonly Readings[]): Way {
	return {
		cases: combinations(stretches).map(hops => ({quantifier: 'every', destinations: [], hops})),
		telling: undefined,
	};
}
