import {expect, test} from 'vitest';
import {firewallDrafter} from '../../../source/plan/needs/firewall-drafts.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import type {JsonObject} from '../../../source/topology/world.js';
import {firewallWith, idOf, topologyOf} from '../../helpers/topology.js';
import {draftedBy, wants} from '../../helpers/wanted.js';

const firewall = idOf('azureFirewalls', 'fw');

function draft(wanted: readonly Wanted[], properties: JsonObject = {}) {
	const topology = topologyOf({firewalls: [firewallWith([], {policy: undefined})]});
	return draftedBy(firewallDrafter, wanted, topology, [
		{id: firewall, name: 'fw', type: 'Microsoft.Network/azureFirewalls', properties},
	]);
}

function collection(name: string, priority: number, type: string, rules: readonly JsonObject[] = []): JsonObject {
	return {name, properties: {priority, action: {type}, rules}};
}

test('rules stand in collections of our own, one for each type, in the language of classic firewalls', () => {
	const wanted = [wants('application-rule'), wants('network-rule'), wants('dnat-rule')];
	expect(draft(wanted).changes).toMatchObject([
		{
			kind: 'classic-collections',
			firewall,
			before: {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []},
			after: {
				natRuleCollections: [{name: 'aksess-aks-dnat', properties: {action: {type: 'Dnat'}}}],
				networkRuleCollections: [{name: 'aksess-aks-network', properties: {action: {type: 'Allow'}}}],
				applicationRuleCollections: [{name: 'aksess-aks-application', properties: {action: {type: 'Allow'}}}],
			},
		},
	]);
	const [change] = draft([wants('network-rule')]).changes;
	const text = JSON.stringify(change);
	expect(text).toContain('"protocols":["TCP"]');
	expect(text).not.toMatch(/ruleType|ipProtocols/);
});

const placed: readonly (readonly [string, readonly JsonObject[], number])[] = [
	['at the usual place', [], 2000],
	['closely before where that is taken', [collection('a', 2000, 'Allow')], 1900],
	['before the first that denies', [collection('a', 900, 'Deny'), collection('b', 400, 'Deny')], 300],
];

test.each(placed)('a collection goes %s', (_what, networkRuleCollections, priority) => {
	expect(draft([wants('network-rule')], {networkRuleCollections}).changes).toMatchObject([
		{after: {networkRuleCollections: [{properties: {priority}}]}},
	]);
});

test('it is said where nothing is free before what denies', () => {
	const wanted = [wants('network-rule')];
	const {changes, problems} = draft(wanted, {networkRuleCollections: [collection('a', 100, 'Deny')]});
	expect(changes).toEqual([]);
	expect(problems).toEqual([{text: 'No priority is free before the deny collections of fw.', wanted, commands: []}]);
});

test('ours from an earlier run keeps its place and rules, and nobody else is in the change', () => {
	const old = collection('aksess-aks-network', 700, 'Allow', [{name: 'old'}]);
	const names = collection('aksess-aks-application', 800, 'Allow', [{name: 'host'}]);
	const [change] = draft([wants('network-rule')], {
		networkRuleCollections: [collection('theirs', 600, 'Allow'), old],
		applicationRuleCollections: [names],
	}).changes;
	expect(change).toMatchObject({
		before: {natRuleCollections: [], networkRuleCollections: [old], applicationRuleCollections: [names]},
		after: {
			networkRuleCollections: [
				{name: 'aksess-aks-network', properties: {priority: 700, rules: [{name: 'old'}, {name: 'pull'}]}},
			],
			applicationRuleCollections: [names],
		},
	});
});
