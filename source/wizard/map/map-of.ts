import {type NetworkMap, networkMap} from '../../wording/map/network-map.js';
import type {Inspection} from '../dependencies.js';
import type {Memory} from '../state.js';

const drawn = new WeakMap<Inspection, NetworkMap>();

/** The map of what was read; made once for each inspection, because every key asks for it. */
export function mapOf({inspection}: Pick<Memory, 'inspection'>): NetworkMap {
	if (inspection === undefined) {
		return {places: [], edges: [], start: undefined};
	}

	const map = drawn.get(inspection) ?? networkMap(inspection.assessment.findings, inspection.topology);
	drawn.set(inspection, map);
	return map;
}
