import fc from 'fast-check';
import {expect, test} from 'vitest';
import {compactJson} from '../../source/render/compact-json.js';
import {draws} from '../helpers/draws.js';

test('means what JSON means, in lines that fit', () => {
	fc.assert(
		fc.property(fc.jsonValue({maxDepth: 5}), value => {
			const text = compactJson(value);

			expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
		}),
		draws(500),
	);
});

test('puts on a line what fits on one, and packs the rest', () => {
	const rule = {
		name: 'public-ingress',
		ruleType: 'NatRule',
		ipProtocols: ['TCP'],
		sourceAddresses: ['*'],
		destinationAddresses: ['20.61.14.33'],
		destinationPorts: ['80'],
		nothing: undefined,
	};

	expect(compactJson({priority: 100, rules: []})).toBe('{"priority": 100, "rules": []}');
	expect(compactJson({priority: 100, rules: [rule, 'x']})).toBe(
		[
			'{',
			'  "priority": 100,',
			'  "rules": [',
			'    {',
			'      "name": "public-ingress", "ruleType": "NatRule", "ipProtocols": ["TCP"], "sourceAddresses": ["*"],',
			'      "destinationAddresses": ["20.61.14.33"], "destinationPorts": ["80"]',
			'    },',
			'    "x"',
			'  ]',
			'}',
		].join('\n'),
	);
});

test('spells out what would deceive', () => {
	expect(compactJson({'a\u202e': 'b\u0000'})).toBe(String.raw`{"a\u202e": "b\u0000"}`);
});
