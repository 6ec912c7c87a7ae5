import {describe, expect, test} from 'vitest';
import type {Change} from '../../../source/plan/change.js';
import {changeRecords, recordOf} from '../../../source/plan/changes/change-records.js';
import type {JsonObject} from '../../../source/topology/world.js';
import {sampleChanges, sampleIds} from '../../helpers/sample-changes.js';

/*
 * What the record of every kind says of one change of it: the parts that are told apart by kind and by nothing else.
 */

const join = (what: string) => `Microsoft.Network/${what}/join/action`;
const credentials = 'Microsoft.ContainerService/managedClusters/listClusterUserCredential/action';
const {cluster, firewall, group, policy, table} = sampleIds;

type Said = {
	readonly id: string;
	readonly title: string;
	readonly basis: readonly unknown[];
	readonly stage: string;
	readonly lane: string;
	readonly actions: readonly (readonly [string, string])[];
	readonly linked: readonly string[];
	/** Verbs on the object. */
	readonly verbs: readonly string[];
};

const expected: Readonly<Record<keyof typeof sampleChanges, Said>> = {
	'rule-collection-group': {
		id: 'rule-collection-group/afwp/ours',
		title: 'Write rule collection group ours to policy afwp',
		basis: [`${policy}/ruleCollectionGroups/ours`, policy],
		stage: 'independent',
		lane: 'firewalls',
		actions: [['Microsoft.Network/firewallPolicies/ruleCollectionGroups/write', policy]],
		linked: [],
		verbs: [],
	},
	'security-rule': {
		id: 'security-rule/nsg/ours',
		title: 'Add rule ours to nsg',
		basis: [group],
		stage: 'independent',
		lane: group.toLowerCase(),
		actions: [['Microsoft.Network/networkSecurityGroups/securityRules/write', group]],
		linked: [],
		verbs: [],
	},
	route: {
		id: 'route/rt/ours',
		title: 'Add route ours to rt',
		basis: [table],
		stage: 'independent',
		lane: table.toLowerCase(),
		actions: [['Microsoft.Network/routeTables/routes/write', table]],
		linked: [],
		verbs: [],
	},
	'classic-collections': {
		id: 'firewall/afw',
		title: "Write aksess's rule collections to firewall afw",
		basis: [firewall],
		stage: 'independent',
		lane: 'firewalls',
		actions: [['Microsoft.Network/azureFirewalls/write', firewall]],
		linked: [join('virtualNetworks/subnets'), join('publicIPAddresses')],
		verbs: [],
	},
	'authorized-ranges': {
		id: 'authorized-ranges/aks',
		title: 'Extend the authorized IP ranges of aks',
		basis: [cluster],
		stage: 'independent',
		lane: cluster.toLowerCase(),
		actions: [['Microsoft.ContainerService/managedClusters/write', cluster]],
		linked: [
			join('virtualNetworks/subnets'),
			join('publicIPAddresses'),
			join('publicIPPrefixes'),
			'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
			'Microsoft.OperationalInsights/workspaces/read',
			'Microsoft.OperationalInsights/workspaces/sharedkeys/read',
			'Microsoft.OperationsManagement/solutions/read',
			'Microsoft.OperationsManagement/solutions/write',
		],
		verbs: [],
	},
	'kube-object': {
		id: 'networkpolicy/shop/web',
		title: 'Apply NetworkPolicy shop/web',
		basis: [sampleChanges['kube-object'].ref],
		stage: 'policy',
		lane: 'NetworkPolicy/shop/web',
		actions: [],
		linked: [credentials],
		verbs: ['patch', 'create'],
	},
	'policy-entries': {
		id: 'networkpolicy/shop/web/egress',
		title: 'Set egress of NetworkPolicy/shop/web',
		basis: [sampleChanges['policy-entries'].ref],
		stage: 'policy',
		lane: 'NetworkPolicy/shop/web',
		actions: [],
		linked: [credentials],
		verbs: ['patch'],
	},
	labels: {
		id: 'namespace/shop/labels',
		title: 'Set label team on Namespace shop',
		basis: [sampleChanges.labels.ref],
		stage: 'label',
		lane: 'Namespace/shop',
		actions: [],
		linked: [credentials],
		verbs: ['patch'],
	},
	annotations: {
		id: 'service/shop/web/annotations',
		title: 'Set annotation internal on Service web',
		basis: [sampleChanges.annotations.ref],
		stage: 'independent',
		lane: 'Service/shop/web',
		actions: [],
		linked: [credentials],
		verbs: ['patch'],
	},
};

function said(change: Change): Said {
	const record = recordOf(change);
	return {
		id: record.id(change),
		title: record.title(change),
		basis: record.basis(change),
		stage: record.stage(change),
		lane: record.lane(change),
		actions: record.requiredActions(change).map(({action, scope}) => [action, scope] as const),
		linked: record.linkedActions(change),
		verbs: record.kubeAccesses(change).map(({verb}) => verb),
	};
}

