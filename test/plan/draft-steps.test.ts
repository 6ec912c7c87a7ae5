import {describe, expect, test} from 'vitest';
import type {Need} from '../../source/controls/need.js';
import {type AddressSet, addresses, anyAddress} from '../../source/network/address-set.js';
import {ports} from '../../source/network/port-set.js';
import {draftSteps} from '../../source/plan/draft-steps.js';
import type {Wanted} from '../../source/plan/wanted.js';
import type {Firewall} from '../../source/topology/firewall.js';
import {known, knownValue} from '../../source/topology/known.js';
import type {Topology} from '../../source/topology/topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';
import {
	egressFlow,
	firewallWith,
	groupId,
	idOf,
	securityGroup,
	securityRule,
	toName,
	topologyOf,
} from '../helpers/topology.js';

/*
 * Needs of several flows, and the steps that they become: by what is written, each thing once, for all who want it.
 */

const subnet = addresses('10.0.1.0/24');

function wants(requirement: string, need: Need, id = requirement): Wanted {
	return {
		need,
		flow: egressFlow(toName('gcr.io'), {id, requirement, purpose: `${requirement} works.`}),
		control: 'nsg',
		title: '',
	};
}

type Opening = Partial<Extract<Need, {kind: 'security-rule'}>>;

function opens(requirement: string, rest: Opening = {}): Wanted {
	return wants(requirement, {
		kind: 'security-rule',
		securityGroup: groupId,
		direction: 'outbound',
		sources: subnet,
		destinations: anyAddress,
		protocol: 'tcp',
		ports: ports(443),
		before: 4000,
		...rest,
	});
}

function allowsName(firewall: Firewall, requirement: string, name: string, sources: AddressSet = subnet): Wanted {
	return wants(requirement, {
		kind: 'application-rule',
		firewall: firewall.id,
		sources,
		name,
		scheme: 'https',
		port: 443,
	});
}

const withGroup = topologyOf({securityRules: [securityRule('deny', 4000, 'outbound', 'deny')]});

function drafted(wanted: readonly Wanted[], topology: Topology, resources: readonly JsonObject[] = []) {
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined) {
		throw new Error('no cluster');
	}

	return draftSteps(wanted, cluster, topology, worldOf(resources));
}

function rulesOf(wanted: readonly Wanted[], topology: Topology = withGroup) {
	return drafted(wanted, topology).steps.map(({step: {id, flows, change}}) => {
		const {
			destinationAddressPrefix,
			destinationAddressPrefixes,
			destinationPortRange,
			destinationPortRanges,
			priority,
			description,
		} = (change.kind === 'arm-child' && change.after?.properties) || {};
		return {
			id: id.split('/').at(-1),
			flows,
			to: destinationAddressPrefixes ?? destinationAddressPrefix,
			on: destinationPortRanges ?? destinationPortRange,
			priority,
			description,
		};
	});
}

