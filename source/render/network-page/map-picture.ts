import type {Verdict} from '../../controls/verdict.js';
import {countPassings, insideOf, type MapPlace, type NetworkMap, ranks} from '../../wording/map/network-map.js';
import {html, type Markup} from '../page/markup.js';
import {printable} from '../printable.js';
import {verdictSigns} from './verdict-mark.js';

type Box = {
	readonly place: MapPlace;
	/** What stands in it, a line each. */
	readonly inner: readonly MapPlace[];
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
	/** Its row of boxes. */
	readonly band: number;
};

const pictureWidth = 1000;
const gap = 24;
const lineHeight = 22;
/** Of a letter of the fixed-width font at its size in the picture. */
const letter = 7.9;

/** The map as boxes: outside above, subnets with what stands in them below, and a line wherever some way leads. */
export function mapPicture({places, edges}: NetworkMap): Markup {
	const boxes = layOut(places);
	const byKey = new Map(boxes.map(box => [box.place.key, box]));
	const height = Math.max(0, ...boxes.map(box => box.y + box.height)) + 2;
	const lines = edges.flatMap(({from, to}) => {
		const [start, end] = [byKey.get(from), byKey.get(to)];
		return start === undefined || end === undefined ? [] : [edgeLine(start, end)];
	});
	return html`<svg viewBox="0 0 ${pictureWidth} ${height}" role="img" aria-label="The places that the flows meet and the lines between them, as the table of places says them">
<g class="edges">${lines}</g>
${boxes.map(drawBox)}</svg>`;
}

/** Rows of at most three boxes; a rank with more goes on in the next row. */
function layOut(places: readonly MapPlace[]): readonly Box[] {
	const boxes: Box[] = [];
	let y = 1;
	let band = 0;
	for (const kinds of ranks) {
		const members = places.filter(({kind}) => (kinds as readonly string[]).includes(kind));
		const inRow = kinds.length === 1 ? Math.min(2, members.length) : Math.min(3, members.length);
		for (let first = 0; first < members.length; first += inRow) {
			const shown = members.slice(first, first + inRow);
			const width = Math.min(
				(pictureWidth - 2 - gap * (shown.length - 1)) / shown.length,
				kinds.length === 1 ? 640 : 320,
			);
			const start = (pictureWidth - width * shown.length - gap * (shown.length - 1)) / 2;
			const added = shown.map((place, index): Box => {
				const inner = insideOf(place, places);
				const height = lineHeight * (inner.length === 0 ? 3 : 2 + inner.length) + 14;
				return {place, inner, x: start + index * (width + gap), y, width, height, band};
			});
			boxes.push(...added);
			y += Math.max(...added.map(({height}) => height)) + 2 * gap;
			band++;
		}
	}

	return boxes;
}

/** From side to side in one row, else from the lower edge of the upper box to the upper edge of the lower one. */
function edgeLine(one: Box, other: Box): Markup {
	if (one.band === other.band) {
		const [west, east] = one.x < other.x ? [one, other] : [other, one];
		const y = west.y + lineHeight;
		return html`<path d="M${west.x + west.width} ${y}H${east.x}"/>`;
	}

	const [upper, lower] = one.band < other.band ? [one, other] : [other, one];
	const [from, to] = [upper.x + upper.width / 2, lower.x + lower.width / 2];
	const [top, bottom] = [upper.y + upper.height, lower.y];
	const bend = top + gap;
	return html`<path d="M${from} ${top}C${from} ${bend} ${to} ${bottom - gap} ${to} ${bottom}"/>`;
}

function drawBox({place, inner, x, y, width, height}: Box): Markup {
	const room = Math.floor((width - 24) / letter);
	const line = (index: number) => y + 6 + lineHeight * index + lineHeight / 2 + 5;
	return html`<g><rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8"/>
<text class="title" x="${x + 12}" y="${line(0)}">${place.title}</text>${inner.length === 0 ? undefined : counts(place, x + width - 12, line(0))}
<text x="${x + 12}" y="${line(1)}">${shorten(place.name, room)}</text>
${inner.length === 0 ? counts(place, x + width - 12, line(2)) : inner.map((item, index) => innerLine(item, x, width, line(index + 2)))}</g>
`;
}

function innerLine(place: MapPlace, x: number, width: number, y: number): Markup {
	const room = Math.floor((width - 24) / letter) - countWords(place).join(' ').length - 2;
	return html`<text x="${x + 12}" y="${y}">${shorten(`${place.title.padEnd(6)} ${place.name}`, room)}</text>${counts(place, x + width - 12, y)}
`;
}

const counted = ['blocked', 'undecided', 'allowed'] as const;

function countWords(place: MapPlace): readonly string[] {
	const numbers = countPassings(place);
	return counted.filter(verdict => numbers[verdict] > 0).map(verdict => `${verdictSigns[verdict]} ${numbers[verdict]}`);
}

function counts(place: MapPlace, x: number, y: number): Markup {
	const numbers = countPassings(place);
	const shown = counted.filter((verdict: Verdict) => numbers[verdict] > 0);
	return html`<text class="counts" x="${x}" y="${y}">${shown.map(
		(verdict, index) =>
			html`<tspan class="${verdict}">${index === 0 ? '' : '  '}${verdictSigns[verdict]} ${numbers[verdict]}</tspan>`,
	)}</text>`;
}

/** In the middle, because names begin and end with what tells them apart. */
function shorten(given: string, room: number): string {
	const letters = [...printable(given)];
	const half = Math.max(1, Math.floor((room - 1) / 2));
	return letters.length <= room
		? letters.join('')
		: `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}
