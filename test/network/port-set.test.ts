import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {intervalSet} from '../../source/network/interval-set.js';
import {anyPort, formatPorts, type PortSet, parsePorts} from '../../source/network/port-set.js';
import {formatProtocols, protocols} from '../../source/network/protocol-set.js';

test.each<[string, PortSet]>([
	['*', anyPort],
	['0-65535', anyPort],
	['443', [[443, 443]]],
	['0', [[0, 0]]],
	[
		'80,8080-8090',
		[
			[80, 80],
			[8080, 8090],
		],
	],
	['81,80', [[80, 81]]],
])('ports %s', (text, set) => {
	expect(parsePorts(text)).toEqual({ok: true, value: set});
});

describe('ports that are refused', () => {
	test.each([
		[''],
		[' 443'],
		['443 '],
		['0443'],
		['65536'],
		['99999'],
		['-1'],
		['80-'],
		['80-90-100'],
		['80,'],
		['80, 81'],
		['http'],
		['8e1'],
		['80,*'],
	])('%j', text => {
		expect(parsePorts(text)).toEqual({ok: false, problem: expect.stringContaining('is not a port')});
	});

	test('a range that ends before it begins', () => {
		expect(parsePorts('90-80')).toEqual({ok: false, problem: 'The port range 90-80 ends before it begins.'});
	});
});

test('ports read back as they were written', () => {
	const port = fc.nat(65_535);
	fc.assert(
		fc.property(fc.array(fc.tuple(port, port), {minLength: 1}).map(intervalSet), set => {
			fc.pre(set.length > 0);
			expect(parsePorts(formatPorts(set))).toEqual({ok: true, value: set});
		}),
	);
});

test('protocols have names in sentences, and long runs are not spelled out', () => {
	expect(formatProtocols([[0, 255]])).toBe('any');
	expect(formatProtocols(protocols('udp', 'tcp'))).toBe('tcp+udp');
	expect(
		formatProtocols([
			[2, 3],
			[6, 6],
		]),
	).toBe('protocol 2+protocol 3+tcp');
	expect(formatProtocols([[7, 255]])).toBe('protocols 7-255');
	expect(formatProtocols([])).toBe('no protocol');
});
