import {describe, expect, test} from 'vitest';
import {reach} from '../../source/connectivity/reach/reach.js';
import {cluster} from './manifests.js';

/*
 * One case for each rule of Calico's documentation (docs.tigera.io): Tier, Policy tiers, Global network policy, Network
 * policy, Rule, EntityRule, Selectors, Ports, Service rules.
 */
const pods = [
	'dev/web app=web 10.244.0.5 http:80/TCP',
	'dev/client app=client 10.244.0.6',
	'shop/db app=db tier=data 10.244.1.7',
];

const calico = (kind: string, name: string, spec: string, namespace?: string) => `
apiVersion: projectcalico.org/v3
kind: ${kind}
metadata: {name: ${name}${namespace === undefined ? '' : `, namespace: ${namespace}`}}
spec: ${spec}
---
`;

const global = (spec: string, name = 'one') => calico('GlobalNetworkPolicy', name, spec);
const local = (spec: string, name = 'one') => calico('NetworkPolicy', name, spec, 'dev');
const tier = (name: string, spec: string) => calico('Tier', name, spec);
const web = `selector: app == 'web', types: [Ingress]`;
const plain = (ingress: string) => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: plain, namespace: dev}
spec: {podSelector: {matchLabels: {app: web}}, ingress: ${ingress}}
---
`;

/** Who may open what to dev/web: `dev/client tcp 80`; in brackets what is undecided. */
function toWeb(policies: string, asked: Parameters<typeof cluster>[0]['others'] = []): readonly string[] {
	const topology = cluster({
		pods,
		policies,
		namespaces: {dev: {team: 'a'}, shop: {team: 'b'}},
		others: asked,
	});
	const found = reach(topology, {engine: 'calico', to: {kind: 'named', namespace: 'dev', name: 'web'}});
	if (!found.ok) {
		expect.unreachable(found.missing.datum);
	}

	const line = ({from, allowed}: {from: string; allowed: readonly {protocol: string; ports: string}[]}) => {
		const all = allowed.length === 3 && allowed.every(({ports}) => ports === '1-65535');
		return `${from}${all ? '' : allowed.map(({protocol, ports}) => ` ${protocol.toLowerCase()} ${ports}`).join('')}`;
	};
	return [...[...found.connections].map(line), ...[...found.undecided].map(pair => `(${line(pair)})`)];
}

const everybody = ['dev/client', 'shop/db', '0.0.0.0/0'];
const client = `source: {selector: app == 'client'}`;

describe('tiers', () => {
	test.each<[string, string, readonly string[]]>([
		['a policy that applies drops what no rule allows', global(`{${web}}`), []],
		[
			'the first rule that matches is final',
			global(`{${web}, ingress: [{action: Deny, ${client}}, {action: Allow}]}`),
			['shop/db', '0.0.0.0/0'],
		],
		['Log decides nothing', global(`{${web}, ingress: [{action: Log}, {action: Allow, ${client}}]}`), ['dev/client']],
		[
			'the lower order is asked first',
			global(`{order: 2, ${web}, ingress: [{action: Deny}]}`, 'a') +
				global(`{order: 1, ${web}, ingress: [{action: Allow, ${client}}]}`, 'b'),
			['dev/client'],
		],
		[
			'without an order a policy is asked last',
			global(`{${web}, ingress: [{action: Deny}]}`, 'a') +
				global(`{order: 1000000, ${web}, ingress: [{action: Allow, ${client}}]}`, 'b'),
			['dev/client'],
		],
		[
			'equal orders go by name',
			global(`{order: 1, ${web}, ingress: [{action: Deny}]}`, 'b') +
				global(`{order: 1, ${web}, ingress: [{action: Allow, ${client}}]}`, 'a'),
			['dev/client'],
		],
		[
			'a lower tier is not asked where a higher one decides',
			tier('top', '{order: 1}') +
				global(`{tier: top, ${web}, ingress: [{action: Deny}]}`, 'top.a') +
				global(`{${web}, ingress: [{action: Allow}]}`, 'b'),
			[],
		],
		[
			'Pass hands over to the next tier that applies',
			tier('top', '{order: 1}') +
				global(`{tier: top, ${web}, ingress: [{action: Pass, ${client}}]}`, 'top.a') +
				global(`{${web}, ingress: [{action: Allow}]}`, 'b'),
			['dev/client'],
		],
		[
			'a tier may pass at its end',
			tier('top', '{order: 1, defaultAction: Pass}') +
				global(`{tier: top, ${web}, ingress: [{action: Deny, ${client}}]}`, 'top.a') +
				global(`{${web}, ingress: [{action: Allow}]}`, 'b'),
			['shop/db', '0.0.0.0/0'],
		],
		[
			'a tier without a policy that applies is skipped, its end too',
			tier('top', '{order: 1}') + global(`{tier: top, selector: app == 'other', types: [Ingress]}`, 'top.a'),
			everybody,
		],
		[
			'Pass in the last tier leaves what no policy says: open',
			global(`{${web}, ingress: [{action: Pass}]}`),
			everybody,
		],
		[
			'Pass in the default tier goes past NetworkPolicies behind it',
			global(`{order: 999, ${web}, ingress: [{action: Pass}]}`) + plain('[]'),
			everybody,
		],
		[
			'a NetworkPolicy stands in the default tier at order 1000',
			global(`{order: 1001, ${web}, ingress: [{action: Deny}]}`) +
				plain('[{from: [{podSelector: {matchLabels: {app: client}}}]}]'),
			['dev/client'],
		],
		[
			'a deny before order 1000 wins over it',
			global(`{order: 999, ${web}, ingress: [{action: Deny, ${client}}]}`) + plain('[{}]'),
			['shop/db', '0.0.0.0/0'],
		],
		[
			'tiers of one order go by name, and one without an order comes last',
			tier('b', '{order: 1}') +
				tier('a', '{order: 1}') +
				tier('z', '{}') +
				global(`{tier: b, ${web}, ingress: [{action: Deny}]}`, 'b.x') +
				global(`{tier: z, ${web}, ingress: [{action: Deny}]}`, 'z.x') +
				global(`{tier: a, ${web}, ingress: [{action: Allow, ${client}}, {action: Deny}]}`, 'a.x'),
			['dev/client'],
		],
		[
			'what the fixed tiers are nobody can change',
			tier('default', '{order: 1, defaultAction: Pass}') + global(`{${web}}`),
			[],
		],
		[
			'a policy in the tier of Kubernetes admin policies stands before the default tier and passes at its end',
			global(`{tier: adminnetworkpolicy, ${web}, ingress: [{action: Allow, ${client}}]}`, 'adminnetworkpolicy.a') +
				plain('[]'),
			['dev/client'],
		],
	])('%s', (_name, policies, expected) => {
		expect(toWeb(policies)).toEqual(expected);
	});
});

describe('policies and rules', () => {
	const allow = (rule: string) => global(`{${web}, ingress: [{action: Allow, ${rule}}]}`);
	test.each<[string, string, readonly string[]]>([
		[
			'types follow the rules: only egress rules, only egress',
			global(`{selector: app == 'web', egress: [{action: Allow}]}`),
			everybody,
		],
		['without rules, ingress', global(`{selector: app == 'web'}`), []],
		[
			'a policy of a namespace means its own pods',
			local(`{selector: all(), ingress: [{action: Allow, ${client}}]}`),
			['dev/client'],
		],
		['and so do its rules', local(`{${web}, ingress: [{action: Allow, source: {selector: all()}}]}`), ['dev/client']],
		[
			'unless a namespaceSelector says where',
			local(`{${web}, ingress: [{action: Allow, source: {selector: all(), namespaceSelector: team == 'b'}}]}`),
			['shop/db'],
		],
		['a rule without a selector means any packet', local(`{${web}, ingress: [{action: Allow}]}`), everybody],
		['a global policy by namespace', global(`{namespaceSelector: team == 'b', types: [Ingress]}`), everybody],
		[
			'all() means what carries labels, not every packet',
			allow('source: {selector: all()}'),
			['dev/client', 'shop/db'],
		],
		[
			'notSelector means any packet but these',
			allow(`source: {notSelector: app == 'client'}`),
			['shop/db', '0.0.0.0/0'],
		],
		[
			'nets mean pods, too',
			allow('source: {nets: [10.244.1.0/24, 20.0.0.1]}'),
			['shop/db', '10.244.1.0/24', '20.0.0.1/32'],
		],
		['notNets', allow('source: {notNets: [0.0.0.0/1]}'), ['128.0.0.0/1']],
		['all that a rule says must hold', allow(`source: {selector: all(), nets: [10.244.1.0/24]}`), ['shop/db']],
		[
			'ports: numbers, ranges and names',
			allow(`${client}, protocol: TCP, destination: {ports: [443, '8000:8002', http]}`),
			['dev/client tcp 80,443,8000-8002'],
		],
		['notPorts', allow(`${client}, protocol: UDP, destination: {notPorts: ['2:65535']}`), ['dev/client udp 1']],
		['a protocol alone', allow(`${client}, protocol: SCTP`), ['dev/client sctp 1-65535']],
		['a protocol by number', allow(`${client}, protocol: 17`), ['dev/client udp 1-65535']],
		['notProtocol', allow(`${client}, notProtocol: TCP`), ['dev/client udp 1-65535 sctp 1-65535']],
		['ICMP opens no port', allow(`${client}, protocol: ICMP, icmp: {type: 8}`), []],
		['IPv6 alone means no packet of IPv4', allow(`${client}, ipVersion: 6`), []],
		[
			'the own end of a rule',
			global(`{types: [Ingress], ingress: [{action: Allow, ${client}, destination: {selector: app == 'db'}}]}`),
			[],
		],
		[
			'doNotTrack and preDNAT mean nothing to pods',
			global(`{${web}, doNotTrack: true, applyOnForward: true, ingress: [{action: Allow, ${client}}]}`),
			['dev/client'],
		],
		['service accounts by name', allow(`source: {serviceAccounts: {names: [default]}}`), ['dev/client', 'shop/db']],
		[
			'source ports are not modelled',
			allow(`protocol: TCP, source: {selector: app == 'client', ports: [1]}`),
			['(dev/client tcp 1-65535)'],
		],
	])('%s', (_name, policies, expected) => {
		expect(toWeb(policies)).toEqual(expected);
	});

	test('network sets carry labels: of the namespace, and by global() those of none', () => {
		const sets = (namespaceSelector: string) => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkSet
metadata: {name: partners, labels: {role: partner}}
spec: {nets: [20.0.0.0/8, 10.244.1.7/32]}
---
apiVersion: projectcalico.org/v3
kind: NetworkSet
metadata: {name: office, namespace: dev, labels: {role: partner}}
spec: {nets: [52.1.2.3/32]}
---
${local(`{${web}, ingress: [{action: Allow, source: {selector: role == 'partner'${namespaceSelector}}}]}`)}`;

		expect(toWeb(sets(''))).toEqual(['52.1.2.3/32']);
		expect(toWeb(sets(', namespaceSelector: global()'))).toEqual(['shop/db', '10.244.1.7/32', '20.0.0.0/8']);
	});

	test('a service is its endpoints, on their ports', () => {
		const service = {
			apiVersion: 'v1',
			kind: 'Service',
			metadata: {namespace: 'dev', name: 'web'},
			spec: {selector: {app: 'web'}, ports: [{port: 8080, targetPort: 'http'}]},
		};
		const policies = local(
			`{selector: app == 'client', types: [Egress], egress: [{action: Allow, destination: {services: {name: web}}}]}`,
		);

		expect(toWeb(policies, [service])).toEqual(['dev/client tcp 80', 'shop/db', '0.0.0.0/0']);
		expect(toWeb(policies)).toEqual(['shop/db', '0.0.0.0/0']);
	});

	test('a HostEndpoint leaves what passes through it undecided', () => {
		const host = {
			apiVersion: 'projectcalico.org/v3',
			kind: 'HostEndpoint',
			metadata: {name: 'eth', labels: {host: 'yes'}},
			spec: {interfaceName: '*'},
		};
		const policies = global(`{selector: has(host), preDNAT: true, applyOnForward: true, ingress: [{action: Deny}]}`);

		expect(toWeb(policies)).toEqual(everybody);
		expect(toWeb(policies, [host])).toEqual(everybody.map(name => `(${name})`));
	});
});

