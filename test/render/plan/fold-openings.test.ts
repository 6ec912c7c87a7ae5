import {expect, test} from 'vitest';
import type {Opened} from '../../../source/controls/comparison.js';
import {foldOpenings} from '../../../source/render/plan/fold-openings.js';

function opened(what: string, control: Opened['control'] = 'network-policy', wider?: Opened['wider']): Opened {
	return {control, resource: 'r', what, wider};
}

test.each([
	['ports', ['a to b, tcp 9000', 'a to b, tcp 80'], ['a to b, tcp 80,9000']],
	['ends', ['a to b, tcp 443', 'a to c, tcp 443'], ['a to b, c, tcp 443']],
	['callers', ['a to c, udp 53', 'b to c, udp 53'], ['a, b to c, udp 53']],
	['every port', ['a to c, every tcp port', 'a to d, every tcp port'], ['a to c, d, every tcp port']],
	['nothing, where two parts differ', ['a to b, tcp 1', 'c to d, tcp 1'], ['a to b, tcp 1', 'c to d, tcp 1']],
	['nothing, where the protocols differ', ['a to b, tcp 1', 'a to b, udp 1'], ['a to b, tcp 1', 'a to b, udp 1']],
	[
		'nothing that has another shape',
		['a to b by Internet', 'a to c by Internet'],
		['a to b by Internet', 'a to c by Internet'],
	],
])('what becomes reachable is told together: %s', (_name, whats, folded) => {
	expect(foldOpenings(whats.map(what => opened(what))).map(({what}) => what)).toEqual(folded);
});

test('what is wider than required, or of another control, stays apart', () => {
	const wider = {reason: 'No flow needs it.', alternative: undefined, witness: 'x'};

	expect(
		foldOpenings([
			opened('a to b, tcp 1'),
			opened('a to b, tcp 2', 'nsg'),
			opened('a to b, tcp 3', 'network-policy', wider),
		]),
	).toEqual([
		{control: 'network-policy', what: 'a to b, tcp 1'},
		{control: 'network-policy', what: 'a to b, tcp 3'},
		{control: 'nsg', what: 'a to b, tcp 2'},
	]);
});
