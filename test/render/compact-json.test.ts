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
	expect(compactJson({priority: 100, rules: [rule, 'x', 'y']})).toBe(
		[
			'{"priority": 100, "rules": [',
			'  {"name": "public-ingress", "ruleType": "NatRule", "ipProtocols": ["TCP"], "sourceAddresses": ["*"],',
			'    "destinationAddresses": ["20.61.14.33"], "destinationPorts": ["80"]},',
			'  "x", "y"',
			']}',
		].join('\n'),
	);
});

test('begins a line for a list that fits on one of its own', () => {
	const targetFqdns = ['azds-5b9d2e77-41c0-4f6a-b3d8-1e7a90c25f34.weu.azds.io'];

	expect(
		compactJson({name: 'backend', ruleType: 'ApplicationRule', sourceAddresses: ['10.41.0.0/25'], targetFqdns}),
	).toBe(
		[
			'{"name": "backend", "ruleType": "ApplicationRule", "sourceAddresses": ["10.41.0.0/25"],',
			'  "targetFqdns": ["azds-5b9d2e77-41c0-4f6a-b3d8-1e7a90c25f34.weu.azds.io"]}',
		].join('\n'),
	);
});

test('spells out what would deceive', () => {
	expect(compactJson({'a\u202e': 'b\u0000'})).toBe(String.raw`{"a\u202e": "b\u0000"}`);
});
