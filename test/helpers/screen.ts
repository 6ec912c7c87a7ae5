import xterm from '@xterm/headless';

export type Cell = {
	readonly text: string;
	/** Palette index or `#rrggbb`; undefined for the terminal's own colour. */
	readonly colour: string | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly inverse: boolean;
};

export type Screen = readonly (readonly Cell[])[];

/** A terminal without a window: it understands what programs write and knows what each cell shows. */
export function createTerminal(columns: number, rows: number): xterm.Terminal {
	return new xterm.Terminal({cols: columns, rows, allowProposedApi: true, convertEol: false});
}

export function screenOf(terminal: xterm.Terminal): Screen {
	const buffer = terminal.buffer.active;
	return Array.from({length: terminal.rows}, (_row, y) => {
		const row = buffer.getLine(buffer.baseY + y);
		return Array.from({length: terminal.cols}, (_cell, x): Cell => {
			const cell = row?.getCell(x);
			const colour =
				cell === undefined || cell.isFgDefault()
					? undefined
					: cell.isFgRGB()
						? `#${cell.getFgColor().toString(16).padStart(6, '0')}`
						: String(cell.getFgColor());
			return {
				text: cell?.getChars() === '' || cell === undefined ? ' ' : cell.getChars(),
				colour,
				bold: cell?.isBold() === 1 || (cell?.isBold() ?? 0) > 0,
				dim: (cell?.isDim() ?? 0) > 0,
				inverse: (cell?.isInverse() ?? 0) > 0,
			};
		});
	});
}

/** What a person reads, without blanks at the ends of lines. */
export function textOfScreen(screen: Screen): string {
	return screen
		.map(row =>
			row
				.map(({text}) => text)
				.join('')
				.trimEnd(),
		)
		.join('\n')
		.trimEnd();
}
