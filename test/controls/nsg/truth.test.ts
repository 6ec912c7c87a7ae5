import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {nsg} from '../../../source/controls/nsg/nsg.js';
import {ports} from '../../../source/network/port-set.js';
import type {SecurityRule} from '../../../source/topology/virtual-network.js';
import {entriesOf} from '../../helpers/ask-control.js';
import {
	egressFlow,
	firewallWith,
	ingressFlow,
	ruleGroup,
	securityRule,
	toAddresses,
	toFirewall,
	toName,
	topologyOf,
} from '../../helpers/topology.js';
import {applicationRule, collection, networkRule} from '../azure-firewall/rules.js';

// What Microsoft's own pages state, as data beside the project; never copied into it.
const file = path.resolve(import.meta.dirname, '../../../../shared/truth/azure-docs/truth.json');

type Stated = {
	readonly nsg: {
		readonly topology: Readonly<Record<string, {readonly subnetNsg: string | null; readonly nicNsg: string | null}>>;
		readonly inbound80FromInternet: readonly Case[];
		readonly outbound80ToInternet: readonly Case[];
	};
	readonly azureFirewall: {
		readonly cases: readonly {
			readonly id: string;
			readonly expected: readonly {readonly port: number; readonly allowed: boolean; readonly decidedBy: string}[];
		}[];
	};
};

type Case = Readonly<Record<string, string | boolean>> & {readonly vm: string; readonly allowed: boolean};

function read(): Stated {
	return JSON.parse(readFileSync(file, 'utf8')) as Stated;
}

test.skipIf(!existsSync(file))(
	'agrees with how-it-works on subnet and interface groups (skipped without ../shared)',
	() => {
		const {topology, inbound80FromInternet, outbound80ToInternet} = read().nsg;
		const inbound = ingressFlow({}, {ports: ports(80)});
		const outbound = egressFlow(toAddresses('20.1.2.3'), {ports: ports(80)});
		const cases = [
			...inbound80FromInternet.map(stated => ({
				stated,
				flow: inbound,
				word: 'allows80',
				direction: 'inbound' as const,
			})),
			...outbound80ToInternet.map(stated => ({
				stated,
				flow: outbound,
				word: 'denies80',
				direction: 'outbound' as const,
			})),
		];
		expect(cases.length).toBeGreaterThan(10);

		for (const {stated, flow, word, direction} of cases) {
			const {subnetNsg = null, nicNsg = null} = topology[stated.vm] ?? {};
			const rulesOf = (name: string | null): readonly SecurityRule[] | undefined => {
				const said = name === null ? undefined : stated[`${name}${word}`];
				if (name === null) {
					return undefined;
				}

				return said === undefined
					? []
					: [securityRule('Stated', 100, direction, said === (word === 'allows80') ? 'allow' : 'deny')];
			};
			const securityRules = rulesOf(subnetNsg);
			const interfaceRules = rulesOf(nicNsg);
			const found = assessFlow(
				flow,
				topologyOf({...(securityRules && {securityRules}), ...(interfaceRules && {interfaceRules})}),
				[nsg],
			);

			expect([stated, found.verdict]).toEqual([stated, stated.allowed ? 'allowed' : 'blocked']);
		}
	},
);

test.skipIf(!existsSync(file))("agrees with rule-processing's two examples (skipped without ../shared)", () => {
	const [first, second] = read().azureFirewall.cases;
	const web = firewallWith([
		ruleGroup('rcg', 100, [
			collection('net', 300, 'allow', networkRule('Allow-web', {to: '*', on: [80, 443]})),
			collection('app', 100, 'deny', applicationRule('Deny-google', ['google.com'])),
		]),
	]);
	const ssh = firewallWith([
		ruleGroup('rcg', 100, [
			collection('a', 200, 'allow', networkRule('Allow-SSH', {to: '*', on: [22]})),
			collection('d', 100, 'deny', networkRule('Deny-SSH', {to: '*', on: [22]})),
		]),
	]);
	const asked = [
		...(first?.expected ?? []).map(stated => ({stated, firewall: web, destination: toName('google.com')})),
		...(second?.expected ?? []).map(stated => ({stated, firewall: ssh, destination: toAddresses('20.1.2.3')})),
	];
	expect(asked).toHaveLength(3);

	for (const {stated, firewall, destination} of asked) {
		const flow = egressFlow(destination, {ports: ports(stated.port)});
		const [entry] = entriesOf(azureFirewall, flow, topologyOf({routes: toFirewall, firewalls: [firewall]}));

		expect(entry?.verdict).toBe(stated.allowed ? 'allowed' : 'blocked');
		expect(entry?.rule.split('/').at(-1)).toBe(stated.decidedBy);
	}
});