describe('rules of one security group', () => {
	test('that do the same are one, which names all the flows it serves', () => {
		const requirements = ['images', 'charts', 'packages', 'login', 'management'];
		expect(rulesOf(requirements.map(name => opens(name)))).toEqual([
			{
				id: 'aksess-images-and-4-more-out',
				flows: requirements,
				to: '*',
				on: '443',
				priority: 3900,
				description: 'Opened by aksess for images, charts, packages, login, management out',
			},
		]);
	});

	test('of one requirement keep its name', () => {
		expect(rulesOf([opens('images')])).toMatchObject([
			{id: 'aksess-images-out', description: 'Opened by aksess for images-out'},
		]);
	});

	test.each([
		['a list within every address', {destinations: addresses('20.1.2.0/24')}],
		['fewer sources', {sources: addresses('10.0.1.0/25')}],
		['a service tag within every address', {destinations: {tag: 'Storage'}}],
	])('that are contained in another one go, whichever comes first: %s', (_, part) => {
		expect(rulesOf([opens('part', part), opens('whole')])).toMatchObject([{flows: ['part', 'whole'], to: '*'}]);
		expect(rulesOf([opens('whole'), opens('part', part)])).toMatchObject([{flows: ['whole', 'part'], to: '*'}]);
	});

	test('come before every rule that blocks one of those they serve', () => {
		const bypassed = opens('part', {destinations: addresses('20.1.2.0/24'), before: 300});
		expect(rulesOf([opens('whole'), bypassed])).toMatchObject([{priority: 200}]);
	});

	test.each([
		['another port', {ports: ports(9000)}],
		['another protocol', {protocol: 'udp' as const}],
		['another direction', {direction: 'inbound' as const}],
		['sources that lie apart', {sources: addresses('10.0.9.0/24')}],
	])('stay apart where they differ by %s', (_, other) => {
		expect(rulesOf([opens('a'), opens('b', other)])).toHaveLength(2);
	});

	test('share no address: what two want is in one of them', () => {
		const [a, b] = [addresses('20.1.0.0/24', '20.2.0.0/24'), addresses('20.2.0.0/24', '20.3.0.0/24')];
		const rules = rulesOf([opens('a', {destinations: a}), opens('b', {destinations: b, ports: ports(443, 9000)})]);
		expect(rules.map(({to, on}) => [to, on])).toEqual([
			['20.1.0.0/24', '443'],
			[
				['20.2.0.0/24', '20.3.0.0/24'],
				['443', '9000'],
			],
		]);
		expect(rules[1]?.flows).toEqual(['b', 'a']);
	});

	test('never take a list for a tag: the tag is what it will be tomorrow', () => {
		const tag = addresses('20.1.0.0/16');
		const topology = topologyOf({securityRules: [], serviceTags: {storage: tag}});
		const [list, byTag] = [opens('list', {destinations: tag}), opens('tag', {destinations: {tag: 'Storage'}})];
		expect(rulesOf([list, byTag], topology)).toMatchObject([{to: 'Storage', flows: ['list', 'tag']}]);
		expect(rulesOf([list, byTag], withGroup)).toHaveLength(2);
	});

	test('keep their names where fewer flows are left', () => {
		const [a, b] = [opens('a'), opens('b')];
		const cluster = knownValue(withGroup.cluster);
		const whole = drafted([a, b], withGroup).steps;
		const part = cluster && draftSteps([b], cluster, withGroup, worldOf([]), whole).steps;
		expect(part?.map(({step}) => step.id)).toEqual(whole.map(({step}) => step.id));
		expect(part?.map(({step}) => step.flows)).toEqual([['b']]);
	});
});

describe('groups of one name in two resource groups', () => {
	const other = groupId.replace('/resourceGroups/rg/', '/resourceGroups/other/');
	const topology: Topology = {
		...withGroup,
		securityGroups: new Map([
			...withGroup.securityGroups,
			[other.toLowerCase() as never, known(securityGroup(other, []))],
		]),
	};

	test('have steps with ids of their own', () => {
		const ids = drafted([opens('a'), opens('a', {securityGroup: other})], topology).steps.map(({step}) => step.id);
		expect(ids).toEqual([
			'security-rule/nsg-nodes/aksess-a-out@11111111-2222-3333-4444-555555555555/rg',
			'security-rule/nsg-nodes/aksess-a-out@11111111-2222-3333-4444-555555555555/other',
		]);
	});
});

function applicationRules(step: ReturnType<typeof drafted>['steps'][number] | undefined): readonly JsonObject[] {
	const change = step?.step.change;
	const collections = (change?.kind === 'arm-child' && change.after?.properties['ruleCollections']) || [];
	return (collections as readonly JsonObject[]).flatMap(collection => collection['rules'] as readonly JsonObject[]);
}

