import {describe, expect, test} from 'vitest';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import {securityRuleDrafter} from '../../../source/plan/needs/security-rule-changes.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import {armKey, armName} from '../../../source/topology/arm-id.js';
import {known} from '../../../source/topology/known.js';
import type {SecurityRule} from '../../../source/topology/virtual-network.js';
import {groupId, securityGroup, securityRule, topologyOf} from '../../helpers/topology.js';
import {draftedBy, wants} from '../../helpers/wanted.js';

function draft(wanted: readonly Wanted[], rules: readonly SecurityRule[] = []) {
	return draftedBy(securityRuleDrafter, wanted, topologyOf({securityRules: rules}));
}

function properties(wanted: readonly Wanted[], rules: readonly SecurityRule[] = []) {
	return draft(wanted, rules).changes.map(change =>
		change.kind === 'arm-child' ? change.after?.properties : undefined,
	);
}

/** Rules with all of these priorities. */
function taken(priorities: readonly number[]): readonly SecurityRule[] {
	return priorities.map(priority => securityRule(`r${priority}`, priority, 'outbound', 'allow', {to: '10.9.0.0/16'}));
}

const hundreds = Array.from({length: 41}, (_, index) => index * 100);
const tens = Array.from({length: 410}, (_, index) => index * 10);

/** 4096 is the highest that a rule of one's own may have (networkSecurityGroup.json). */
describe('the priority', () => {
	test.each<[string, number, readonly number[], number]>([
		['goes before the rule in the way', 4000, [], 3900],
		['goes before it closely where hundreds are taken', 150, [100], 140],
		['stays among those that Azure takes where only the default denies', 65_500, [], 4000],
		['stays among them where all hundreds are taken', 65_500, hundreds, 4090],
		['is the last of them where all tens are taken', 65_500, tens, 4096],
	])('%s', (_what, before, priorities, priority) => {
		expect(properties([wants('security-rule', {before})], taken(priorities))[0]?.['priority']).toBe(priority);
	});

	test('goes before the first of all rules in the way of those who share it', () => {
		const both = [wants('security-rule', {before: 3000}), wants('security-rule', {before: 500}, 'push')];
		expect(properties(both).map(one => one?.['priority'])).toEqual([400]);
	});

	test('of the other direction is another one', () => {
		const inbound = securityRule('in', 3900, 'inbound', 'deny');
		expect(properties([wants('security-rule')], [inbound])[0]?.['priority']).toBe(3900);
	});

	test('of two new rules is not the same', () => {
		const both = [
			wants('security-rule'),
			wants('security-rule', {destinations: addresses('10.5.0.0/16'), protocol: 'udp'}, 'dns'),
		];
		expect(properties(both).map(one => one?.['priority'])).toEqual([3900, 3800]);
	});
});

describe('where no priority is free', () => {
	const blocker = securityRule('DenyAll', 100, 'outbound', 'deny');

	test('it is said which rule must move, and how', () => {
		const {changes, problems} = draft([wants('security-rule', {before: 100})], [blocker, ...taken([101])]);
		expect(changes).toEqual([]);
		expect(problems).toHaveLength(1);
		expect(problems[0]?.text).toBe(
			'No outbound priority is free in nsg-nodes before DenyAll (100), so no rule can come before it (100 is the lowest). Give DenyAll a higher number, 102 for one, then plan again.',
		);
		expect(problems[0]?.commands).toEqual([
			'az network nsg rule update --resource-group rg --nsg-name nsg-nodes --name DenyAll --priority 102',
		]);
	});

	test('all flows that stay as they are for it are named', () => {
		const both = [wants('security-rule', {before: 100}), wants('security-rule', {before: 100}, 'push')];
		expect(draft(both, [blocker]).problems[0]?.wanted).toEqual(both);
	});
});

test.each([
	[
		'is managed by AKS',
		new Map([[armKey(groupId), known({...securityGroup(groupId, []), managed: true})]]),
		`${groupId} is managed by AKS, so aksess does not write to it.`,
	],
	['was not read', new Map(), `${armName(groupId)} could not be read, so no rule can be written to it.`],
])('a group that %s is not written', (_what, securityGroups, text) => {
	const topology = topologyOf({rest: {securityGroups}});
	const {changes, problems} = draftedBy(securityRuleDrafter, [wants('security-rule')], topology);
	expect(changes).toEqual([]);
	expect(problems.map(problem => problem.text)).toEqual([text]);
});

describe('the body', () => {
	test('has every field, and of singular and plural ones just one', () => {
		expect(properties([wants('security-rule')])).toEqual([
			{
				description: 'Opened by aksess for pull-out',
				direction: 'Outbound',
				access: 'Allow',
				priority: 3900,
				protocol: 'Tcp',
				sourceAddressPrefix: '10.0.1.0/24',
				sourcePortRange: '*',
				destinationAddressPrefix: '*',
				destinationPortRange: '443',
			},
		]);
	});

	test('takes lists where there are several', () => {
		const wide = {
			sources: addresses('10.0.1.0/24', '10.0.3.0/24'),
			ports: ports(80, 443),
			destinations: {tag: 'Storage'},
		};
		expect(properties([wants('security-rule', {...wide, direction: 'inbound', protocol: 'udp'})])[0]).toMatchObject({
			direction: 'Inbound',
			protocol: 'Udp',
			sourceAddressPrefixes: ['10.0.1.0/24', '10.0.3.0/24'],
			destinationAddressPrefix: 'Storage',
			destinationPortRanges: ['80', '443'],
		});
	});

	test('says for whom it is in what Azure takes', () => {
		const many = Array.from({length: 20}, (_, index) => wants('security-rule', {}, `requirement-${index}`));
		const description = String(properties(many)[0]?.['description']);
		expect(description).toMatch(/^Opened by aksess for requirement-0, requirement-1/);
		expect(description).toHaveLength(140);
	});

	test('is called after the first who wants it, by a name that is free in any case', () => {
		const rules = [securityRule('AKSESS-pull-out', 200, 'outbound', 'allow', {to: '10.9.0.0/16'})];
		const names = (wanted: readonly Wanted[]) =>
			draft(wanted, rules).changes.map(change => (change.kind === 'arm-child' ? change.after?.name : ''));
		expect(names([wants('security-rule')])).toEqual(['aksess-pull-out-2']);
		expect(names([wants('security-rule', {}, 'a'), wants('security-rule', {}, 'b')])).toEqual([
			'aksess-a-and-1-more-out',
		]);
	});
});
