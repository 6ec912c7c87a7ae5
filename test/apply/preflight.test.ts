import {describe, expect, test} from 'vitest';
import type {ArmRequests} from '../../source/apply/arm-requests.js';
import type {Clock} from '../../source/apply/clock.js';
import type {KubeRequests} from '../../source/apply/kube-requests.js';
import {assertCanBegin, preflight} from '../../source/apply/preflight.js';
import {RequestFailure} from '../../source/apply/request-failure.js';
import type {Change} from '../../source/plan/change.js';
import {invert} from '../../source/plan/invert.js';
import type {Json, JsonObject} from '../../source/topology/world.js';
import {sampleChanges, sampleIds} from '../helpers/sample-changes.js';

/** What Azure and the cluster answer; everything is allowed and nothing is locked until a test says otherwise. */
type Given = {
	readonly permissions?: readonly JsonObject[] | 'denied';
	readonly locks?: readonly JsonObject[];
	readonly resource?: JsonObject | null;
	readonly allowed?: boolean;
};

const everything: JsonObject = {actions: ['*'], notActions: []};
const clock: Clock = {now: () => 0, sleep: async () => {}};

function answering({permissions = [everything], locks = [], resource = {properties: {}}, allowed = true}: Given) {
	const arm: ArmRequests = {
		endpoint: 'https://arm',
		send: async ({url}) => {
			const isPermissions = url.includes('/permissions?');
			if (isPermissions && permissions === 'denied') {
				throw new RequestFailure('no', {status: 403, code: '', retryAfterMs: undefined});
			}

			const value = isPermissions ? permissions : locks;
			return {status: 200, body: {value: value as Json}, header: () => undefined};
		},
		get: async () => resource,
		urlOf: id => id,
	};
	const kube: KubeRequests = {
		server: 'https://kube',
		send: async () => ({status: {allowed}}),
		answers: async () => true,
		close: async () => {},
	};
	return {arm, kube: async () => kube, clock, signal: new AbortController().signal};
}

async function found(changes: readonly Change[], given: Given = {}) {
	return preflight(changes, answering(given));
}

function lock(level: string): JsonObject {
	return {name: 'keep', properties: {level}};
}

const rule = sampleChanges['security-rule'];

test('finds nothing where everything is allowed', async () => {
	expect(await found(Object.values(sampleChanges))).toEqual({missing: [], problems: [], notes: []});
});

/** A lock that forbids to delete forbids to undo what is created, and to do what deletes (lock-resources.md). */
describe('a lock', () => {
	test.each<[string, string, Change, readonly string[], readonly string[]]>([
		['ReadOnly', 'forbids to create', rule, ['the lock keep on nsg forbids the change'], []],
		['ReadOnly', 'forbids to delete', invert(rule), ['the lock keep on nsg forbids the change'], []],
		['CanNotDelete', 'only warns of undo', rule, [], ['the lock keep on nsg would forbid to undo the change']],
		['CanNotDelete', 'forbids to delete', invert(rule), ['the lock keep on nsg forbids the change'], []],
		['CanNotDelete', 'does not concern what is only written', sampleChanges['authorized-ranges'], [], []],
		['Other', 'is none that is known', rule, [], []],
	])('%s %s', async (level, _what, change, problems, notes) => {
		expect(await found([change], {locks: [lock(level)]})).toEqual({missing: [], problems, notes});
	});
});

describe('a permission', () => {
	const write = 'Microsoft.Network/networkSecurityGroups/securityRules/write';
	const remove = 'Microsoft.Network/networkSecurityGroups/securityRules/delete';
	const undo = `undo will not be possible for you: ${remove} on nsg is missing`;

	test.each<[string, readonly JsonObject[], readonly string[], readonly string[]]>([
		['that is named is there', [{actions: [write, remove], notActions: []}], [], []],
		[
			'is there in any case and by a pattern',
			[{actions: ['microsoft.network/NETWORKsecuritygroups/*'], notActions: []}],
			[],
			[],
		],
		['to write only does not undo', [{actions: [write], notActions: []}], [], [undo]],
		['that is excepted is missing', [{actions: ['*'], notActions: ['*/write']}], [write], []],
		[
			'that one assignment excepts and another gives is there',
			[{actions: ['*'], notActions: [write]}, everything],
			[],
			[],
		],
		['is missing where there is none', [], [write], [undo]],
		['of something that only begins alike is missing', [{actions: [`${write}x`, remove], notActions: []}], [write], []],
	])('%s', async (_what, permissions, missing, notes) => {
		const result = await found([rule], {permissions});
		expect(result.missing).toEqual(missing.map(action => ({action, scope: sampleIds.group})));
		expect(result.notes).toEqual(notes);
	});

	test('that cannot be asked for is said, and stops nothing', async () => {
		expect(await found([rule], {permissions: 'denied'})).toEqual({
			missing: [],
			problems: [],
			notes: ['what you may do on nsg could not be asked'],
		});
	});
});

test.each<[string, JsonObject | null, readonly string[], readonly string[]]>([
	['gone', null, ['nsg is not there any more'], []],
	['being deleted', {properties: {provisioningState: 'Deleting'}}, ['nsg is being deleted'], []],
	[
		'stopped',
		{properties: {powerState: {code: 'Stopped'}}},
		['the cluster nsg is stopped; start it with `az aks start`'],
		[],
	],
	[
		'worked on',
		{properties: {provisioningState: 'Updating'}},
		[],
		['nsg is still being updated (updating); its step will wait'],
	],
	[
		'failed',
		{properties: {provisioningState: 'Failed'}},
		[],
		['the last update of nsg failed; Azure may refuse the next one'],
	],
	['as it should be', {properties: {provisioningState: 'Succeeded'}}, [], []],
])('what is %s is said before anything is written', async (_what, resource, problems, notes) => {
	expect(await found([rule], {resource})).toEqual({missing: [], problems, notes});
});

test('what may not be done in the cluster is a problem', async () => {
	const {labels} = sampleChanges;
	expect((await found([sampleChanges['kube-object'], labels], {allowed: false})).problems).toEqual([
		'you may not patch networkpolicies in the namespace shop',
		'you may not create networkpolicies in the namespace shop',
		'you may not patch namespaces',
	]);
});

test('what stands against beginning is one sentence with the way out', () => {
	const missing = [{action: 'a/write', scope: sampleIds.group}];
	expect(() => assertCanBegin({missing, problems: ['x is gone'], notes: []})).toThrow(
		'Nothing was changed: the permission a/write on nsg is missing; x is gone.',
	);
	expect(() => assertCanBegin({missing: [], problems: [], notes: ['y']})).not.toThrow();
});
