import {describe, expect, test} from 'vitest';
import {palettes} from '../../../source/render/page/palette.js';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
	const channels = [1, 3, 5].map(start => Number.parseInt(colour.slice(start, start + 2), 16) / 255);
	const [red = 0, green = 0, blue = 0] = channels.map(part =>
		part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
	);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
	const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
	return (light + 0.05) / (dark + 0.05);
}

test('black on white has the contrast that the standard gives it', () => {
	expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});

describe.each(Object.entries(palettes))('in the %s scheme', (_, palette) => {
	test.each(['text', 'quiet', 'link', 'blocked', 'undecided', 'allowed'] as const)('%s can be read', name => {
		expect(contrast(palette[name], palette.page)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(palette[name], palette.raised)).toBeGreaterThanOrEqual(4.5);
	});

	test('the edge of a field can be seen', () => {
		expect(contrast(palette.line, palette.page)).toBeGreaterThanOrEqual(3);
		expect(contrast(palette.line, palette.raised)).toBeGreaterThanOrEqual(3);
	});
});
