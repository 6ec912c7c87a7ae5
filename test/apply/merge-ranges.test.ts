import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {mergeRanges, type RangesChange, rangesStanding} from '../../source/apply/merge-ranges.js';
import {addresses} from '../../source/network/address-set.js';
import {isSubset} from '../../source/network/interval-set.js';
import {invert} from '../../source/plan/invert.js';

function change(before: readonly string[], after: readonly string[]): RangesChange {
	return {kind: 'authorized-ranges', cluster: '/c', before, after};
}

const adds = change(['20.1.0.0/16'], ['20.1.0.0/16', '20.9.77.140/32']);

describe('rangesStanding', () => {
	test.each([
		['the list of before', adds, ['20.1.0.0/16'], 'before'],
		['the list of after', adds, ['20.9.77.140/32', '20.1.0.0/16'], 'after'],
		['a bare address is its /32', adds, ['20.1.0.0/16', '20.9.77.140'], 'after'],
		['somebody added one more', adds, ['20.1.0.0/16', '52.1.1.1/32'], 'before'],
		['somebody let in a wider network', adds, ['20.0.0.0/8'], 'after'],
		['somebody emptied the list', adds, [], 'cleared'],
		['the first ranges ever', change([], ['20.9.77.140/32']), [], 'before'],
		['the first ranges taken back', invert(change([], ['20.9.77.140/32'])) as RangesChange, [], 'after'],
		['own egress only', change(['0.0.0.0/32'], ['20.1.1.1/32']), ['0.0.0.0/32'], 'before'],
		['a part of it', change([], ['20.1.1.1/32', '20.1.1.2/32']), ['20.1.1.1/32'], 'half'],
	] as const)('%s', (_name, wanted, now, standing) => {
		expect(rangesStanding(wanted, now)).toBe(standing);
	});
});

const range = fc.nat({max: 40}).map(host => `20.1.1.${host}/32`);
const ranges = fc.uniqueArray(range, {maxLength: 12});

describe('mergeRanges', () => {
	test('what somebody added in the meantime stays, in both directions', () => {
		fc.assert(
			fc.property(ranges, ranges, ranges, (before, added, others) => {
				const wanted = change(before, [...new Set([...before, ...added])]);
				const theirs = others.filter(entry => !wanted.after.includes(entry));
				const applied = mergeRanges(wanted, [...before, ...theirs]);
				expect(applied).toEqual(expect.arrayContaining([...wanted.after, ...theirs]));
				expect(rangesStanding(wanted, applied)).toBe('after');
				const undone = mergeRanges(invert(wanted) as RangesChange, applied);
				expect(undone.toSorted()).toEqual([...before, ...theirs].toSorted());
			}),
		);
	});

	test('adding never makes the list let in less', () => {
		fc.assert(
			fc.property(ranges, ranges, ranges, (before, added, now) => {
				const wanted = change(before, [...before, ...added]);
				expect(isSubset(addresses(...now), addresses(...mergeRanges(wanted, now)))).toBe(true);
			}),
		);
	});

	test('0.0.0.0/32 may not stand beside other entries', () => {
		expect(mergeRanges(change([], ['20.1.1.1/32']), ['0.0.0.0/32'])).toEqual(['20.1.1.1/32']);
	});
});
