import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {armRules, kubeRules, sameSettings} from '../../source/apply/same-settings.js';
import type {Json} from '../../source/topology/world.js';

describe('sameSettings', () => {
	test.each<[string, Json, Json, boolean]>([
		['a default that Azure adds', {priority: 100}, {priority: 100, terminateTLS: false}, true],
		[
			'what Azure says of its own work',
			{priority: 100},
			{priority: 100, provisioningState: 'Updating', size: '1MB'},
			true,
		],
		['another case', {protocol: 'Tcp'}, {protocol: 'TCP'}, true],
		['a port as text', {port: 443}, {port: '443'}, true],
		['another order', {addresses: ['a', 'b']}, {addresses: ['b', 'a']}, true],
		['an empty list that was not named', {a: 1}, {a: 1, groups: []}, true],
		['a list that was not named', {a: 1}, {a: 1, groups: ['x']}, false],
		['one more address', {addresses: ['a']}, {addresses: ['a', 'b']}, false],
		['the same address twice', {addresses: ['a', 'a']}, {addresses: ['a', 'b']}, false],
		['another value', {priority: 100}, {priority: 101}, false],
		['something that is gone', {priority: 100}, {}, false],
		['a rule more', {rules: [{name: 'a'}]}, {rules: [{name: 'a'}, {name: 'b'}]}, false],
	])('in Azure, %s: %j %j is %s', (_name, wanted, now, same) => {
		expect(sameSettings(wanted, now, armRules)).toBe(same);
	});

	test.each<[string, Json, Json, boolean]>([
		['a default that the API server adds', {ports: [{port: 80}]}, {ports: [{port: 80, protocol: 'TCP'}]}, true],
		['another case', {name: 'A'}, {name: 'a'}, false],
		[
			'a selector of everything against none',
			{from: [{podSelector: {}, namespaceSelector: {}}]},
			{from: [{podSelector: {}}]},
			false,
		],
		['nothing allowed against everything', {ingress: []}, {ingress: [{}]}, false],
	])('in Kubernetes, %s: %j %j is %s', (_name, wanted, now, same) => {
		expect(sameSettings(wanted, now, kubeRules)).toBe(same);
	});

	test('everything is the same as itself', () => {
		fc.assert(
			fc.property(fc.jsonValue(), value => {
				expect(sameSettings(value as Json, value as Json, armRules)).toBe(true);
				expect(sameSettings(value as Json, value as Json, kubeRules)).toBe(true);
			}),
		);
	});
});
