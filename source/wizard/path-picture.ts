import type {ControlId, Finding, TrailEntry, Verdict} from '../controls/control.js';
import {type Line, type Span, span, truncateMiddle, widthOf} from './text.js';
import {roleOf, type Theme} from './theme.js';

/** Short names, for pictures and lists. */
export const controlNames: Readonly<Record<ControlId, string>> = {
	'private-cluster': 'private cluster',
	'authorized-ranges': 'authorized ranges',
	'network-policy': 'network policy',
	nsg: 'NSG',
	'route-table': 'route',
	'azure-firewall': 'firewall',
	'subnet-capacity': 'subnet capacity',
	'this-machine': 'this machine',
};

const outward: readonly ControlId[] = [
	'this-machine',
	'private-cluster',
	'subnet-capacity',
	'network-policy',
	'nsg',
	'route-table',
	'azure-firewall',
	'authorized-ranges',
];

type Station = {readonly control: ControlId; readonly verdict: Verdict};

/** The controls in the order packets meet them; several entries of one control are one station with the worst verdict. */
export function stationsOf({flow, trail}: Finding): readonly Station[] {
	const order = flow.path.kind === 'ingress' ? outward.toReversed() : outward;
	return order.flatMap(control => {
		const verdict = worst(trail.filter(entry => entry.control === control));
		return verdict === undefined ? [] : [{control, verdict}];
	});
}

function worst(entries: readonly TrailEntry[]): Verdict | undefined {
	const verdicts = entries.map(({verdict}) => verdict);
	return (['blocked', 'undecided', 'allowed', 'not-applicable'] as const).find(verdict => verdicts.includes(verdict));
}

/** `nodes ──▶ NSG ✓ ──▶ route ✓ ──▶ firewall ✗ ╌╌▷ gcr.io`; broken arrows behind the first control that stops it. */
export function pathPicture(finding: Finding, theme: Theme, width: number): readonly Line[] {
	const {glyphs} = theme;
	const {from, to} = finding.flow;
	const place = (text: string): Line => [span(truncateMiddle(text, Math.min(36, width - 9), glyphs.ellipsis), 'title')];
	const pieces: {readonly arrow: Span | undefined; readonly station: Line}[] = [
		{arrow: undefined, station: place(from)},
	];
	let isBroken = false;
	const arrow = () => (isBroken ? span(glyphs.brokenArrow, 'muted') : span(glyphs.arrow, 'accent'));
	for (const {control, verdict} of stationsOf(finding)) {
		const role = roleOf(verdict);
		pieces.push({
			arrow: arrow(),
			station: [span(`${controlNames[control]} `, 'text'), span(glyphs.verdicts[verdict], role)],
		});
		isBroken ||= verdict === 'blocked';
	}

	pieces.push({arrow: arrow(), station: place(to)});
	return layOut(pieces, width);
}

function layOut(
	pieces: readonly {readonly arrow: Span | undefined; readonly station: Line}[],
	width: number,
): readonly Line[] {
	const lines: Span[][] = [[]];
	for (const {arrow, station} of pieces) {
		const piece = arrow === undefined ? station : [span(' '), arrow, span(' '), ...station];
		const current = lines.at(-1) ?? [];
		if (current.length > 0 && widthOf(current) + widthOf(piece) > width) {
			lines.push([span('   '), ...piece]);
		} else {
			current.push(...piece);
		}
	}

	return lines;
}
