import {describe, expect, test} from 'vitest';
import type {Change} from '../../../source/plan/change.js';
import {firewallDrafter} from '../../../source/plan/needs/firewall-drafts.js';
import type {RuleCollectionGroup} from '../../../source/topology/firewall.js';
import type {Json, JsonObject} from '../../../source/topology/world.js';
import {firewallWith, idOf, ruleGroup, topologyOf} from '../../helpers/topology.js';
import {draftedBy, wants} from '../../helpers/wanted.js';

const id = `${idOf('firewallPolicies', 'policy')}/ruleCollectionGroups/aksess-aks`;

function collection(action: 'allow' | 'deny') {
	return {name: action, priority: 100, action, rules: []};
}

function draft(groups: readonly RuleCollectionGroup[], objects: readonly Json[] = []) {
	return draftedBy(
		firewallDrafter,
		[wants('application-rule')],
		topologyOf({firewalls: [firewallWith(groups)]}),
		objects,
	);
}

function after(change: Change | undefined): JsonObject | undefined {
	return change?.kind === 'arm-child' ? change.after?.properties : undefined;
}

const allows = [collection('allow')];
const denies = [collection('deny')];

describe('the group of our own goes', () => {
	test.each<[string, readonly RuleCollectionGroup[], number]>([
		['at the usual place where nothing denies', [ruleGroup('a', 300, allows)], 2000],
		['closely before where that is taken', [ruleGroup('a', 2000, allows)], 1900],
		['before the first group that denies', [ruleGroup('a', 1500, denies), ruleGroup('b', 700, denies)], 600],
		['behind those that only allow', [ruleGroup('a', 600, allows), ruleGroup('b', 700, denies)], 500],
		['where it likes as to what a parent denies', [ruleGroup('base', 200, denies, 1)], 2000],
	])('%s', (_what, groups, priority) => {
		expect(after(draft(groups).changes[0])?.['priority']).toBe(priority);
	});

	test('nowhere before the very first', () => {
		const {changes, problems} = draft([ruleGroup('a', 100, denies)]);
		expect(changes).toEqual([]);
		expect(problems.map(({text}) => text)).toEqual([
			`No priority is free before the deny rules of ${idOf('firewallPolicies', 'policy')}.`,
		]);
	});
});

test('a new group has no past, and only collections with rules', () => {
	const [change] = draft([]).changes;
	expect(change).toMatchObject({type: 'rule-collection-group', id, before: null, after: {id, name: 'aksess-aks'}});
	expect(after(change)?.['ruleCollections']).toMatchObject([
		{
			name: 'application',
			priority: 300,
			ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
			action: {type: 'Allow'},
			rules: [{name: 'pull'}],
		},
	]);
});

test('a group of ours from an earlier run keeps its priority and its rules', () => {
	const rule = {name: 'old', ruleType: 'NetworkRule'};
	const ours = {
		id,
		name: 'aksess-aks',
		type: 'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
		properties: {
			priority: 1234,
			ruleCollections: [{name: 'network', priority: 200, action: {type: 'Allow'}, rules: [rule]}],
		},
	};
	const [change] = draft([ruleGroup('aksess-aks', 1234, []), ruleGroup('deny', 500, denies)], [ours]).changes;
	expect(change).toMatchObject({before: {properties: ours.properties}});
	expect(after(change)).toMatchObject({
		priority: 1234,
		ruleCollections: [
			{name: 'network', rules: [rule]},
			{name: 'application', rules: [{name: 'pull'}]},
		],
	});
});
