import {printable} from '../printable.js';

/** One line of a table of connections. */
export type ReachRow = {
	readonly from: string;
	readonly to: string;
	/** `TCP 80,443 UDP 53`, or `All Connections`. */
	readonly ports: string;
	readonly state: 'open' | 'undecided';
};

type Ports = readonly {readonly protocol: string; readonly ports: string}[];

/** As other tools for policies write it, so that what reads theirs reads ours. */
export function portWords(allowed: Ports, family?: string): string {
	return family === undefined ? words(allowed) : `${words(allowed)} over ${family}`;
}

function words(allowed: Ports): string {
	return allowed.length === 3 && allowed.every(({ports}) => ports === '1-65535')
		? 'All Connections'
		: allowed.map(({protocol, ports}) => `${protocol} ${ports}`).join(',');
}

export function reachRow(
	{
		from,
		to,
		allowed,
		family,
	}: {readonly from: string; readonly to: string; readonly allowed: Ports; readonly family?: string},
	state: ReachRow['state'],
): ReachRow {
	return {from: printable(from), to: printable(to), ports: portWords(allowed, family), state};
}
