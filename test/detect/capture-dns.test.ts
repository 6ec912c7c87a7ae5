import fc from 'fast-check';
import {expect, test} from 'vitest';
import {captureWorld} from '../../source/detect/capture/capture-world.js';
import {worldFiles} from '../../source/render/world-files.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../source/topology/world.js';
import {draws} from '../helpers/draws.js';
import {worldOf} from '../helpers/read-world.js';
import {open, worldFrom} from '../routing/small-world.js';

/* What a capture keeps of how pods look names up: what decides, and it means the same when it is read again. */

function configMap(data: JsonObject, name = 'coredns-custom', more: JsonObject = {}): JsonObject {
	return {apiVersion: 'v1', kind: 'ConfigMap', metadata: {name, namespace: 'kube-system'}, data, ...more};
}

function captured(...objects: readonly JsonObject[]) {
	const {content} = captureWorld(worldOf(objects));
	const again = worldOf([...content.values()]);
	return {text: [...worldFiles(content).values()].join('\n'), kubernetes: decodeTopology(again).kubernetes};
}

function meant(...objects: readonly JsonObject[]) {
	return decodeTopology(worldOf(objects)).kubernetes;
}

test('what CoreDNS is told about names stays, and nothing that lets somebody in', () => {
	const custom = configMap(
		{
			'a.override': `# the key is hunter2
hosts {
  10.1.0.4 registry.example.com
  fallthrough
}
rewrite name exact a.com b.com
rewrite edns0 local set 0xffee hunter2
template ANY ANY internal.example.com {
  match "^x y$"
  answer "{{ .Name }} 60 IN A 10.1.0.5"
  answer "{{ .Name }} 60 IN TXT hunter2"
  authority "x 60 IN SOA hunter2. b. (1 2 3 4 5)"
  rcode NXDOMAIN
}
`,
			'b.server': `corp.example.com:53 {
  errors hunter2
  forward . 10.1.0.53 tls://10.1.0.54 {
    tls /hunter2.crt /hunter2.key
    except a.corp.example.com
  }
}
aws.example.com {
  route53 aws.example.com.:ZONE {
    aws_access_key ID hunter2
  }
}
`,
			'c.server': 'hunter2 {',
			'd.override': 'hunter2 hunter2',
			note: 'hunter2',
		},
		'coredns-custom',
		{binaryData: {'e.override': 'aHVudGVyMg==', other: 'aHVudGVyMg=='}},
	);
	const {text, kubernetes} = captured(custom, configMap({'x.override': 'hunter2'}, 'another'));
	expect(text).not.toMatch(/hunter2|aHVudGVyMg/);
	const before = meant(custom).clusterDns;
	const keys = (dns: typeof before) => (dns?.state === 'known' ? dns.value.faults.map(({key}) => key) : []);
	expect(keys(kubernetes.clusterDns).toSorted()).toEqual(keys(before).toSorted());
	expect(keys(before).toSorted()).toEqual(['c.server', 'd.override', 'e.override']);
	const rest = (dns: typeof before) => (dns?.state === 'known' ? {...dns.value, faults: []} : undefined);
	expect(rest(kubernetes.clusterDns)).toEqual(rest(before));
});

test('how pods ask for names stays', () => {
	const pod: JsonObject = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name: 'a', namespace: 'shop'},
		spec: {
			dnsPolicy: 'None',
			dnsConfig: {nameservers: ['10.1.0.53'], options: [{name: 'hunter2'}], searches: ['a.com']},
			hostAliases: [{ip: '10.1.0.9', hostnames: ['registry.example.com']}],
		},
	};
	const {text, kubernetes} = captured(pod);
	expect(text).not.toContain('hunter2');
	expect(kubernetes.pods).toEqual(meant(pod).pods);
	expect(JSON.stringify(kubernetes.pods)).toContain('10.1.0.53');
});

test("whom a node's own DNS asks stays", () => {
	const local = {
		mode: 'Required',
		kubeDNSOverrides: {'.': {forwardDestination: 'ClusterCoreDNS'}, 'example.com': {forwardDestination: 'VnetDNS'}},
		vnetDNSOverrides: {'.': {forwardDestination: 'VnetDNS'}},
	};
	const world = worldFrom({
		...open,
		cluster: {agentPoolProfiles: [{name: 'system', count: 1, localDNSProfile: local}]},
	});
	const again = worldOf([...captureWorld(world, {mask: false}).content.values()]);
	const pools = (of: typeof world) => {
		const {cluster} = decodeTopology(of);
		return cluster.state === 'known' ? cluster.value.pools : [];
	};
	expect(pools(again)).toEqual(pools(world));
	expect([...(pools(world)[0]?.localDns?.forPods ?? [])]).toEqual([
		['', 'cluster'],
		['example.com', 'network'],
	]);
});

test('a ConfigMap that could not be read stays so', () => {
	expect(captured({'aksess:denied': ['configmaps']}).kubernetes.clusterDns?.state).toBe('denied');
});

const line = fc.constantFrom(
	...[
		'hosts {',
		'hosts /x a.com {',
		'10.1.0.4 a.com',
		'fallthrough',
		'fallthrough a.com',
		'ttl 30',
		'}',
		'oops',
		'acl x',
	],
	...['rewrite name a.com b.com', 'rewrite continue name regex a|b "c d"', 'rewrite type A AAAA', 'rewrite edns0 x'],
	...[
		'rewrite stop {',
		'name suffix .a .b',
		'answer name x y',
		'template IN A {',
		'template IN TXT a {',
		'rcode NXDOMAIN',
	],
	...[
		'match "a b"',
		'answer "x 60 IN A 10.1.0.4"',
		'answer "x IN CNAME y"',
		'answer "x IN TXT y"',
		'forward . 10.1.0.4',
	],
	...[
		'forward . /etc/resolv.conf {',
		'except a.com',
		'next NXDOMAIN',
		'a.com:53 {',
		'b.com {',
		'kubernetes x.y {',
		'# c',
	],
	...['log {$X}', 'forward . {$X}', 'cache 30 "', 'errors'],
);

test('whatever it is, it means the same', () => {
	fc.assert(
		fc.property(fc.array(line, {maxLength: 8}), fc.constantFrom('a.override', 'a.server'), (lines, key) => {
			const custom = configMap({[key]: lines.join('\n')});
			const faultless = ({clusterDns}: ReturnType<typeof meant>) =>
				clusterDns?.state === 'known'
					? {...clusterDns.value, faults: clusterDns.value.faults.map(fault => fault.key)}
					: clusterDns;
			expect(faultless(captured(custom).kubernetes)).toEqual(faultless(meant(custom)));
		}),
		draws(1000),
	);
});
