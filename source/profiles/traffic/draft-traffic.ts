import {addressesOf, toCidrs} from '../../network/address-set.js';
import {formatPorts, portsOf} from '../../network/port-set.js';
import type {DrawnFrom, DrawnNeed} from '../drawn/drawn-profile.js';
import type {FoldedTraffic} from './fold-traffic.js';
import type {TrafficPods} from './seen-traffic.js';

/** One need that a log hints at; its evidence says how often, when and by whom. */
export type TrafficRow = DrawnNeed & {readonly times: number};

/**
 * The rows of a profile for what was seen. Addresses that were wanted alike (by the same, on the same ports) come into one
 * row, each as it is: no network is made of them that holds others.
 *
 * @param masked leaves out who wanted it: addresses of clients may be personal data
 */
export function draftTraffic(folded: readonly FoldedTraffic[], masked: boolean): readonly TrafficRow[] {
	const alike = Map.groupBy(
		folded.filter(({to}) => to.kind === 'address'),
		({from, protocol, ports}) => [protocol, from?.namespace, from?.workload, spellPorts(ports)].join(' '),
	);
	return [
		...folded.flatMap(({to, from, protocol, ...rest}): readonly TrafficRow[] =>
			to.kind === 'address'
				? []
				: [
						{
							to,
							from: fromOf(from),
							protocol,
							ports: spellPorts(rest.ports),
							times: rest.times,
							evidence: evidenceOf([{to, from, protocol, ...rest}], masked),
						},
					],
		),
		...[...alike.values()].flatMap((group): readonly TrafficRow[] => {
			const [first] = group;
			const addresses = group.flatMap(({to}) => (to.kind === 'address' ? [to.address] : []));
			return first === undefined
				? []
				: [
						{
							to: {kind: 'addresses', addresses: toCidrs(addressesOf(addresses))},
							from: fromOf(first.from),
							protocol: first.protocol,
							ports: spellPorts(first.ports),
							times: group.reduce((total, {times}) => total + times, 0),
							evidence: evidenceOf(group, masked),
						},
					];
		}),
	];
}

/** A device outside the cluster does not tell nodes from pods. */
function fromOf(pods: TrafficPods | undefined): DrawnFrom {
	return pods === undefined ? {kind: 'cluster'} : {kind: 'pods', ...pods};
}

/** A list of hosts names no port; what it is for is the web. */
function spellPorts(ports: ReadonlySet<number>): string {
	return ports.size === 0 ? '443' : formatPorts(portsOf([...ports]));
}

function evidenceOf(group: readonly FoldedTraffic[], masked: boolean): string {
	const sum = (of: (folded: FoldedTraffic) => number) => group.reduce((total, folded) => total + of(folded), 0);
	const [times, stopped] = [sum(folded => folded.times), sum(folded => folded.stopped)];
	const [first, last] = [earliest(group), latest(group)];
	const sources = [...new Set(group.flatMap(folded => [...folded.sources]))].toSorted().slice(0, 3);
	const ports = group.every(folded => folded.ports.size === 0) ? ', which names no port: 443 is assumed' : '';
	const often =
		stopped === 0
			? `seen ${count(times)}`
			: stopped === times
				? `denied ${count(times)}`
				: `seen ${count(times)}, denied ${count(stopped)}`;
	const when =
		first === undefined || last === undefined
			? ''
			: first === last
				? `, at ${spellTime(first)}`
				: `, from ${spellTime(first)} to ${spellTime(last)}`;
	const who =
		masked || sources.length === 0 ? '' : `, by ${sources.join(', ')}${sources.length === 3 ? ' or others' : ''}`;
	return `${often}${when}${who}${ports}`;
}

function count(times: number): string {
	return times === 1 ? 'once' : `${times} times`;
}

function earliest(group: readonly FoldedTraffic[]): number | undefined {
	const times = group.flatMap(({first}) => first ?? []);
	return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b));
}

function latest(group: readonly FoldedTraffic[]): number | undefined {
	const times = group.flatMap(({last}) => last ?? []);
	return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b));
}

/** To the second. */
function spellTime(time: number): string {
	return `${new Date(time).toISOString().slice(0, 19)}Z`;
}
