import {type IntervalSet, intervalSet} from './interval-set.js';
import {type Parsed, parsed, refused} from './parsed.js';

/** Port numbers from 0 to 65535. */
export type PortSet = IntervalSet;

export const anyPort: PortSet = [[0, 65_535]];

/** Leading zeros are refused: some readers take them for octal. */
const portOrRange = /^(0|[1-9]\d{0,4})(?:-(0|[1-9]\d{0,4}))?$/;

/** One port, a range `a-b`, several with commas, or `*`. */
export function parsePorts(text: string): Parsed<PortSet> {
	if (text === '*') {
		return parsed(anyPort);
	}

	const intervals: [number, number][] = [];
	for (const part of text.split(',')) {
		const [, first, last = first] = portOrRange.exec(part) ?? [];
		if (first === undefined || Number(first) > 65_535 || Number(last) > 65_535) {
			return refused(`${JSON.stringify(part)} is not a port (0 to 65535) or a range of ports like 8080-8090.`);
		}

		if (Number(first) > Number(last)) {
			return refused(`The port range ${part} ends before it begins.`);
		}

		intervals.push([Number(first), Number(last)]);
	}

	return parsed(intervalSet(intervals));
}

/** `80,8080-8090`; `*` for all ports; the empty text for none, which no rule can hold. */
export function formatPorts(set: PortSet): string {
	return set.length === 1 && set[0]?.[0] === 0 && set[0][1] === 65_535
		? '*'
		: set.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}

export function ports(...numbers: readonly number[]): PortSet {
	return portsOf(numbers);
}

export function portsOf(numbers: readonly number[]): PortSet {
	return intervalSet(numbers.map(port => [port, port]));
}
