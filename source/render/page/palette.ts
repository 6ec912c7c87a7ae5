/** The colours of a page in one scheme. Text in each of the first group is read on `page` and on `raised`. */
export type Palette = Readonly<
	Record<'text' | 'quiet' | 'link' | 'blocked' | 'undecided' | 'allowed' | 'page' | 'raised' | 'line', string>
>;

/** Contrast of text is at least 4.5 to 1, of the line around a field 3 to 1 (WCAG 2.2, 1.4.3 and 1.4.11); a test computes it. */
export const palettes: Readonly<Record<'light' | 'dark', Palette>> = {
	light: {
		text: '#1b1f24',
		quiet: '#57606a',
		link: '#0a58ca',
		blocked: '#b3261e',
		undecided: '#7a5200',
		allowed: '#166b34',
		page: '#ffffff',
		raised: '#f4f6f8',
		line: '#848d97',
	},
	dark: {
		text: '#e6e9ed',
		quiet: '#a5afba',
		link: '#8ab8ff',
		blocked: '#ff9d94',
		undecided: '#f0c069',
		allowed: '#7fd79b',
		page: '#14181d',
		raised: '#1e242b',
		line: '#7a8490',
	},
};

export function paletteStyle(palette: Palette): string {
	return Object.entries(palette)
		.map(([name, colour]) => `--${name}: ${colour};`)
		.join(' ');
}
