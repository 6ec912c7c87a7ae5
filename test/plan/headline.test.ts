import {expect, test} from 'vitest';
import type {ForNames, Opened} from '../../source/controls/comparison.js';
import {headline} from '../../source/plan/headline.js';

const opened = (wider?: Opened['wider']): Opened => ({control: 'nsg', resource: 'nsg', what: 'something', wider});
const beyond = {reason: 'More.', alternative: undefined, witness: 'a packet'};
const forNames = (...names: readonly string[]): ForNames => ({
	names,
	by: 'security groups',
	open: 'tcp 443 to every address for 10.41.0.0/25',
});

function sentence(all: readonly Opened[], unsure: readonly string[] = []): string {
	return headline({opened: all, closed: [], undecided: []}, {won: 4, doubted: 0, left: 1}, unsure);
}

test.each([
	['nothing wider', [opened()], 'Opens 4 of 5 blocked flows, nothing more than they need; closes nothing.'],
	[
		'something wider',
		[opened(beyond)],
		'Opens 4 of 5 blocked flows, and 1 opening wider than required; closes nothing.',
	],
	[
		'addresses for names',
		[opened(), opened({...beyond, forNames: forNames('gcr.io', 'quay.io')})],
		'Opens 4 of 5 blocked flows: 2 names, and tcp 443 to every address for 10.41.0.0/25, because security groups cannot match names; closes nothing.',
	],
	[
		'addresses for names in two ways, and something wider',
		[
			opened({...beyond, forNames: forNames('gcr.io')}),
			opened({
				...beyond,
				forNames: {
					...forNames('gcr.io', 'quay.io'),
					by: 'network policies',
					open: 'tcp 443 to every address for namespace dev',
				},
			}),
			opened(beyond),
		],
		'Opens 4 of 5 blocked flows: 2 names, and tcp 443 to every address for 10.41.0.0/25 and tcp 443 to every address for namespace dev, because security groups and network policies cannot match names, and 1 opening wider than required; closes nothing.',
	],
])('says %s in numbers', (_, all, expected) => {
	expect(sentence(all)).toBe(expected);
});

test('names what was undecided', () => {
	expect(sentence([opened()], ['backend'])).toMatch(/ Undecided: backend; /);
});

test('counts flows that nothing surely blocks any more, which is not the same as open', () => {
	expect(headline({opened: [opened()], closed: [], undecided: []}, {won: 3, doubted: 2, left: 1}, [])).toBe(
		'Opens 3 of 6 blocked flows and makes 2 more undecided, nothing more than they need; closes nothing.',
	);
});

test('counts what closes and what was not proved', () => {
	const closed = [{control: 'nsg' as const, resource: 'nsg', what: 'a way', witness: 'a packet'}];
	expect(headline({opened: [], closed, undecided: ['What?']}, {won: 0, doubted: 0, left: 1}, [])).toBe(
		'Opens 0 of 1 blocked flow, nothing more than they need; closes 1 way. 1 question could not be decided.',
	);
});

test.each([
	[1, [], 'No change opens what is blocked; see what is left to do by hand.'],
	[0, [], 'Nothing is blocked; there is nothing to do.'],
] as const)('says it where nothing changes: %i blocked', (left, unsure, expected) => {
	expect(headline({opened: [], closed: [], undecided: []}, {won: 0, doubted: 0, left}, unsure)).toBe(expected);
});