const samples: readonly (readonly [keyof typeof sampleChanges, Change])[] = Object.entries(sampleChanges) as [
	keyof typeof sampleChanges,
	Change,
][];

test('there is a sample of every kind', () => {
	expect(new Set(samples.map(([, {kind}]) => kind))).toEqual(new Set(Object.keys(changeRecords)));
});

describe.each(samples)('%s', (name, change) => {
	const record = recordOf(change);
	const inverse = record.invert(change);

	test('has its id, title, basis, stage, lane and permissions', () => {
		expect(said(change)).toEqual(expected[name]);
	});

	test('may lock out only where it decides about callers of the API server', () => {
		expect(record.mayLockOut).toBe(change.kind === 'authorized-ranges');
	});

	test('is undone by a change of the same target with both sides exchanged', () => {
		expect(inverse).toEqual({...change, before: change.after, after: change.before});
		expect(record.target(inverse)).toBe(record.target(change));
		expect(record.id(inverse)).toBe(record.id(change));
	});

	test('with its inverse on top of it is as before, to the world and to an undo', () => {
		const nothing = record.onTopOf(change, inverse);
		expect(nothing).toEqual({...change, after: change.before});
		expect(record.onTopOf(inverse, change)).toEqual({...change, before: change.after});
	});

	test('differs one way, and its inverse the other', () => {
		const {before, after, emptyMatters} = record.difference(change);
		expect(before).not.toEqual(after);
		expect(record.difference(inverse)).toEqual({before: after, after: before, emptyMatters});
	});

	test('can be kept in a file, also its inverse', () => {
		for (const one of [change, inverse]) {
			const stored = JSON.parse(JSON.stringify(one)) as unknown;
			expect(record.schema.safeParse(stored).error).toBeUndefined();
		}
	});
});

test.each([
	['a group', sampleChanges['rule-collection-group'], 'Microsoft.Network/firewallPolicies/ruleCollectionGroups/delete'],
	['a security rule', sampleChanges['security-rule'], 'Microsoft.Network/networkSecurityGroups/securityRules/delete'],
	['a route', sampleChanges.route, 'Microsoft.Network/routeTables/routes/delete'],
])('taking back %s that was new needs to delete it', (_what, change, action) => {
	const record = changeRecords['arm-child'];
	expect(record.requiredActions(record.invert(change)).map(required => required.action)).toEqual([action]);
});

test('an object is created, patched or deleted, by what is there', () => {
	const {ref, after} = sampleChanges['kube-object'];
	const verbs = (change: {readonly before: typeof after | null; readonly after: typeof after | null}) =>
		changeRecords['kube-object'].kubeAccesses({kind: 'kube-object', ref, ...change}).map(({verb}) => verb);
	expect(verbs({before: null, after})).toEqual(['patch', 'create']);
	expect(verbs({before: after, after})).toEqual(['patch']);
	expect(verbs({before: after, after: null})).toEqual(['delete']);
	expect(changeRecords['kube-object'].kubeAccesses(sampleChanges['kube-object'])[0]).toEqual({
		verb: 'patch',
		group: 'networking.k8s.io',
		resource: 'networkpolicies',
		namespace: 'shop',
		name: 'web',
	});
});

test('a rule that names IP groups may need to join them', () => {
	const {after, ...rest} = sampleChanges['rule-collection-group'];
	const properties = {ruleCollections: [{rules: [{sourceIpGroups: ['/x/ipGroups/pods']}]}]};
	const change = {...rest, after: after === null ? null : {...after, properties}};
	expect(changeRecords['arm-child'].linkedActions(change)).toEqual(['Microsoft.Network/ipGroups/join/action']);
});

test('of two collections of a classic firewall both stay what they were and become what they became', () => {
	const {firewall: id} = sampleIds;
	const none = {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};
	const change = (before: readonly JsonObject[], after: readonly JsonObject[]) => ({
		kind: 'classic-collections' as const,
		firewall: id,
		before: {...none, networkRuleCollections: before},
		after: {...none, networkRuleCollections: after},
	});
	const [old, less] = [
		{name: 'a', rules: 2},
		{name: 'a', rules: 1},
	];
	const other = {name: 'b', rules: 1};

	expect(changeRecords['classic-collections'].onTopOf(change([old], [less]), change([other], []))).toEqual(
		change([old, other], [less]),
	);
	expect(changeRecords['classic-collections'].onTopOf(change([old], [less]), change([less], []))).toEqual(
		change([old], []),
	);
	expect(changeRecords['classic-collections'].onTopOf(change([], [less]), change([less], [old]))).toEqual(
		change([], [old]),
	);
});
