import {describe, expect, test} from 'vitest';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {addresses} from '../../../source/network/address-set.js';
import {isLeftMostWildcard} from '../../../source/network/name-pattern.js';
import {ports} from '../../../source/network/port-set.js';
import type {Flow} from '../../../source/profiles/flow.js';
import type {Firewall, RuleCollection} from '../../../source/topology/firewall.js';
import {remediesOf} from '../../helpers/ask-control.js';
import {
	egressFlow,
	firewallWith,
	ruleGroup,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';
import {applicationRule, collection, networkRule} from './rules.js';

const tag = 'AzureDevSpaces.EastUS';
const serviceTags = {'azuredevspaces.eastus': addresses('20.42.6.32/27')};
const denyAll443 = collection('net', 100, 'deny', networkRule('none', {to: '*', on: [443]}));

function remedies(flow: Flow, collections: readonly RuleCollection[], rest: Partial<Firewall> = {}, depth = 0) {
	const firewall = firewallWith([ruleGroup('rcg', 500, collections, depth)], rest);
	const topology = topologyOf({
		routes: toFirewall,
		firewalls: [firewall],
		serviceTags,
		network: {dnsServers: ['10.0.2.4']},
	});
	return remediesOf(azureFirewall, flow, topology);
}

describe('a name', () => {
	test('is allowed by exactly that name', () => {
		expect(remedies(egressFlow(toName('gcr.io')), [])).toMatchObject([
			{
				id: 'exact-name',
				needs: [
					{
						kind: 'application-rule',
						sources: addresses('10.0.1.0/24'),
						name: 'gcr.io',
						scheme: 'https',
						port: 443,
					},
				],
			},
		]);
	});

	test('that is only half known is widened to what Azure Firewall takes, and says so', () => {
		const [remedy] = remedies(egressFlow(toName('azds-*.azds.io')), []);
		const names = remedy?.needs.flatMap(need => (need.kind === 'application-rule' ? [need.name] : [])) ?? [];

		expect(remedy?.id).toBe('wildcard');
		expect(names).toEqual(['*.azds.io']);
		expect(names.every(isLeftMostWildcard)).toBe(true);
		expect(remedy?.opens).toContain('wider than azds-*.azds.io');
	});

	test('has one rule per port, http on 80', () => {
		const [remedy] = remedies(egressFlow(toName('gcr.io'), {ports: ports(80, 443)}), []);

		expect(remedy?.needs).toMatchObject([
			{port: 80, scheme: 'http'},
			{port: 443, scheme: 'https'},
		]);
	});

	test('goes before an explicit deny by saying which', () => {
		const deny = collection('app', 100, 'deny', applicationRule('no-gcr', ['*.gcr.io', 'gcr.io']));
		const [remedy] = remedies(egressFlow(toName('gcr.io')), [deny]);

		expect(remedy?.title).toContain('before the explicit deny rcg/app/no-gcr');
		expect(remedy?.needs).toMatchObject([{bypasses: 'rcg/app/no-gcr'}]);
	});

	test('does not call a catch-all deny explicit', () => {
		const deny = collection('app', 100, 'deny', applicationRule('all', ['*']));
		const [remedy] = remedies(egressFlow(toName('gcr.io')), [deny]);

		expect(remedy?.needs[0]).not.toHaveProperty('bypasses');
	});

	test('needs a network rule where a network rule denies', () => {
		const withProxy = remedies(egressFlow(toName('gcr.io')), [denyAll443], {dnsProxy: true});
		const without = remedies(egressFlow(toName('gcr.io')), [denyAll443]);
		const basic = remedies(egressFlow(toName('gcr.io')), [denyAll443], {dnsProxy: true, tier: 'Basic'});

		expect(withProxy).toMatchObject([
			{id: 'exact-name', needs: [{kind: 'network-rule', destinations: {fqdn: 'gcr.io'}}]},
		]);
		expect(without).toMatchObject([{id: 'advice', needs: [{kind: 'advice'}]}]);
		expect(basic).toMatchObject([{id: 'advice'}]);
	});

	test.each([
		['network', [denyAll443]],
		['application', [collection('app', 100, 'deny', applicationRule('all', ['*']))]],
	])('cannot be opened in a child policy where the parent denies by a rule of type %s', (_type, collections) => {
		const [remedy] = remedies(egressFlow(toName('gcr.io')), collections, {}, 1);

		expect(remedy?.needs).toMatchObject([{kind: 'advice', text: expect.stringContaining('parent policy base')}]);
	});
});

describe('addresses', () => {
	test('are allowed by their service tag where it is the same, else exactly', () => {
		const same = remedies(egressFlow(toAddresses('20.42.6.32/27', tag)), []);
		const fewer = remedies(egressFlow(toAddresses('20.42.6.40', tag)), []);

		expect(same.map(({id}) => id)).toEqual(['service-tag', 'addresses']);
		expect(same[0]?.needs).toMatchObject([
			{kind: 'network-rule', destinations: {tag}, protocol: 'tcp', ports: ports(443)},
		]);
		expect(fewer.map(({id}) => id)).toEqual(['addresses', 'service-tag']);
	});

	test('are never opened wider than asked', () => {
		const [remedy] = remedies(egressFlow(toAddresses('20.42.6.40')), [denyAll443]);

		expect(remedy?.needs).toMatchObject([{destinations: addresses('20.42.6.40')}]);
	});
});

test('what is allowed needs no remedy', () => {
	const allow = collection('app', 100, 'allow', applicationRule('gcr', ['gcr.io']));

	expect(remedies(egressFlow(toName('gcr.io')), [allow])).toEqual([]);
});
