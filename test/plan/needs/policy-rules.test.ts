import {describe, expect, test} from 'vitest';
import {engineRules} from '../../../source/connectivity/engine-rules.js';
import {cutRule, holdsRule, type WrittenPolicyRule} from '../../../source/plan/needs/policy-rules.js';
import type {JsonObject} from '../../../source/topology/world.js';

function egress(rule: JsonObject, rest: Partial<WrittenPolicyRule> = {}): WrittenPolicyRule {
	return {kind: 'NetworkPolicy', namespace: 'dev', selector: {}, direction: 'egress', rule, ...rest};
}

const block = (cidr: string, except?: readonly string[]) => ({
	ipBlock: {cidr, ...(except === undefined ? {} : {except})},
});
const tcp = (port: number, endPort?: number) => ({protocol: 'TCP', port, ...(endPort === undefined ? {} : {endPort})});
const web = {matchLabels: {app: 'web'}};
const pods = {podSelector: web};

describe('one rule of a policy does all that another does', () => {
	test.each([
		['the same', egress({to: [pods]}), egress({to: [pods]}), true],
		['everybody, and some', egress({}), egress({to: [pods]}), true],
		['some, and everybody', egress({to: [pods]}), egress({}), false],
		['a block within a block', egress({to: [block('20.1.0.0/16')]}), egress({to: [block('20.1.2.0/24')]}), true],
		['a block around a block', egress({to: [block('20.1.2.0/24')]}), egress({to: [block('20.1.0.0/16')]}), false],
		[
			'a block with a hole',
			egress({to: [block('20.1.0.0/16', ['20.1.2.0/24'])]}),
			egress({to: [block('20.1.2.0/24')]}),
			false,
		],
		['every port', egress({to: [pods]}), egress({to: [pods], ports: [tcp(80)]}), true],
		['one port of all', egress({to: [pods], ports: [tcp(80)]}), egress({to: [pods]}), false],
		['a range', egress({to: [pods], ports: [tcp(80, 90)]}), egress({to: [pods], ports: [tcp(85)]}), true],
		['beyond a range', egress({to: [pods], ports: [tcp(80, 90)]}), egress({to: [pods], ports: [tcp(85, 91)]}), false],
		[
			'every port of tcp, not of udp',
			egress({to: [pods], ports: [{protocol: 'TCP'}]}),
			egress({to: [pods], ports: [{protocol: 'UDP', port: 53}]}),
			false,
		],
		['all pods, and some', egress({to: [pods]}), egress({to: [pods]}, {selector: web}), true],
		['some pods, and all', egress({to: [pods]}, {selector: web}), egress({to: [pods]}), false],
		['another namespace', egress({to: [pods]}, {namespace: 'shop'}), egress({to: [pods]}), false],
		['another direction', egress({}, {direction: 'ingress'}), egress({}), false],
		[
			'parts of a Cilium rule',
			egress({}, {kind: 'CiliumNetworkPolicy'}),
			egress({toFQDNs: [{matchName: 'gcr.io'}]}, {kind: 'CiliumNetworkPolicy'}),
			false,
		],
	])('%s', (_, whole, part, expected) => {
		expect(holdsRule(whole, part, engineRules.calico)).toBe(expected);
	});

	// A block stands for pods under some engines only (Cilium: identities come first).
	test.each([
		['calico', true],
		['cilium', false],
	] as const)('every address holds pods under %s: %s', (engine, expected) => {
		expect(holdsRule(egress({to: [block('0.0.0.0/0')]}), egress({to: [pods]}), engineRules[engine])).toBe(expected);
	});
});

describe('a rule is cut by what others do', () => {
	const cut = (rule: WrittenPolicyRule, ...others: readonly WrittenPolicyRule[]) =>
		cutRule(rule, others, engineRules.calico);

	test('to the peers that are left', () => {
		const other = egress({to: [block('20.1.0.0/16')]});
		expect(cut(egress({to: [block('20.1.2.0/24'), pods]}), other)).toEqual({left: egress({to: [pods]}), by: [other]});
	});

	test('to the ports that are left', () => {
		const other = egress({to: [pods], ports: [tcp(443)]});
		expect(cut(egress({to: [pods], ports: [tcp(80), tcp(443)]}), other)).toEqual({
			left: egress({to: [pods], ports: [tcp(80)]}),
			by: [other],
		});
	});

	test('to nothing, never to an empty list, which would be everybody', () => {
		const other = egress({to: [pods]});
		expect(cut(egress({to: [pods]}), other)).toEqual({left: undefined, by: [other]});
	});

	test('to the peers that no others let through together, port by port', () => {
		const one = egress({to: [block('20.1.2.0/24')], ports: [tcp(443)]});
		const two = egress({to: [block('20.1.2.0/24')], ports: [tcp(9000)]});
		const rule = egress({to: [block('20.1.2.7/32'), block('20.9.0.0/16')], ports: [tcp(443), tcp(9000)]});
		expect(cut(rule, one, two)).toEqual({
			left: egress({to: [block('20.9.0.0/16')], ports: [tcp(443), tcp(9000)]}),
			by: [one, two],
		});
		expect(cut(rule, one)).toBeUndefined();
	});

	test('to the peers that no others let through together, block by block', () => {
		const [one, two] = [egress({to: [block('20.1.2.0/24')]}), egress({to: [block('20.1.3.0/24')]})];
		expect(cut(egress({to: [block('20.1.2.0/23')]}), one, two)).toEqual({left: undefined, by: [one, two]});
		expect(cut(egress({to: [block('20.1.0.0/22')]}), one, two)).toBeUndefined();
	});

	test('to peers and ports both', () => {
		const one = egress({to: [block('20.1.2.0/24')]});
		const two = egress({to: [pods], ports: [tcp(443)]});
		const rule = egress({to: [block('20.1.2.0/24'), pods], ports: [tcp(80), tcp(443)]});
		expect(cut(rule, one, two)).toEqual({left: egress({to: [pods], ports: [tcp(80)]}), by: [one, two]});
	});

	test.each([
		['where it is for everybody', egress({}), egress({to: [pods]})],
		[
			'where peers and ports differ both',
			egress({to: [pods], ports: [tcp(80)]}),
			egress({to: [block('20.0.0.0/8')], ports: [tcp(443)]}),
		],
		['where it is on every port', egress({to: [pods]}), egress({to: [pods], ports: [tcp(80)]})],
		['by a rule for fewer pods', egress({to: [pods]}), egress({to: [pods]}, {selector: web})],
	])('not %s', (_, rule, other) => {
		expect(cut(rule, other)).toBeUndefined();
	});
});
