import {expect, test} from 'vitest';
import {rememberByKey} from '../../source/topology/remember-by-key.js';

test('a question of one key is answered once for each object, also where the answer is nothing', () => {
	const asked: string[] = [];
	const sizeOf = rememberByKey(
		({word}: {readonly word: string}) => word,
		(owner: {readonly name: string}, {word}) => {
			asked.push(`${owner.name} ${word}`);
			return word === '' ? undefined : word.length;
		},
	);
	const [one, other] = [{name: 'one'}, {name: 'other'}];

	expect([sizeOf(one, {word: 'ab'}), sizeOf(one, {word: 'ab'}), sizeOf(other, {word: 'ab'})]).toEqual([2, 2, 2]);
	expect([sizeOf(one, {word: ''}), sizeOf(one, {word: ''})]).toEqual([undefined, undefined]);
	expect(asked).toEqual(['one ab', 'other ab', 'one ']);
});
