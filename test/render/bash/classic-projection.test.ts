import {spawnSync} from 'node:child_process';
import {execaSync} from 'execa';
import {describe, expect, test} from 'vitest';
import type {ClassicCollections} from '../../../source/plan/change.js';
import {classicMerge, classicQuery} from '../../../source/render/bash/classic-projection.js';
import type {JsonObject} from '../../../source/topology/world.js';

const collection = (name: string, rule: JsonObject): JsonObject => ({
	name,
	properties: {priority: 200, action: {type: 'Allow'}, rules: [rule]},
});

const none: ClassicCollections = {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};

const ours: ClassicCollections = {
	natRuleCollections: [
		collection('aksess-dnat', {name: 'web', translatedAddress: '10.0.0.4', translatedPort: '443', protocols: ['TCP']}),
	],
	networkRuleCollections: [
		collection('aksess-net', {
			name: "it's",
			sourceAddresses: ['10.0.0.0/24', '10.1.0.0/24'],
			destinationPorts: ['443'],
		}),
	],
	applicationRuleCollections: [
		collection('aksess-app', {name: 'gcr', protocols: [{protocolType: 'Https', port: 443}], targetFqdns: ['gcr.io']}),
	],
};

const theirs = collection('theirs', {name: 'x', sourceAddresses: ['*']});

const jq = spawnSync('jq', ['--version']).status === 0;

describe.skipIf(!jq)('the real jq (skipped where it is not installed)', () => {
	const names = ['--argjson', 'names', '["aksess-dnat", "aksess-net", "aksess-app"]'];
	const query = (firewall: JsonObject) =>
		execaSync('jq', ['--raw-output', ...names, classicQuery], {input: JSON.stringify(firewall)}).stdout;
	const merge = (firewall: JsonObject, own: ClassicCollections): {readonly properties: JsonObject} =>
		JSON.parse(
			execaSync('jq', [...names, '--argjson', 'own', JSON.stringify([own]), classicMerge], {
				input: JSON.stringify(firewall),
			}).stdout,
		);

	test('prints our collections, a rule a line, and nobody else’s', () => {
		const properties = {...ours, networkRuleCollections: [theirs, ...ours.networkRuleCollections]};
		expect(query({properties}).split('\n')).toEqual([
			'aksess-dnat|200|Allow',
			'web|||||||||TCP|10.0.0.4||443',
			'aksess-net|200|Allow',
			"it's|10.0.0.0/24,10.1.0.0/24|||||||443||||",
			'aksess-app|200|Allow',
			'gcr||||||gcr.io|||Https:443|||',
		]);
		expect(query({properties: {networkRuleCollections: [theirs]}})).toBe('');
		expect(query({properties: {}})).toBe('');
	});

	test('tells every change of a rule', () => {
		const [first] = ours.networkRuleCollections;
		const changed = {...first, properties: {priority: 200, action: {type: 'Allow'}, rules: [{name: "it's"}]}};
		expect(query({properties: {...ours, networkRuleCollections: [changed]}})).not.toBe(query({properties: ours}));
	});

	test('exchanges our collections and keeps everything else', () => {
		const before = {name: 'fw', tags: {a: 'b'}, properties: {sku: 1, networkRuleCollections: [theirs]}};
		const opened = merge(before, ours);
		expect(opened.properties['networkRuleCollections']).toEqual([theirs, ...ours.networkRuleCollections]);
		expect(opened).toMatchObject({name: 'fw', tags: {a: 'b'}, properties: {sku: 1}});
		expect(merge(opened as unknown as JsonObject, none).properties).toEqual({...none, ...before.properties});
	});
});
