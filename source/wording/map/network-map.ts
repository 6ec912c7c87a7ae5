import type {Finding} from '../../controls/finding.js';
import type {Verdict} from '../../controls/verdict.js';
import type {Topology} from '../../topology/topology.js';
import {causeOf} from '../cause.js';
import {type Site, siteOf, sitesBeyond} from './site-of.js';

/** One flow at one place: whether it gets through there, and by which rule. */
export type Passing = {readonly finding: Finding; readonly verdict: Verdict; readonly rule: string};

/** A place that traffic of this cluster meets, with what it does there. */
export type MapPlace = Site & {readonly passings: readonly Passing[]};

/** Two places that stand one behind the other on some way, the one nearer to the source first. */
export type MapEdge = {readonly from: string; readonly to: string};

export type NetworkMap = {
	/** From outside to inside; what stands inside a place comes right behind it. */
	readonly places: readonly MapPlace[];
	/** Between places that stand in no other. */
	readonly edges: readonly MapEdge[];
	/** The place to look at first: what stops most. */
	readonly start: string | undefined;
};

/** From outside to inside: places of one rank stand side by side. */
export const ranks = [
	['machine', 'internet', 'api-server'],
	['load-balancer', 'firewall', 'device', 'node-addresses'],
	['subnet'],
] as const;

const order = [...ranks.flat(), 'routes', 'group', 'admin-rules', 'names', 'pods'];

/** Every place on the ways of these findings, and what each lets through, drawn from nothing but the ways themselves. */
export function networkMap(findings: readonly Finding[], topology: Topology): NetworkMap {
	const found = new Map<string, Site & {readonly passings: Passing[]}>();
	const edges = new Map<string, MapEdge>();
	const add = (site: Site) => {
		const known = found.get(site.key) ?? {...site, passings: []};
		found.set(site.key, known);
		return known;
	};

	for (const finding of findings) {
		for (const entry of finding.trail) {
			const {hop} = entry.decision;
			const {rule} = causeOf(entry, finding);
			for (const site of siteOf(hop.place, finding, topology).slice(-1)) {
				add(site).passings.push({finding, verdict: entry.verdict, rule});
			}
		}

		for (const route of routesOf(finding, topology)) {
			route.forEach(add);
			const outer = route.filter(({inside}) => inside === undefined).map(({key}) => key);
			const steps = outer.filter((key, index) => key !== outer[index - 1]);
			for (const [index, to] of steps.slice(1).entries()) {
				const from = steps[index] ?? to;
				if (!edges.has(`${to} ${from}`)) {
					edges.set(`${from} ${to}`, {from, to});
				}
			}

			const ends = [route.at(0), route.at(-1)].filter(site => site?.kind === 'internet');
			for (const end of ends) {
				found.get(end?.key ?? '')?.passings.push({finding, verdict: finding.verdict, rule: 'the whole way'});
			}
		}
	}

	const places = sorted([...found.values()]);
	const stopping = places.filter(({kind}) => kind !== 'internet');
	const [first] = stopping.toSorted((left, right) => countPassings(right).blocked - countPassings(left).blocked);
	return {places, edges: [...edges.values()], start: first?.key};
}

/** The places of a finding's request in each of its cases, with where it comes from and goes to. */
function routesOf(finding: Finding, topology: Topology): readonly (readonly Site[])[] {
	const {before, behind} = sitesBeyond(finding, topology);
	return finding.way.cases.map(({hops}) => {
		const there = hops.filter(({leg}) => leg === 'request');
		return [...before, ...there.flatMap(({place}) => siteOf(place, finding, topology)), ...behind];
	});
}

function sorted<T extends Site>(sites: readonly T[]): readonly T[] {
	const rank = ({kind}: Site) => order.indexOf(kind);
	const outer = sites.filter(({inside}) => inside === undefined).toSorted((left, right) => rank(left) - rank(right));
	const inner = sites.filter(({inside}) => inside !== undefined).toSorted((left, right) => rank(left) - rank(right));
	const [anySubnet] = outer.filter(({kind}) => kind === 'subnet');
	return outer.flatMap(place => [
		place,
		// What nobody placed (pods that only talk to each other) stands in the first subnet there is.
		...inner.filter(
			({inside}) => inside === place.key || (place === anySubnet && !outer.some(({key}) => key === inside)),
		),
	]);
}

/** What stands in a place, in the map's order. */
export function insideOf({key}: MapPlace, places: readonly MapPlace[]): readonly MapPlace[] {
	const at = places.findIndex(place => place.key === key);
	const rest = places.slice(at + 1);
	const end = rest.findIndex(({inside}) => inside === undefined);
	return end < 0 ? rest : rest.slice(0, end);
}

/** How many flows a place stops, leaves undecided and lets through; a flow counts once, by the worst of it. */
export function countPassings({passings}: MapPlace): Readonly<Record<Verdict, number>> {
	const counts = {blocked: 0, undecided: 0, allowed: 0, 'not-applicable': 0};
	for (const [, own] of Map.groupBy(passings, ({finding}) => finding.flow.id)) {
		const verdicts = own.map(({verdict}) => verdict);
		const worst = (['blocked', 'undecided', 'allowed'] as const).find(verdict => verdicts.includes(verdict));
		counts[worst ?? 'not-applicable']++;
	}

	return counts;
}
