import {difference, isEmpty, unionOf} from '../network/interval-set.js';
import {agree, type DecidedVerdict, joint} from '../routing/bounded-rules.js';
import type {Hop, PlaceKind, PlaceOf, Way, WayCase} from '../routing/way.js';
import type {Topology} from '../topology/topology.js';
import type {Control, Judge} from './control.js';
import type {Decision} from './decision.js';
import type {TrailEntry} from './finding.js';

/**
 * What all controls say of a way: one entry for each control and station, in the order of the way. A hop that several
 * cases share is judged once.
 */
export function judgeWay(way: Way, topology: Topology, controls: readonly Control[]): readonly TrailEntry[] {
	const judged = new Map<Hop, readonly Decision[]>();
	const decisionsAt = (hop: Hop): readonly Decision[] => {
		const known = judged.get(hop) ?? controls.flatMap(control => judgeHop(control, hop, topology));
		judged.set(hop, known);
		return known;
	};

	const entries = new Map<string, Part[]>();
	for (const found of way.cases) {
		for (const hop of found.hops) {
			for (const [index, decision] of decisionsAt(hop).entries()) {
				const key = `${decision.control} ${decision.station ?? hop.station} ${index}`;
				const parts = entries.get(key) ?? [];
				parts.push({found, decision});
				entries.set(key, parts);
			}
		}
	}

	return [...entries.values()].flatMap(parts => entryOf(parts, way) ?? []);
}

function judgeHop<Kind extends PlaceKind>(control: Control, hop: Hop, topology: Topology): readonly Decision[] {
	// The place's kind and the judge's are the same key, which the compiler cannot follow.
	const place = hop.place as PlaceOf<Kind>;
	const judge = control.judge[place.kind as Kind] as Judge<Kind> | undefined;
	return judge?.(place, hop, topology) ?? [];
}

type Part = {readonly found: WayCase; readonly decision: Decision};

function entryOf(all: readonly Part[], {cases, telling}: Way): TrailEntry | undefined {
	const parties = Map.groupBy(cases, ({party}) => party);
	const verdict = joint([...parties.values()].map(own => agree(own.map(found => verdictIn(found, all)))));
	const parts = [...new Set(all.map(({decision}) => decision))];
	const decision =
		parts.find(part => part.verdict === verdict) ?? parts.find(part => part.verdict === 'blocked') ?? parts[0];
	if (decision === undefined) {
		return undefined;
	}

	const {control, resource} = decision;
	const missing =
		verdict === 'undecided' ? (decision.missing ?? parts.find(part => part.missing)?.missing ?? telling) : undefined;
	return {control, verdict, resource, decision, parts, ...(missing === undefined ? {} : {missing})};
}

/**
 * Where every destination must get through, each hop must let its share pass. Where one of them is meant and nobody knows
 * which, the hops of all must agree, and so must those that pass this station by.
 */
function verdictIn(found: WayCase, all: readonly Part[]): DecidedVerdict {
	const parts = all.filter(part => part.found === found).map(({decision}) => decision);
	if (parts.length === 0) {
		return 'allowed';
	}

	const verdicts = parts.map(({verdict}) => verdict);
	if (found.quantifier === 'every') {
		return joint(verdicts);
	}

	// A place that looks at no destination address is passed by all of them, and every one needs the name.
	const destinations = parts.map(({hop}) => hop.packets.destination);
	const passedByAll =
		destinations.some(isEmpty) ||
		parts.some(({hop}) => hop.leg === 'lookup') ||
		isEmpty(difference(found.destinations, unionOf(destinations)));
	return agree(passedByAll ? verdicts : [...verdicts, 'allowed']);
}
