import {describe, expect, test} from 'vitest';
import {basisOf, contentHash, driftFrom, exactHash} from '../../source/plan/basis.js';
import type {Json} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';
import {sampleChanges, sampleIds} from '../helpers/sample-changes.js';

const group = {
	id: sampleIds.group,
	name: 'nsg',
	type: 'Microsoft.Network/networkSecurityGroups',
	location: 'westeurope',
	properties: {securityRules: [{name: 'a', properties: {priority: 100}}]},
};
const namespace = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop', labels: {team: 'b'}}};

describe('what a plan was made from', () => {
	const world = worldOf([group, namespace]);

	test('is listed once, sorted, with a version', () => {
		const {route, labels} = sampleChanges;
		const basis = basisOf(world, [sampleChanges['security-rule'], sampleChanges['security-rule'], labels, route]);
		expect(basis.map(({resource}) => resource)).toEqual([sampleIds.group, sampleIds.table, 'Namespace/shop']);
		expect(basis.map(({version}) => version)).toEqual([
			expect.stringMatching(/^[\da-f]{16}$/),
			'absent',
			expect.stringMatching(/^[\da-f]{16}$/),
		]);
	});

	test.each<[string, Json, boolean]>([
		['the same', group, false],
		['a sibling', {...group, properties: {securityRules: []}}, true],
		[
			'what Azure writes by itself',
			{...group, properties: {...group.properties, provisioningState: 'Updating', etag: 'x'}},
			false,
		],
	])('has drifted by %s: %s', (_what, now, drifted) => {
		const changes = [sampleChanges['security-rule']];
		const drift = driftFrom(basisOf(world, changes), basisOf(worldOf([now, namespace]), changes));
		expect(drift.map(({resource}) => resource)).toEqual(drifted ? [sampleIds.group] : []);
	});

	test.each<[string, Json, boolean]>([
		[
			'resource version and status',
			{...namespace, metadata: {...namespace.metadata, resourceVersion: '9'}, status: {}},
			false,
		],
		['a label', {...namespace, metadata: {name: 'shop', labels: {team: 'c'}}}, true],
		['an annotation', {...namespace, metadata: {...namespace.metadata, annotations: {x: 'y'}}}, true],
	])('of a Kubernetes object has drifted by %s: %s', (_what, now, drifted) => {
		const drift = driftFrom(basisOf(world, [sampleChanges.labels]), basisOf(worldOf([now]), [sampleChanges.labels]));
		expect(drift).toHaveLength(drifted ? 1 : 0);
	});

	test('has drifted where it is gone, and where it came', () => {
		const changes = [sampleChanges['security-rule']];
		const [there, gone] = [basisOf(world, changes), basisOf(worldOf([]), changes)];
		expect(driftFrom(there, gone)).toHaveLength(1);
		expect(driftFrom(gone, there)).toHaveLength(1);
	});

	test('is the same resource in any case', () => {
		const entry = {resource: sampleIds.group, version: '1'};
		expect(driftFrom([entry], [{...entry, resource: entry.resource.toUpperCase()}])).toEqual([]);
	});
});

test.each<[Json, Json, boolean]>([
	[{a: 1, b: []}, {a: 1}, true],
	[{a: 1, b: {}}, {a: 1, b: null}, true],
	[{a: 1, count: 3}, {a: 1, count: 4}, true],
	[{b: 2, a: 1}, {a: 1, b: 2}, true],
	[{a: [1, 2]}, {a: [2, 1]}, false],
	[{a: 1}, {a: 2}, false],
])('of what lasts in %j and %j the hashes are the same: %s', (one, other, same) => {
	expect(contentHash(one) === contentHash(other)).toBe(same);
});

test.each<[Json, Json]>([
	[{podSelector: {}}, {}],
	[{matchLabels: {size: 'a'}}, {matchLabels: {size: 'b'}}],
])('every field counts in an exact hash: %j, %j', (one, other) => {
	expect(exactHash(one)).not.toBe(exactHash(other));
});
