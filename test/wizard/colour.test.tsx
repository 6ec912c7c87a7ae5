import {expect, test, vi} from 'vitest';

// Chalk looks at the environment when it is loaded, and the rest of the suite runs without colours.
vi.hoisted(() => {
	process.env['FORCE_COLOR'] = '1';
	delete process.env['NO_COLOR'];
});

import type {Cell, Screen} from '../helpers/screen.js';
import {pngOfSvg, svgOfScreen} from '../helpers/screen-picture.js';
import {keys, stage} from './stage.js';

const red = '1';
const green = '2';
const cyan = '6';

function cellsOf(screen: Screen, text: string): readonly Cell[] {
	for (const row of screen) {
		const at = row
			.map(cell => cell.text)
			.join('')
			.indexOf(text);
		if (at >= 0) {
			return row.slice(at, at + text.length);
		}
	}

	throw new Error(`${text} is not on the screen`);
}

async function atFindings(colour: boolean) {
	const view = await stage({capabilities: {colour}});
	await view.until('aks-billing');
	await view.press(keys.enter);
	await view.until('Image pull');
	await view.press(keys.enter);
	await view.until('What the traffic');
	await view.press(keys.enter);
	await view.until('✗ firewall afw-hub  default deny');
	return view;
}

test('colours tell verdicts apart, and the selected row from the others', async () => {
	const view = await atFindings(true);
	const screen = view.screen();

	expect(cellsOf(screen, '6 blocked').every(({colour}) => colour === red)).toBe(true);
	expect(cellsOf(screen, '✓ 1 allowed').every(({colour}) => colour === green)).toBe(true);
	expect(cellsOf(screen, 'firewall afw-hub').every(({colour, bold}) => colour === cyan && bold)).toBe(true);
	expect(cellsOf(screen, 'NSG nsg-aks').every(({colour}) => colour === undefined)).toBe(true);
	await view.close();
});

test('differences are green and red, with signs beside the colours', async () => {
	const view = await atFindings(true);
	await view.press(keys.enter);
	await view.until('Steps');
	await view.press(keys.down);
	await view.until('+ priority: 3900');

	expect(cellsOf(view.screen(), '+ priority: 3900').every(({colour}) => colour === green)).toBe(true);
	await view.close();
});

test('without colours no cell has one, and all the signs are still there', async () => {
	const view = await atFindings(false);

	expect(
		view
			.screen()
			.flat()
			.filter(({colour}) => colour !== undefined),
	).toEqual([]);
	expect(view.text()).toContain('✗ 6 blocked');
	await view.close();
});

test('a screen can be made a picture', async () => {
	const view = await atFindings(true);
	const svg = svgOfScreen(view.screen());

	expect(svg).toContain('fill="#ff6b68"');
	expect(Buffer.from(pngOfSvg(svg)).subarray(1, 4).toString()).toBe('PNG');
	await view.close();
});