describe('firewalls', () => {
	const [first, second] = [firewallWith([]), firewallWith([], {id: idOf('azureFirewalls', 'fw-2'), name: 'fw-2'})];

	test('that share a policy are opened by one step, which holds what both need', () => {
		const steps = drafted(
			[allowsName(first, 'a', 'gcr.io'), allowsName(second, 'b', 'quay.io', addresses('10.0.3.0/24'))],
			topologyOf({firewalls: [first, second]}),
		).steps;
		expect(steps.map(({step}) => [step.id, step.flows])).toEqual([
			['rule-collection-group/policy/aksess-aks', ['a', 'b']],
		]);
		expect(applicationRules(steps[0]).map(({targetFqdns}) => targetFqdns)).toEqual([['gcr.io'], ['quay.io']]);
	});

	test('of a policy and its child write each of the two, and the child nothing that its parent says', () => {
		const child = idOf('firewallPolicies', 'child');
		const below = {...second, policy: child};
		const steps = drafted(
			[allowsName(first, 'a', 'gcr.io'), allowsName(below, 'b', 'gcr.io'), allowsName(below, 'c', 'quay.io')],
			topologyOf({firewalls: [below, first]}),
			[{id: child, name: 'child', type: '', properties: {basePolicy: {id: first.policy ?? ''}}}],
		).steps;
		expect(steps.map(({step}) => [step.id, step.flows]).toSorted()).toEqual([
			['rule-collection-group/child/aksess-aks', ['c']],
			['rule-collection-group/policy/aksess-aks', ['a', 'b']],
		]);
	});

	test('with policies of one name in two resource groups keep their steps apart', () => {
		const elsewhere = {
			...second,
			policy: (first.policy ?? '').replace('/resourceGroups/rg/', '/resourceGroups/other/'),
		};
		const steps = drafted(
			[allowsName(first, 'a', 'gcr.io'), allowsName(elsewhere, 'b', 'gcr.io')],
			topologyOf({firewalls: [first, elsewhere]}),
		).steps;
		expect(new Set(steps.map(({step}) => step.id)).size).toBe(2);
	});

	test('get a name that two requirements want in one rule, which says for whom', () => {
		const [step] = drafted(
			[allowsName(first, 'a', 'gcr.io'), allowsName(first, 'b', 'gcr.io'), allowsName(first, 'b', 'quay.io')],
			topologyOf({firewalls: [first]}),
		).steps;
		expect(applicationRules(step)).toMatchObject([
			{name: 'a-and-1-more', description: 'For a, b.', targetFqdns: ['gcr.io']},
			{name: 'b', targetFqdns: ['quay.io']},
		]);
	});

	test('get no name that a pattern beside it stands for', () => {
		const [step] = drafted(
			[allowsName(first, 'a', 'x.azds.io'), allowsName(first, 'b', '*.azds.io')],
			topologyOf({firewalls: [first]}),
		).steps;
		expect(applicationRules(step)).toMatchObject([{targetFqdns: ['*.azds.io']}]);
		expect(step?.step.flows).toEqual(['a', 'b']);
	});

	test('keep a rule of ours from an earlier run beside a new one of its name', () => {
		const id = `${first.policy}/ruleCollectionGroups/aksess-aks`;
		const old = {
			name: 'a',
			ruleType: 'ApplicationRule',
			protocols: [{protocolType: 'Https', port: 443}],
			sourceAddresses: ['10.0.9.0/24'],
			targetFqdns: ['gcr.io'],
		};
		const earlier = {priority: 2000, ruleCollections: [{name: 'application', rules: [old]}]};
		const [step] = drafted([allowsName(first, 'a', 'gcr.io')], topologyOf({firewalls: [first]}), [
			{id, name: 'aksess-aks', type: '', properties: earlier},
		]).steps;
		expect(applicationRules(step).map(({name, sourceAddresses}) => [name, sourceAddresses])).toEqual([
			['a', ['10.0.9.0/24']],
			['a-2', ['10.0.1.0/24']],
		]);
	});
});
