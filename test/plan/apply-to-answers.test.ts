import {describe, expect, test} from 'vitest';
import {applyToGroupAnswers, applyToRouteAnswers} from '../../source/plan/apply-to-answers.js';
import {callAnswerKey, callOperations} from '../../source/topology/call-answers.js';
import {known} from '../../source/topology/known.js';
import type {JsonObject, World} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';
import {sampleIds} from '../helpers/sample-changes.js';

const base = '/subscriptions/s/resourceGroups/rg/providers';
const subnet = `${base}/Microsoft.Network/virtualNetworks/vnet/subnets/nodes`;
const nic = `${base}/Microsoft.Network/networkInterfaces/nic`;

const system = {
	name: 'Internet',
	source: 'Default',
	state: 'Active',
	addressPrefix: ['0.0.0.0/0'],
	nextHopType: 'Internet',
};
const route = (addressPrefix: string, rest: JsonObject = {}) => ({
	name: 'ours',
	properties: {addressPrefix, nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.2.4', ...rest},
});

/** An interface in a subnet with the table, and what it has answered. */
function world(rows: readonly JsonObject[], table: string = sampleIds.table): World {
	const found = worldOf([
		{
			id: `${base}/Microsoft.Network/virtualNetworks/vnet`,
			name: 'vnet',
			type: 'Microsoft.Network/virtualNetworks',
			properties: {subnets: [{id: subnet, name: 'nodes', properties: {routeTable: {id: table}}}]},
		},
		{
			id: nic,
			name: 'nic',
			type: 'Microsoft.Network/networkInterfaces',
			properties: {ipConfigurations: [{properties: {subnet: {id: subnet}}}]},
		},
	]);
	return {...found, callAnswers: new Map([[callAnswerKey(nic, callOperations.interface), known(rows)]])};
}

function answers(one: World) {
	const answer = one.callAnswers?.get(callAnswerKey(nic, callOperations.interface));
	return answer?.state === 'known' ? answer.value : answer;
}

const ours = {
	name: 'ours',
	source: 'User',
	state: 'Active',
	addressPrefix: ['0.0.0.0/0'],
	nextHopType: 'VirtualAppliance',
	nextHopIpAddress: ['10.0.2.4'],
};

describe('what an interface would answer', () => {
	test('has a new route in force, and what it outdoes no longer', () => {
		const after = applyToRouteAnswers(world([system]), sampleIds.table, {before: null, after: route('0.0.0.0/0')});
		expect(answers(after)).toEqual([{...system, state: 'Invalid'}, ours]);
	});

	test('has what a route outdid in force again when it goes', () => {
		const now = world([{...system, state: 'Invalid'}, ours]);
		const after = applyToRouteAnswers(now, sampleIds.table, {before: route('0.0.0.0/0'), after: null});
		expect(answers(after)).toEqual([system]);
	});

	test('leaves other prefixes as they are', () => {
		const after = applyToRouteAnswers(world([system]), sampleIds.table, {
			before: null,
			after: {name: 'x', properties: {addressPrefix: '20.1.1.1/32', nextHopType: 'Internet'}},
		});
		expect(answers(after)).toMatchObject([
			system,
			{addressPrefix: ['20.1.1.1/32'], nextHopType: 'Internet', nextHopIpAddress: []},
		]);
	});

	test('stays as it is where the subnet has another table', () => {
		const one = world([system], `${sampleIds.table}-other`);
		expect(answers(applyToRouteAnswers(one, sampleIds.table, {before: null, after: route('0.0.0.0/0')}))).toEqual([
			system,
		]);
	});

	test('is not made up where nobody has asked', () => {
		const one = worldOf([]);
		expect(applyToRouteAnswers(one, sampleIds.table, {before: null, after: route('0.0.0.0/0')})).toBe(one);
	});
});

describe('what an interface would answer of a security group', () => {
	const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkSecurityGroups/nsg';
	const last = {name: 'defaultSecurityRules/DenyAllInBound', priority: 65_500};
	const old = {name: 'securityRules/old', priority: 100};
	const other = {networkSecurityGroup: {id: `${group}-other`}, effectiveSecurityRules: [old, last]};
	const key = callAnswerKey(nic, callOperations.security);
	const told = (...rules: readonly JsonObject[]): World => ({
		...worldOf([]),
		callAnswers: new Map([
			[key, known([{networkSecurityGroup: {id: group}, effectiveSecurityRules: [...rules]}, other])],
		]),
	});
	const rule = {name: 'old', properties: {priority: 200, access: 'Allow'}};

	test.each<[string, JsonObject | null, JsonObject | null, readonly JsonObject[]]>([
		['has a new rule', null, {...rule, name: 'new'}, [{...rule.properties, name: 'securityRules/new'}, old, last]],
		['has a rule no longer', rule, null, [last]],
		['has a rule as it will be', rule, rule, [{...rule.properties, name: 'securityRules/old'}, last]],
	])('%s, and other groups stay', (_name, before, after, rules) => {
		const answer = applyToGroupAnswers(told(old, last), group, {before, after}).callAnswers?.get(key);
		expect(answer).toEqual(known([{networkSecurityGroup: {id: group}, effectiveSecurityRules: rules}, other]));
	});

	test('is not made up where nobody has asked', () => {
		const one = worldOf([]);
		expect(applyToGroupAnswers(one, group, {before: null, after: rule})).toBe(one);
	});
});
