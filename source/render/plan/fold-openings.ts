import type {Opened} from '../../controls/comparison.js';

/** From whom, to what, by which protocol: a line of the proof in its parts. */
type Opening = {readonly from: string; readonly to: string; readonly protocol: string; readonly ports: string};

/**
 * What becomes reachable in as few lines as say the same: openings of one control that differ in one part only are one
 * line. What is wider than required stays alone, because a remark of its own belongs to it.
 */
export function foldOpenings(opened: readonly Opened[]): readonly {readonly control: string; readonly what: string}[] {
	const controls = Map.groupBy(opened, ({control}) => control);
	return [...controls].flatMap(([control, some]) => {
		const parts = some.map(({what, wider}) => (wider === undefined ? (partsOf(what) ?? what) : what));
		const openings = parts.filter(part => typeof part !== 'string');
		const others = parts.filter(part => typeof part === 'string');
		const folded = foldPart('from', foldPart('to', foldPart('ports', openings)));
		return [...folded.map(spelled), ...others].map(what => ({control, what}));
	});
}

const shape = /^(.+?) to (.+), (tcp|udp) ([\d,-]+)$/;
const everyPort = /^(.+?) to (.+), (every (?:tcp|udp) port)$/;

function partsOf(what: string): Opening | undefined {
	const [, from, to, protocol, ports = ''] = shape.exec(what) ?? everyPort.exec(what) ?? [];
	return from === undefined || to === undefined || protocol === undefined ? undefined : {from, to, protocol, ports};
}

function spelled({from, to, protocol, ports}: Opening): string {
	return `${from} to ${to}, ${protocol}${ports === '' ? '' : ` ${ports}`}`;
}

function foldPart(part: keyof Opening, openings: readonly Opening[]): readonly Opening[] {
	const groups = Map.groupBy(openings, opening => JSON.stringify({...opening, [part]: ''}));
	return [...groups.values()].flatMap(([first, ...rest]) => {
		const parts = [first, ...rest].flatMap(opening => opening?.[part] ?? []);
		const joined =
			part === 'ports'
				? parts.toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10)).join(',')
				: parts.join(', ');
		return first === undefined ? [] : [{...first, [part]: joined}];
	});
}
