import {Resvg} from '@resvg/resvg-js';
import type {Cell, Screen} from './screen.js';

const palette = {
	background: '#16181d',
	text: '#d7dae0',
	'0': '#16181d',
	'1': '#ff6b68',
	'2': '#7fd07f',
	'3': '#e5c07b',
	'4': '#6cb6ff',
	'5': '#c792ea',
	'6': '#5fd3d8',
	'7': '#d7dae0',
	'8': '#7f848e',
} as const;

const cellWidth = 9;
const cellHeight = 19;
const fontSize = 15;
const margin = 16;

/** A picture of a terminal, for documents and for looking at screens. */
export function svgOfScreen(screen: Screen, title = 'aksess'): string {
	const columns = screen[0]?.length ?? 0;
	const width = columns * cellWidth + 2 * margin;
	const bar = 30;
	const height = screen.length * cellHeight + 2 * margin + bar;
	const rows = screen.map((row, y) =>
		runs(row)
			.map(run => runSvg(run, margin + bar + (y + 0.78) * cellHeight))
			.join(''),
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeXml(title)}">`,
		`<rect width="${width}" height="${height}" rx="8" fill="${palette.background}"/>`,
		['#ff6b68', '#e5c07b', '#7fd07f']
			.map((colour, index) => `<circle cx="${20 + index * 18}" cy="18" r="5.5" fill="${colour}"/>`)
			.join(''),
		`<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="${fontSize}" xml:space="preserve">`,
		...rows.filter(row => row !== ''),
		'</g></svg>',
	].join('\n');
}

export function pngOfSvg(svg: string): Uint8Array {
	return new Resvg(svg, {
		font: {loadSystemFonts: true, defaultFontFamily: 'DejaVu Sans Mono'},
		fitTo: {mode: 'zoom', value: 1.25},
	})
		.render()
		.asPng();
}

type Run = {readonly x: number; readonly text: string; readonly cell: Cell};

/** Neighbouring cells that look the same, without the blanks around them. */
function runs(row: readonly Cell[]): readonly Run[] {
	const found: Run[] = [];
	for (const [x, cell] of row.entries()) {
		const last = found.at(-1);
		const continues = last !== undefined && last.x + last.text.length === x && look(last.cell) === look(cell);
		if (last !== undefined && continues) {
			found[found.length - 1] = {...last, text: last.text + cell.text};
		} else {
			found.push({x, text: cell.text, cell});
		}
	}

	return found.filter(({text}) => text.trim() !== '');
}

function look({colour, bold, dim, inverse}: Cell): string {
	return [colour, bold, dim, inverse].join();
}

function runSvg({x, text, cell}: Run, y: number): string {
	const colour = colourOf(cell);
	const weight = cell.bold ? ' font-weight="bold"' : '';
	const faded = cell.dim ? ' opacity="0.62"' : '';
	// Every character gets its own place: fonts differ in how wide they draw arrows and rules.
	const places = [...text].map((_, index) => margin + (x + index) * cellWidth).join(' ');
	return `<text x="${places}" y="${y.toFixed(1)}" fill="${colour}"${weight}${faded}>${escapeXml(text)}</text>`;
}

function colourOf({colour}: Cell): string {
	if (colour === undefined) {
		return palette.text;
	}

	return colour.startsWith('#')
		? colour
		: (Object.entries(palette).find(([name]) => name === colour)?.[1] ?? palette.text);
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