describe('what Calico would not take, by name', () => {
	const told = (policies: string) => {
		const topology = cluster({pods, policies});
		const end = (name: string) => ({kind: 'named', namespace: 'dev', name}) as const;
		const found = reach(topology, {engine: 'calico', from: end('client'), to: end('web'), explain: true});
		return found.ok
			? [[...found.connections].length, ...[...found.undecided].map(({because}) => because?.ingress)]
			: [];
	};

	test.each([
		[`{${web}, ingress: [{action: Perhaps}]}`, 'the action "Perhaps"'],
		['{selector: "app = \'web\'"}', 'at character 5'],
		['{selector: "app == \'web\' &&"}', 'at character 16: it ends where a label is needed'],
		['{selector: "app == web"}', 'at character 8: a text in quotes is needed here'],
		[`{selector: "${'('.repeat(5000)}"}`, 'nested too deeply'],
		[`{tier: nowhere, ${web}, ingress: [{action: Deny}]}`, 'the tier nowhere, which does not exist'],
		[`{order: first, ${web}}`, 'the order "first"'],
		[`{${web}, moon: 1}`, 'the field moon'],
		[`{${web}, ingress: [{action: Allow, source: {nets: [here]}}]}`, 'nets'],
		[`{${web}, ingress: [{action: Allow, protocol: TCP, destination: {ports: ['9:1']}}]}`, 'the port "9:1"'],
	])('%s', (spec, expected) => {
		const [open, because] = told(global(spec));

		expect(open).toBe(0);
		expect(because).toContain(expected);
	});

	test('a tier that calls for an action that there is not', () => {
		const policies = tier('top', '{order: 1, defaultAction: Allow}') + global(`{tier: top, ${web}}`, 'top.a');

		expect(told(policies)[1]).toContain('whose order or defaultAction Calico does not take');
	});
});
