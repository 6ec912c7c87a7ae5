import type {Finding, TrailEntry} from '../controls/finding.js';
import type {Verdict} from '../controls/verdict.js';
import {stationName} from '../wording/cause.js';
import {formatTraffic} from './format-traffic.js';
import {type ScreenLine, type Span, span, truncateMiddle, widthOf} from './text.js';
import {roleOf, type Theme} from './theme.js';

type Station = {readonly text: string; readonly verdict: Verdict};

/**
 * What packets meet, in the order of the way; what one control says at one resource is one station with the worst
 * verdict. Answers have a way of their own.
 */
function stationsOf({trail}: Finding, leg: 'there' | 'back'): readonly Station[] {
	const entries = trail.filter(({decision}) => (decision.hop.leg === 'answer') === (leg === 'back'));
	return [...Map.groupBy(entries, stationName)].map(([text, found]) => ({text, verdict: worst(found)}));
}

function worst(entries: readonly TrailEntry[]): Verdict {
	const verdicts = entries.map(({verdict}) => verdict);
	const order = ['blocked', 'undecided', 'allowed'] as const;
	return order.find(verdict => verdicts.includes(verdict)) ?? 'not-applicable';
}

/** `nodes ──▶ NSG nsg-aks ✓ ──▶ firewall afw-hub ✗ ╌╌▷ gcr.io, tcp 443`; broken arrows behind the first that stops it. */
export function pathPicture(finding: Finding, theme: Theme, width: number): readonly ScreenLine[] {
	const {from, to} = finding.flow;
	const traffic = formatTraffic(finding.flow);
	const back = stationsOf(finding, 'back');
	return [
		...drawWay(from, to, traffic, stationsOf(finding, 'there'), theme, width),
		...(back.length === 0 ? [] : drawWay(to, from, undefined, back, theme, width)),
	];
}

function drawWay(
	from: string,
	to: string,
	traffic: string | undefined,
	stations: readonly Station[],
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	const {glyphs} = theme;
	const pieces: {readonly arrow: Span | undefined; readonly station: ScreenLine}[] = [
		{arrow: undefined, station: [span(truncateMiddle(from, width - 9, glyphs.ellipsis), 'title')]},
	];
	let isBroken = false;
	const arrow = () => (isBroken ? span(glyphs.brokenArrow, 'muted') : span(glyphs.arrow, 'accent'));
	for (const {text, verdict} of stations) {
		const role = roleOf(verdict);
		pieces.push({
			arrow: arrow(),
			station: [
				span(
					`${truncateMiddle(text, width - 12 - widthOf([span(glyphs.verdicts[verdict])]), glyphs.ellipsis)} `,
					'text',
				),
				span(glyphs.verdicts[verdict], role),
			],
		});
		isBroken ||= verdict === 'blocked';
	}

	const asked = traffic === undefined ? '' : ` ${traffic}`;
	const end = truncateMiddle(to, Math.max(8, width - 9 - asked.length), glyphs.ellipsis);
	pieces.push({arrow: arrow(), station: [span(end, 'title'), span(asked, 'muted')]});
	return layOut(pieces, width);
}

function layOut(
	pieces: readonly {readonly arrow: Span | undefined; readonly station: ScreenLine}[],
	width: number,
): readonly ScreenLine[] {
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
