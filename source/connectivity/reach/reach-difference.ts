import type {Family} from '../../network/address.js';
import {type AddressSet, anyAddress, anyOf, ofFamily, parseCidr, toCidrs} from '../../network/address-set.js';
import {difference, intersection, unionOf} from '../../network/interval-set.js';
import type {Topology} from '../../topology/topology.js';
import type {UnreadPolicies} from '../cluster-connectivity.js';
import {
	type ConnectionSet,
	intersectConnections,
	isNoConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from '../connection-set.js';
import type {Reading} from '../tier-end.js';
import {type AllowedPorts, allowedPorts} from './reach.js';
import type {ReachOptions} from './reach-options.js';
import {reachPairs} from './reach-pairs.js';
import type {RawConnection} from './reach-pods.js';

export type ReachChange = {
	readonly from: string;
	readonly to: string;
	/** Where it changes over this family alone. */
	readonly family?: Family;
	readonly allowed: readonly AllowedPorts[];
};

/** What another world opens and closes. An end that is in one of the two alone has its connections opened or closed. */
export type ReachDifference =
	| {
			readonly ok: true;
			readonly opened: readonly ReachChange[];
			readonly closed: readonly ReachChange[];
			/** Changed perhaps, because of what is not modelled. */
			readonly undecided: readonly ReachChange[];
	  }
	| {readonly ok: false; readonly missing: UnreadPolicies};

export function reachDifference(before: Topology, after: Topology, options: ReachOptions): ReachDifference {
	const [old, now] = [reachPairs(before, options), reachPairs(after, options)];
	if (!old.ok) {
		return old;
	}

	if (!now.ok) {
		return now;
	}

	const read = (reading: Reading) => ({old: tableOf(old.pairs(reading)), now: tableOf(now.pairs(reading))});
	const [certain, possible] = [read('certain'), read('possible')];
	const opened = subtractTables(certain.now, possible.old);
	const closed = subtractTables(certain.old, possible.now);
	const maybeOpened = subtractTables(subtractTables(possible.now, certain.old), opened);
	const maybeClosed = subtractTables(subtractTables(possible.old, certain.now), closed);
	// What is as unsure as it was before has not changed.
	const unsureBefore = subtractTables(possible.old, certain.old);
	const unsureNow = subtractTables(possible.now, certain.now);
	const undecided = [
		...changes(subtractTables(maybeOpened, unsureBefore)),
		...changes(subtractTables(maybeClosed, unsureNow)),
	];
	return {ok: true, opened: changes(opened), closed: changes(closed), undecided};
}

/** Between pods by their names; with addresses, a list of disjoint blocks for each pod and direction. */
type Table = ReadonlyMap<string, Entry>;

type Entry = {
	readonly from: string;
	readonly to: string;
	readonly parts: readonly {readonly addresses: AddressSet; readonly connections: ConnectionSet}[];
};

function tableOf(pairs: Iterable<RawConnection>): Table {
	const table = new Map<string, Entry>();
	for (const {from, to, connections, family, limited, outside} of pairs) {
		const [source, target] = outside === true ? [parseCidr(from), parseCidr(to)] : [];
		const whole = limited === true ? anyOf[family] : anyAddress;
		const block = source?.ok === true ? source.value : target?.ok === true ? target.value : whole;
		const entry = {
			from: source?.ok === true ? '' : from,
			to: target?.ok === true ? '' : to,
			parts: [{addresses: block, connections}],
		};
		const key = `${entry.from}\n${entry.to}`;
		const known = table.get(key);
		table.set(key, known === undefined ? entry : {...known, parts: [...known.parts, ...entry.parts]});
	}

	return table;
}

function subtractTables(a: Table, b: Table): Table {
	return new Map(
		[...a].flatMap(([key, entry]) => {
			const parts = entry.parts.flatMap(part => subtractParts(part, b.get(key)?.parts ?? []));
			return parts.length > 0 ? [[key, {...entry, parts}] as const] : [];
		}),
	);
}

function subtractParts(whole: Entry['parts'][number], others: Entry['parts']): Entry['parts'] {
	let rest: Entry['parts'] = [whole];
	for (const other of others) {
		rest = rest.flatMap(part => [
			{...part, addresses: difference(part.addresses, other.addresses)},
			{
				addresses: intersection(part.addresses, other.addresses),
				connections: subtractConnections(part.connections, other.connections),
			},
		]);
		rest = rest.filter(part => part.addresses.length > 0 && !isNoConnection(part.connections));
	}

	return rest;
}

/** Between pods the addresses of a part tell its family. */
function betweenPods(from: string, to: string, parts: Entry['parts']): readonly ReachChange[] {
	const over = (family: Family) =>
		parts
			.filter(({addresses}) => ofFamily(addresses, family).length > 0)
			.map(({connections}) => connections)
			.reduce(unionConnections, noConnection);
	const [four, six] = [over('IPv4'), over('IPv6')];
	const common = intersectConnections(four, six);
	const changed = [
		{connections: common},
		{connections: subtractConnections(four, common), family: 'IPv4'} as const,
		{connections: subtractConnections(six, common), family: 'IPv6'} as const,
	];
	return changed
		.filter(({connections}) => !isNoConnection(connections))
		.map(({connections, ...family}) => ({from, to, ...family, allowed: allowedPorts(connections)}));
}

function changes(table: Table): readonly ReachChange[] {
	return [...table.values()].flatMap(({from, to, parts}) => {
		if (from !== '' && to !== '') {
			return betweenPods(from, to, parts);
		}

		// Blocks with the same ports are written as one, in the fewest CIDRs.
		const byPorts = Map.groupBy(parts, ({connections}) => JSON.stringify(allowedPorts(connections)));
		return [...byPorts.values()].flatMap(same =>
			toCidrs(unionOf(same.map(({addresses}) => addresses))).map(cidr => ({
				from: from === '' ? cidr : from,
				to: to === '' ? cidr : to,
				allowed: allowedPorts(same[0]?.connections ?? noConnection),
			})),
		);
	});
}
