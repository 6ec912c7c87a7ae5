import {insideOf, type MapPlace, type NetworkMap, ranks} from '../../wording/map/network-map.js';
import {pad, type ScreenLine, span, truncateMiddle, widthOf} from '../text.js';
import type {Theme} from '../theme.js';
import {type Canvas, createCanvas} from './canvas.js';
import {countSpans} from './map-column.js';

type Box = {
	readonly place: MapPlace;
	/** What stands in it, a line each. */
	readonly inner: readonly MapPlace[];
	readonly column: number;
	readonly row: number;
	readonly width: number;
	readonly height: number;
	/** Its row of boxes. */
	readonly band: number;
	/** Which of the rows below its band its line takes. */
	readonly lane: number;
};

const gap = 3;
const widest = 36;

/** The map as boxes: outside above, subnets with what stands in them below, and a line wherever some way leads. */
export function mapPlan(
	{places, edges}: NetworkMap,
	selected: string | undefined,
	theme: Theme,
	width: number,
): readonly ScreenLine[] {
	const boxes = layOut(places, edges, width);
	const height = Math.max(0, ...boxes.map(box => box.row + box.height));
	const canvas = createCanvas(width, height, theme.unicode);
	const byKey = new Map(boxes.map(box => [box.place.key, box]));
	for (const {from, to} of edges) {
		const ends = [byKey.get(from), byKey.get(to)].filter(box => box !== undefined);
		const [upper, lower] = ends.toSorted((one, other) => one.band - other.band);
		if (upper !== undefined && lower !== undefined) {
			connect(canvas, upper, lower, boxes);
		}
	}

	for (const box of boxes) {
		drawBox(canvas, box, selected, theme);
	}

	return canvas.lines();
}

/** Bands of boxes side by side; a band with more than fit goes on in the next row. */
function layOut(places: readonly MapPlace[], edges: NetworkMap['edges'], width: number): readonly Box[] {
	const boxes: Box[] = [];
	let row = 0;
	let band = 0;
	for (const kinds of ranks) {
		const members = places.filter(({kind}) => (kinds as readonly string[]).includes(kind));
		const inRow = kinds.length === 1 ? Math.min(2, members.length) : Math.min(3, members.length);
		for (let first = 0; first < members.length; first += inRow) {
			const shown = members.slice(first, first + inRow);
			const room = Math.floor((width - gap * (shown.length - 1)) / shown.length);
			const own = kinds.length === 1 && shown.length === 1 ? Math.min(room, 60) : Math.min(room, widest);
			const all = own * shown.length + gap * (shown.length - 1);
			const start = Math.floor((width - all) / 2);
			const lanes = shown.filter(place => leadsOn(place, shown, edges));
			const added = shown.map((place, index): Box => {
				const inner = insideOf(place, places);
				const height = inner.length === 0 ? 5 : inner.length + 4;
				const column = start + index * (own + gap);
				return {place, inner, column, row, width: own, height, band, lane: Math.max(0, lanes.indexOf(place))};
			});
			boxes.push(...added);
			row += Math.max(...added.map(({height}) => height)) + lanes.length + 1;
			band++;
		}
	}

	return boxes;
}

/** Whether a box has a line to one of another row. */
function leadsOn({key}: MapPlace, shown: readonly MapPlace[], edges: NetworkMap['edges']): boolean {
	const others = edges.flatMap(({from, to}) => (from === key ? [to] : to === key ? [from] : []));
	return others.some(other => !shown.some(place => place.key === other));
}

/** Side by side they are joined directly; else by a line of the upper box's own, past the bands between them. */
function connect(canvas: Canvas, upper: Box, lower: Box, boxes: readonly Box[]): void {
	if (upper.band === lower.band) {
		const [west, east] = [upper, lower].toSorted((one, other) => one.column - other.column);
		if (west !== undefined && east !== undefined) {
			canvas.horizontal(west.row + 1, west.column + west.width - 1, east.column, 'muted');
		}

		return;
	}

	const bottom = Math.max(...boxes.filter(box => box.band === upper.band).map(box => box.row + box.height));
	const track = bottom + upper.lane;
	const from = upper.column + Math.floor(upper.width / 2);
	const between = boxes.filter(box => box.band > upper.band && box.band < lower.band);
	const straight = lower.column + Math.floor(lower.width / 2);
	// Past whatever stands between: by a way of its own near the edge of the lower box.
	const to = between.some(box => straight >= box.column - 1 && straight <= box.column + box.width)
		? Math.max(...between.map(box => box.column + box.width), lower.column + 2) + 1
		: straight;
	canvas.vertical(from, upper.row + upper.height - 1, track, 'muted');
	canvas.horizontal(track, from, to, 'muted');
	const end = Math.min(to, lower.column + lower.width - 3);
	const turn = lower.row - 1;
	canvas.vertical(to, track, to === end ? lower.row : turn, 'muted');
	if (to !== end) {
		canvas.horizontal(turn, to, end, 'muted');
		canvas.vertical(end, turn, lower.row, 'muted');
	}
}

function drawBox(canvas: Canvas, box: Box, selected: string | undefined, theme: Theme): void {
	const {place, inner, column, row, width, height} = box;
	const role = place.key === selected ? 'selected' : 'muted';
	const [last, end] = [column + width - 1, row + height - 1];
	for (let line = row + 1; line < end; line++) {
		canvas.write(line, column, [span(' '.repeat(width))]);
	}

	canvas.horizontal(row, column, last, role);
	canvas.horizontal(end, column, last, role);
	canvas.vertical(column, row, end, role);
	canvas.vertical(last, row, end, role);
	writeLine(canvas, box, row + 1, place, place.title, selected, theme);
	canvas.write(row + 2, column + 4, [span(truncateMiddle(place.name, width - 6, theme.glyphs.ellipsis))]);
	if (inner.length === 0) {
		const counts = countSpans(place, theme);
		canvas.write(row + 3, widthOf(counts) > width - 6 ? column + 2 : column + 4, counts);
	}

	for (const [index, item] of inner.entries()) {
		writeLine(canvas, box, row + 3 + index, item, `${pad(item.title, 6)} ${item.name}`, selected, theme);
	}
}

function writeLine(
	canvas: Canvas,
	box: Box,
	row: number,
	place: MapPlace,
	text: string,
	selected: string | undefined,
	theme: Theme,
): void {
	const {glyphs} = theme;
	const {column, width} = box;
	const isSelected = place.key === selected;
	const counts = box.inner.length === 0 ? [] : countSpans(place, theme);
	const room = width - 7 - widthOf(counts);
	canvas.write(row, column + 2, [
		span(isSelected ? glyphs.pointer : glyphs.noPointer, 'selected'),
		span(
			truncateMiddle(text, room, glyphs.ellipsis),
			isSelected ? 'selected' : place.inside === undefined ? 'title' : 'text',
		),
	]);
	canvas.write(row, column + width - 2 - widthOf(counts), counts);
}
