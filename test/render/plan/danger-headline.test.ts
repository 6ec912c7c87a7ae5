import {expect, test} from 'vitest';
import type {Danger} from '../../../source/plan/plan.js';
import {dangerHeadline} from '../../../source/render/plan/danger-headline.js';

const step = (code?: Danger['code']) => ({danger: code === undefined ? undefined : {code, warning: 'w'}});

test.each([
	[[], undefined],
	[[undefined, undefined], undefined],
	[[undefined, 'deny-bypassed'], '▲ 1 step passes an explicit deny'],
	[['deny-bypassed', 'deny-bypassed'], '▲ 2 steps pass an explicit deny'],
	[
		['ranges-first-set', 'endpoint-published', 'range-removed'],
		'▲ 1 step closes the API server to every other address; 1 step publishes something to the internet; 1 step takes an authorized range away',
	],
] as const)('%j', (codes, headline) => {
	expect(dangerHeadline(codes.map(step))).toBe(headline);
});
