import type {ScreenLine, Span} from '../text.js';
import type {ThemeRole} from '../theme.js';

type Cell = {text: string; role: ThemeRole; lines: number};

/** Directions in which a line leaves a cell; a cell's sign is the sum of them. */
const up = 1;
const down = 2;
const left = 4;
const right = 8;

const byLines = [' ', '│', '│', '│', '─', '╯', '╮', '┤', '─', '╰', '╭', '├', '─', '┴', '┬', '┼'];
const plain = [' ', '|', '|', '|', '-', '+', '+', '+', '-', '+', '+', '+', '-', '+', '+', '+'];

/** A sheet of characters on which lines join where they meet. */
export type Canvas = {
	readonly horizontal: (row: number, from: number, to: number, role: ThemeRole) => void;
	readonly vertical: (column: number, from: number, to: number, role: ThemeRole) => void;
	readonly write: (row: number, column: number, spans: ScreenLine) => void;
	readonly lines: () => readonly ScreenLine[];
};

export function createCanvas(width: number, height: number, unicode: boolean): Canvas {
	const rows: Cell[][] = Array.from({length: height}, () =>
		Array.from({length: width}, () => ({text: ' ', role: 'text', lines: 0})),
	);
	const join = (row: number, column: number, lines: number, role: ThemeRole) => {
		const cell = rows[row]?.[column];
		if (cell !== undefined && lines > 0) {
			cell.lines |= lines;
			cell.text = (unicode ? byLines : plain)[cell.lines] ?? ' ';
			cell.role = role;
		}
	};

	return {
		horizontal: (row, from, to, role) => {
			const [first, last] = [Math.min(from, to), Math.max(from, to)];
			for (let column = first; column <= last; column++) {
				join(row, column, (column > first ? left : 0) + (column < last ? right : 0), role);
			}
		},
		vertical: (column, from, to, role) => {
			for (let row = from; row <= to; row++) {
				join(row, column, (row > from ? up : 0) + (row < to ? down : 0), role);
			}
		},
		write: (row, column, spans) => {
			let at = column;
			for (const {text, role} of spans) {
				for (const character of text) {
					const cell = rows[row]?.[at];
					if (cell !== undefined) {
						Object.assign(cell, {text: character, role, lines: 0});
					}

					at++;
				}
			}
		},
		lines: () => rows.map(joinCells),
	};
}

function joinCells(cells: readonly Cell[]): ScreenLine {
	const spans: Span[] = [];
	for (const {text, role} of cells) {
		const last = spans.at(-1);
		if (last?.role === role) {
			spans[spans.length - 1] = {text: last.text + text, role};
		} else {
			spans.push({text, role});
		}
	}

	return spans;
}
