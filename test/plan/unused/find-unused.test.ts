import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {assessFound} from '../../../source/controls/assess-found.js';
import {controls} from '../../../source/controls/list.js';
import {addresses} from '../../../source/network/address-set.js';
import {ports} from '../../../source/network/port-set.js';
import {protocols} from '../../../source/network/protocol-set.js';
import {templatesFolder} from '../../../source/package-root.js';
import {findUnused} from '../../../source/plan/unused/find-unused.js';
import {firewallAllowRules} from '../../../source/plan/unused/firewall-allow-rules.js';
import {policyAllowRules} from '../../../source/plan/unused/policy-allow-rules.js';
import {rangeAllowRules} from '../../../source/plan/unused/range-allow-rules.js';
import {securityGroupAllowRules} from '../../../source/plan/unused/security-group-allow-rules.js';
import {noAnswers} from '../../../source/profiles/answers.js';
import type {Flow} from '../../../source/profiles/flow.js';
import {listProfiles} from '../../../source/profiles/load-profile.js';
import type {RetiredFlow} from '../../../source/profiles/retired-flows.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import type {ApplicationRule, FirewallAddresses, NetworkRule} from '../../../source/topology/firewall.js';
import {known} from '../../../source/topology/known.js';
import type {Topology} from '../../../source/topology/topology.js';
import {readWorldFolder} from '../../helpers/read-world.js';
import {
	egressFlow,
	firewallSide,
	firewallWith,
	idOf,
	ruleGroup,
	securityRule,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';
import {worldNames} from '../../worlds/raw-world.js';

function unusedIn(topology: Topology, flows: readonly Flow[], retired: readonly RetiredFlow[] = []) {
	const findings = flows.map(flow => assessFlow(flow, topology, controls));
	return findUnused(topology, findings, retired, controls).rules;
}

const tcp = {protocol: protocols('tcp')};
const https = (text: string) => egressFlow(toAddresses(text), {ports: ports(443)});

describe('a rule of a security group', () => {
	const denyAll = securityRule('DenyAll', 4000, 'outbound', 'deny');
	const allow = (name: string, priority: number, to: string, on = 443) =>
		securityRule(name, priority, 'outbound', 'allow', {to, on: [on], ...tcp});

	test('that a flow needs is not there; one that none needs says exactly what it alone opens', () => {
		const securityRules = [
			allow('Used', 100, '20.1.0.0/16'),
			allow('Wider', 200, '20.0.0.0/15'),
			allow('Other', 300, '20.9.0.0/24', 80),
			denyAll,
		];
		const rules = unusedIn(topologyOf({securityRules}), [https('20.1.2.3')]);
		// Half of what the wider rule holds stays open by the other, which decides for the flow; but one of the two must stay.
		expect(rules.map(({rule, closes}) => [rule, closes])).toEqual([
			['Used (100)', []],
			['Wider (200)', ['any IPv4 address to 20.0.0.0/16, tcp 443']],
			['Other (300)', ['any IPv4 address to 20.9.0.0/24, tcp 80']],
		]);
		expect(rules[0]?.shadowedBy).toEqual(['Wider (200)']);
	});

	test('that another shadows closes nothing, and the other is named', () => {
		const securityRules = [allow('Wide', 100, '20.0.0.0/8'), allow('Narrow', 200, '20.1.0.0/16'), denyAll];
		expect(unusedIn(topologyOf({securityRules}), [https('20.5.0.1')])).toEqual([
			expect.objectContaining({rule: 'Narrow (200)', closes: [], shadowedBy: ['Wide (100)']}),
		]);
	});

	test('that a deny before it makes idle is shadowed by that', () => {
		const deny = securityRule('Never', 100, 'outbound', 'deny', {to: '20.1.0.0/16'});
		expect(unusedIn(topologyOf({securityRules: [deny, allow('Idle', 200, '20.1.2.0/24'), denyAll]}), [])).toEqual([
			expect.objectContaining({rule: 'Idle (200)', closes: [], shadowedBy: ['Never (100)']}),
		]);
	});

	test('is needed by a flow that something else blocks, and by one that is blocked in part', () => {
		const securityRules = [allow('Half', 200, '20.1.2.0/25'), denyAll];
		expect(unusedIn(topologyOf({securityRules}), [https('20.1.2.0/24')])).toEqual([]);
		const behind = topologyOf({securityRules, routes: toFirewall, firewalls: [firewallWith([])]});
		expect(unusedIn(behind, [https('20.1.2.3')])).toEqual([]);
	});

	test('that was for a retired need may go, with the date', () => {
		const securityRules = [allow('Old', 100, '20.1.2.3/32'), denyAll];
		const need = {profile: 'aks-egress', requirement: 'aks-old', since: '2025-06-01'};
		expect(unusedIn(topologyOf({securityRules}), [], [{...need, flow: https('20.1.2.3')}])[0]?.wasFor).toEqual([need]);
	});

	test('for the DNS servers of the network is needed always', () => {
		const securityRules = [securityRule('Dns', 100, 'outbound', 'allow', {to: '10.9.0.4', on: [53]}), denyAll];
		const names = (dnsServers: readonly string[]) =>
			unusedIn(topologyOf({securityRules, network: {dnsServers}}), []).map(({rule}) => rule);
		expect(names(['10.9.0.4'])).toEqual([]);
		expect(names([])).toEqual(['Dns (100)']);
	});

	test('that may hold what an undecided flow asks for is perhaps needed', () => {
		const securityRules = [
			securityRule('Tagged', 100, 'outbound', 'allow', {to: 'Storage', on: [443], ...tcp}),
			denyAll,
		];
		const [rule] = unusedIn(topologyOf({securityRules}), [https('20.1.2.3')]);
		expect(rule?.perhapsFor).toEqual([{flow: 'flow', missing: expect.objectContaining({datum: expect.any(String)})}]);
	});
});

describe('a rule of a firewall', () => {
	const network = (name: string, to: string, more: Partial<NetworkRule> = {}): NetworkRule => ({
		kind: 'network',
		name,
		source: firewallSide('10.0.1.0/24'),
		destination: firewallSide(to),
		destinationFqdns: [],
		...tcp,
		ports: ports(443),
		...more,
	});
	const application = (name: string, fqdn: string, source: FirewallAddresses = firewallSide('10.0.1.0/24')) =>
		({
			kind: 'application',
			name,
			source,
			protocols: [{type: 'https', port: 443}],
			targetFqdns: [fqdn],
			fqdnTags: [],
			targetUrls: [],
			webCategories: [],
		}) satisfies ApplicationRule;
	const behind = (...rules: readonly (NetworkRule | ApplicationRule)[]) =>
		topologyOf({
			routes: toFirewall,
			firewalls: [firewallWith([ruleGroup('group', 200, [{name: 'some', priority: 300, action: 'allow', rules}])])],
		});

	test('over names says the names, and a wider one shadows it', () => {
		const topology = behind(
			application('used', 'ghcr.io'),
			application('other', '*.gcr.io'),
			application('one', 'eu.gcr.io'),
		);
		expect(unusedIn(topology, [egressFlow(toName('ghcr.io'), {ports: ports(443)})])).toEqual([
			expect.objectContaining({rule: 'group/some/other', closes: ['10.0.1.0/24 to *.gcr.io, tcp 443']}),
			expect.objectContaining({rule: 'group/some/one', closes: [], shadowedBy: ['group/some/other']}),
		]);
	});

	test('for the addresses of others alone is theirs; for theirs and ours says so', () => {
		const topology = behind(
			application('theirs', 'ghcr.io', firewallSide('10.7.0.0/24')),
			application('shared', 'quay.io', firewallSide('10.0.1.0/24,10.7.0.0/24')),
		);
		expect(unusedIn(topology, [])).toEqual([
			expect.objectContaining({
				rule: 'group/some/shared',
				others: 'It is for 10.7.0.0/24, too: nobody asked what is needed there.',
			}),
		]);
	});

	test('over addresses, and over names that it looks up, says what would close', () => {
		const topology = behind(
			network('plain', '20.1.2.0/24'),
			network('named', '', {destinationFqdns: ['ntp.ubuntu.com']}),
		);
		expect(unusedIn(topology, []).map(({closes}) => closes)).toEqual([
			['10.0.1.0/24 to 20.1.2.0/24, tcp 443'],
			['10.0.1.0/24 to the addresses of ntp.ubuntu.com, port 443'],
		]);
	});

	test('whose IP group could not be read says that', () => {
		const group = idOf('ipGroups', 'partners');
		const topology = behind(network('grouped', '', {destination: {addresses: [], tags: [], unreadGroups: [group]}}));
		expect(unusedIn(topology, [])[0]?.closes).toEqual(
			expect.arrayContaining(['what IP group partners holds, which could not be read']),
		);
	});
});

describe('an authorized range', () => {
	const calling = (text: string): Flow =>
		egressFlow(toName('unused'), {
			path: {kind: 'api-server', from: addresses(text), tag: undefined, caller: 'machine'},
			ports: ports(443),
		});
	const withRanges = (...authorizedRanges: readonly string[]) => {
		const {cluster} = topologyOf();
		const {apiServer} = cluster.state === 'known' ? cluster.value : ({} as never);
		return topologyOf({cluster: {apiServer: {...apiServer, authorizedRanges}, egressAddresses: known([])}});
	};

	test('from which nobody calls could go, and says who could call no more', () => {
		const rules = unusedIn(withRanges('20.1.0.0/24', '20.2.0.0/24', '20.2.0.7/32'), [calling('20.1.0.5')]);
		expect(rules.map(({rule, closes, shadowedBy}) => [rule, closes, shadowedBy])).toEqual([
			['20.2.0.0/24', [expect.stringContaining('20.2.0.4/31, 20.2.0.6, 20.2.0.8/29')], []],
			['20.2.0.7/32', [], ['20.2.0.0/24']],
		]);
	});

	test('that is the only one never could: an empty list lets everybody in', () => {
		expect(unusedIn(withRanges('20.1.0.0/24'), [])).toEqual([]);
	});
});

describe('in the practice worlds', async () => {
	const profiles = await listProfiles();

	test.each(worldNames())('without any rule that %s has and does not need, every certain verdict is the same', name => {
		const topology = decodeTopology(readWorldFolder(templatesFolder('worlds', name)));
		const {assessment} = assessFound(topology, profiles, noAnswers);
		const {rules, looked} = findUnused(topology, assessment.findings, [], controls);
		const all = [
			...firewallAllowRules(topology),
			...securityGroupAllowRules(topology),
			...rangeAllowRules(topology),
			...policyAllowRules(topology),
		];
		expect(all.length).toBe(looked);
		for (const {resource, rule} of rules) {
			const less = all.find(other => other.resource === resource && other.rule === rule)?.without(topology);
			const changed = assessment.findings.filter(
				({flow, verdict}) => verdict !== 'undecided' && less && assessFlow(flow, less, controls).verdict !== verdict,
			);
			expect(changed.map(({flow}) => `${flow.id} without ${resource} ${rule}`)).toEqual([]);
		}
	});
});
