import {describe, expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {openings} from '../../source/controls/openings.js';
import {ports} from '../../source/network/port-set.js';
import type {EgressPath, Flow} from '../../source/profiles/flow.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {knownValue} from '../../source/topology/known.js';
import type {JsonObject} from '../../source/topology/world.js';
import {pathPicture} from '../../source/wizard/path-picture.js';
import {textOf} from '../../source/wizard/text.js';
import {createTheme} from '../../source/wizard/theme.js';
import {wordingOf} from '../../source/wording/wording.js';
import {flowOn} from '../controls/flow-on.js';
import {denyAll, group, nodes, open, origin, type Parts, resource, spoke, withTable, worldFrom} from './small-world.js';

/*
 * How pods look names up, in a network in which everything else is open: what the cluster's DNS, lists of hosts and
 * servers of their own make of `registry.example.com`.
 */

const asked = 'registry.example.com';

function customDns(data: JsonObject, more: JsonObject = {}): JsonObject {
	return {
		apiVersion: 'v1',
		kind: 'ConfigMap',
		metadata: {name: 'coredns-custom', namespace: 'kube-system'},
		data,
		...more,
	};
}

function pod(name: string, spec: JsonObject = {}): JsonObject {
	return {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {name, namespace: 'shop', labels: {app: name}},
		spec: {containers: [{name: 'c', image: 'i'}], ...spec},
		status: {phase: 'Running', podIP: '10.1.0.77'},
	};
}

function service(namespace: string, name: string, clusterIP: string): JsonObject {
	return {apiVersion: 'v1', kind: 'Service', metadata: {name, namespace}, spec: {clusterIP, ports: [{port: 443}]}};
}

const services = [service('kube-system', 'kube-dns', '10.0.0.10'), service('web', 'gateway', '10.0.5.5')];

/** What the packets to public addresses do not get through, while those inside the network do. */
const onlyInside: Parts = withTable(open, {nextHopType: 'None'});

/** `any`: nodes, and pods that nobody named. */
type Speakers = 'pods' | 'nodes' | 'both' | 'any';

type Variant = {
	readonly name: string;
	readonly custom?: JsonObject;
	readonly pods?: readonly JsonObject[];
	readonly objects?: readonly JsonObject[];
	readonly on?: Parts;
	readonly speakers?: Speakers;
	readonly to?: string;
	/** Pods by name; all where they are left out. */
	readonly speak?: readonly string[];
	readonly verdict: 'allowed' | 'blocked' | 'undecided';
	/** A part of a sentence that names what decided. */
	readonly says?: string;
};

function find(variant: Variant) {
	return assessed(variant).finding;
}

function assessed(variant: Variant) {
	const {custom, pods = [pod('web')], objects = services, on = open, speakers = 'pods', to = asked, speak} = variant;
	const world = worldFrom({
		...on,
		objects: [...pods, ...objects, ...(custom === undefined ? [] : [customDns(custom)])],
	});
	const topology = decodeTopology(world);
	const all = knownValue(topology.kubernetes.pods) ?? [];
	const named = speak === undefined ? all : all.filter(({name}) => speak.includes(name));
	const path: EgressPath = {
		kind: 'egress',
		origin: {
			...origin,
			pods: speakers === 'nodes' || speakers === 'any' ? undefined : named,
			...(speakers === 'both' ? {beside: {nodes: true, anyPods: false}} : {}),
			...(speakers === 'any' ? {beside: {nodes: true, anyPods: true}} : {}),
		},
		destination: {kind: 'name', pattern: to, hosting: {kind: 'outside-azure'}},
	};
	const flow: Flow = flowOn(path, {ports: ports(443), to});
	return {finding: assessFlow(flow, topology, controls), topology};
}

function holds(variants: readonly Variant[]): void {
	test.each(variants)('$name: $verdict', variant => {
		const finding = find(variant);
		const said = finding.trail.map(entry => {
			const {rule, why} = wordingOf(entry, finding);
			return `${entry.verdict} ${rule}: ${why}`;
		});
		expect(finding.verdict, said.join('\n')).toBe(variant.verdict);
		if (variant.says !== undefined) {
			expect(said.join('\n')).toContain(variant.says);
		}
	});
}

const override = (text: string): JsonObject => ({'test.override': text});
const server = (text: string): JsonObject => ({'test.server': text});

describe('without anything of their own (AKS coredns-custom)', () => {
	holds([
		{name: 'no ConfigMap', verdict: 'allowed'},
		{name: 'an empty one', custom: {}, verdict: 'allowed'},
		{name: 'keys that CoreDNS does not import', custom: {Corefile: 'hosts {\n}\n', note: 'x'}, verdict: 'allowed'},
		{name: 'harmless plugins', custom: override('log\nerrors\ncache 30 {\n  serve_stale\n}\n'), verdict: 'allowed'},
		{
			name: 'one that may not be read',
			objects: [...services, {'aksess:denied': ['configmaps']}],
			verdict: 'undecided',
			says: 'could not be read',
		},
		{
			name: 'one that may not be read, for nodes',
			objects: [...services, {'aksess:denied': ['configmaps']}],
			speakers: 'nodes',
			verdict: 'allowed',
		},
		{
			name: 'one that may not be read, for nodes and any pods',
			objects: [...services, {'aksess:denied': ['configmaps']}],
			speakers: 'any',
			verdict: 'undecided',
		},
		{
			name: 'one that may not be read, where something else blocks',
			objects: [...services, {'aksess:denied': ['configmaps']}],
			on: onlyInside,
			verdict: 'blocked',
			says: 'blocked',
		},
	]);
});

describe('lists of hosts (coredns.io, plugin hosts)', () => {
	const hosts = (inner: string) => override(`hosts {\n${inner}\n}`);
	holds([
		{
			name: 'an address inside, where nothing gets out',
			custom: hosts(`10.1.5.9 ${asked}\nfallthrough`),
			on: onlyInside,
			verdict: 'allowed',
			says: '10.1.5.9',
		},
		{
			name: 'an address outside, where nothing gets out',
			custom: hosts(`20.1.2.3 ${asked}\nfallthrough`),
			on: onlyInside,
			verdict: 'blocked',
			says: 'None',
		},
		{
			name: 'the same for nodes, which do not ask it',
			custom: hosts(`10.1.5.9 ${asked}\nfallthrough`),
			on: onlyInside,
			speakers: 'nodes',
			verdict: 'blocked',
		},
		{
			name: 'nodes and pods, of whom pods get through',
			custom: hosts(`10.1.5.9 ${asked}\nfallthrough`),
			on: onlyInside,
			speakers: 'both',
			verdict: 'blocked',
		},
		{
			name: 'nodes and any pods, of whom pods get through',
			custom: hosts(`10.1.5.9 ${asked}\nfallthrough`),
			on: onlyInside,
			speakers: 'any',
			verdict: 'blocked',
			says: '10.1.5.9',
		},
		{
			name: 'nodes and any pods, of whom nodes get through',
			custom: hosts('10.1.5.9 a.com'),
			speakers: 'any',
			verdict: 'blocked',
			says: 'no fallthrough',
		},
		{
			name: 'in another case, with a closing dot, behind another name',
			custom: hosts('10.1.5.9 other Registry.EXAMPLE.com.\nfallthrough'),
			on: onlyInside,
			verdict: 'allowed',
		},
		{name: 'other names, and the next is asked', custom: hosts('10.1.5.9 a.com\nfallthrough'), verdict: 'allowed'},
		{
			name: 'other names, and nobody else is asked',
			custom: hosts('10.1.5.9 a.com'),
			verdict: 'blocked',
			says: 'no fallthrough',
		},
		{
			name: 'the next is asked for other zones only',
			custom: hosts('10.1.5.9 a.com\nfallthrough in-addr.arpa'),
			verdict: 'blocked',
		},
		{
			name: 'the next is asked for this zone',
			custom: hosts('10.1.5.9 a.com\nfallthrough example.com'),
			verdict: 'allowed',
		},
		{
			name: 'a list for another zone',
			custom: override('hosts /etc/hosts a.com {\n  10.1.5.9 a.com\n}'),
			verdict: 'allowed',
		},
		{
			name: 'a file',
			custom: override('hosts /etc/coredns/custom/more a.com example.com'),
			verdict: 'undecided',
			says: 'more',
		},
		{name: 'an IPv6 address', custom: hosts(`fd00::9 ${asked}\nfallthrough`), verdict: 'blocked', says: 'IPv6'},
		{
			name: 'an asterisk',
			custom: hosts('10.1.5.9 *.example.com\nfallthrough'),
			verdict: 'undecided',
			says: '*.example.com',
		},
		{
			name: 'an address of a service',
			custom: hosts(`10.0.5.5 ${asked}\nfallthrough`),
			verdict: 'undecided',
			says: 'web/gateway',
		},
		{name: 'a line that is none', custom: hosts(`${asked} 10.1.5.9`), verdict: 'undecided'},
	]);
});

describe('other names (coredns.io, plugin rewrite)', () => {
	const zone = (address: string): Parts => {
		const id = `${group}/privateDnsZones/inside.example.net`;
		return {
			...onlyInside,
			resources: [
				...onlyInside.resources,
				resource(id, {numberOfRecordSets: 2}),
				resource(`${id}/virtualNetworkLinks/l`, {virtualNetwork: {id: spoke}}),
				resource(`${id}/A/registry`, {aRecords: [{ipv4Address: address}]}),
			],
		};
	};
	holds([
		{
			name: 'a name of a private zone',
			custom: override(`rewrite name ${asked} registry.inside.example.net`),
			on: zone('10.1.5.9'),
			verdict: 'allowed',
			says: 'asks for registry.inside.example.net instead',
		},
		{
			name: 'by its end',
			custom: override('rewrite stop name suffix .example.com .inside.example.net'),
			on: zone('10.1.5.9'),
			verdict: 'allowed',
		},
		{
			name: 'by its beginning',
			custom: override('rewrite name prefix registry.example. registry.inside.example.net-'),
			on: zone('10.1.5.9'),
			verdict: 'blocked',
		},
		{
			name: 'by a part',
			custom: override('rewrite name substring example.com inside.example.net'),
			on: zone('10.1.5.9'),
			verdict: 'allowed',
		},
		{
			name: 'a record that the zone lacks',
			custom: override(`rewrite name ${asked} gone.inside.example.net`),
			on: zone('10.1.5.9'),
			verdict: 'blocked',
			says: 'has no record',
		},
		{name: 'other names', custom: override('rewrite name a.com b.com'), verdict: 'allowed'},
		{
			name: 'the first rule ends the list',
			custom: override(
				`rewrite name ${asked} registry.inside.example.net\nrewrite name registry.inside.example.net b.com`,
			),
			on: zone('10.1.5.9'),
			verdict: 'allowed',
		},
		{
			name: 'the first rule lets the next be asked',
			custom: override(`rewrite continue name ${asked} b.com\nrewrite name b.com registry.inside.example.net`),
			on: zone('10.1.5.9'),
			verdict: 'allowed',
		},
		{
			name: 'rules of two keys, in the order of the keys',
			custom: {
				'b.override': `rewrite name ${asked} b.com`,
				'a.override': `rewrite name ${asked} registry.inside.example.net`,
			},
			on: zone('10.1.5.9'),
			verdict: 'allowed',
		},
		{name: 'times to live', custom: override(`rewrite ttl ${asked} 30`), verdict: 'allowed'},
		{
			name: 'a time to live that ends the list',
			custom: override(`rewrite ttl ${asked} 30\nrewrite name ${asked} gone.inside.example.net`),
			on: {...open, resources: zone('10.1.5.9').resources.filter(({id}) => !id.includes('/routeTables/'))},
			verdict: 'allowed',
		},
		{
			name: 'a regular expression about it',
			custom: override(String.raw`rewrite stop {
				name regex (.*)\.example\.com {1}.default.svc.cluster.local
				answer name (.*)\.default\.svc\.cluster\.local {1}.example.com
			}`),
			verdict: 'undecided',
			says: 'is not tried',
		},
		{
			name: 'a regular expression about others',
			custom: override(String.raw`rewrite name regex (.*)\.example\.org {1}.default.svc.cluster.local`),
			verdict: 'allowed',
		},
		{
			name: 'a service',
			custom: override(`rewrite name ${asked} gateway.web.svc.cluster.local`),
			verdict: 'undecided',
			says: 'service web/gateway',
		},
		{
			name: 'a service that is not there',
			custom: override(`rewrite name ${asked} gone.web.svc.cluster.local`),
			verdict: 'blocked',
			says: 'no service web/gone',
		},
		{
			name: 'a service, where services were not read',
			custom: override(`rewrite name ${asked} gone.web.svc.cluster.local`),
			objects: [{'aksess:denied': ['services']}],
			verdict: 'undecided',
		},
		{name: 'types', custom: override('rewrite type A AAAA'), verdict: 'undecided', says: 'rewrite'},
	]);
});

describe('blocks of their own (coredns.io, manual; plugin forward)', () => {
	const block = (inner: string, head = 'example.com:53') => server(`${head} {\n  errors\n  cache 30\n${inner}\n}`);
	const customServers = (...dnsServers: readonly string[]): Parts => ({
		...open,
		resources: [
			resource(spoke, {
				addressSpace: {addressPrefixes: ['10.1.0.0/16']},
				dhcpOptions: {dnsServers: [...dnsServers]},
				subnets: [{id: nodes, name: 'nodes', properties: {addressPrefix: '10.1.0.0/24'}}],
			}),
		],
	});
	holds([
		{name: 'another server', custom: block('forward . 10.1.5.53'), verdict: 'undecided', says: '10.1.5.53'},
		{name: 'a public one', custom: block('forward . 1.1.1.1'), verdict: 'undecided', says: '1.1.1.1'},
		{name: 'the same for nodes', custom: block('forward . 10.1.5.53'), speakers: 'nodes', verdict: 'allowed'},
		{name: "the node's", custom: block('forward . /etc/resolv.conf'), verdict: 'allowed'},
		{name: "Azure's", custom: block('forward . 168.63.129.16'), verdict: 'allowed'},
		{
			name: 'the one that the network names',
			custom: block('forward . 10.1.5.53'),
			on: customServers('10.1.5.53'),
			verdict: 'allowed',
		},
		{
			name: 'itself, which asks the network',
			custom: block('forward . 10.0.0.10'),
			verdict: 'undecided',
			says: 'sent to itself',
		},
		{
			name: 'itself, under a name of a service',
			custom: block(`rewrite name ${asked} gateway.web.svc.cluster.local\nforward . 10.0.0.10`),
			verdict: 'undecided',
			says: 'web/gateway',
		},
		{
			name: 'itself, under a name that is no service',
			custom: block(`rewrite name ${asked} gone.web.svc.cluster.local\nforward . 10.0.0.10:53`),
			verdict: 'blocked',
		},
		{
			name: "a name of the cluster at the node's servers",
			custom: block(`rewrite name ${asked} gateway.web.svc.cluster.local\nforward . /etc/resolv.conf`),
			verdict: 'undecided',
		},
		{
			name: 'the plugin of the cluster itself',
			custom: block(`rewrite name ${asked} gone.web.svc.cluster.local\nkubernetes cluster.local`),
			verdict: 'blocked',
			says: 'no service',
		},
		{name: 'another zone', custom: block('forward . 10.1.5.53', 'other.com'), verdict: 'allowed'},
		{name: 'a zone that only looks alike', custom: block('forward . 10.1.5.53', 'ple.com'), verdict: 'allowed'},
		{name: 'one of several zones', custom: block('forward . 10.1.5.53', 'a.com, EXAMPLE.com.'), verdict: 'undecided'},
		{name: 'another port', custom: block('forward . 10.1.5.53', 'example.com:8053'), verdict: 'allowed'},
		{name: 'another transport', custom: block('forward . 10.1.5.53', 'tls://example.com:53'), verdict: 'allowed'},
		{
			name: 'the longest zone',
			custom: server(`example.com {
				forward . 10.1.5.53
			}
			${asked} {
				forward . /etc/resolv.conf
			}`),
			verdict: 'allowed',
		},
		{
			name: 'the whole root, which AKS has already',
			custom: block('forward . 10.1.5.53', '.:53'),
			verdict: 'undecided',
			says: 'another block',
		},
		{
			name: 'only other names are forwarded',
			custom: block('forward foo.com 1.1.1.1'),
			verdict: 'blocked',
			says: 'Nothing in the server block',
		},
		{name: 'this one is excepted', custom: block(`forward . 10.1.5.53 {\nexcept ${asked}\n}`), verdict: 'blocked'},
		{
			name: 'this one is excepted, and another takes it',
			custom: block(`forward . 10.1.5.53 {\nexcept ${asked}\n}\nforward . /etc/resolv.conf`),
			verdict: 'allowed',
		},
		{
			name: 'one after the other',
			custom: block('forward . /etc/resolv.conf {\nnext NXDOMAIN\n}'),
			verdict: 'undecided',
		},
		{name: 'nothing that answers', custom: block(''), verdict: 'blocked'},
		{
			name: 'a plugin that is not looked at',
			custom: block('acl {\nallow net 10.0.0.0/8\n}\nforward . /etc/resolv.conf'),
			verdict: 'undecided',
			says: 'acl',
		},
		{name: 'a variable', custom: block('forward . {$UPSTREAM}'), verdict: 'undecided'},
		{
			name: 'a forward beside that of AKS',
			custom: override('forward example.com 10.1.5.53'),
			verdict: 'undecided',
			says: 'AKS',
		},
		{name: 'a forward beside that of AKS, for others', custom: override('forward a.com 10.1.5.53'), verdict: 'allowed'},
	]);
});

describe('templates (coredns.io, plugin template)', () => {
	holds([
		{
			name: 'no such name',
			custom: override('template ANY ANY example.com {\nrcode NXDOMAIN\n}'),
			verdict: 'blocked',
			says: 'NXDOMAIN',
		},
		{
			name: 'no such name of others',
			custom: override('template ANY ANY a.com {\nrcode NXDOMAIN\n}'),
			verdict: 'allowed',
		},
		{name: 'no IPv6', custom: override('template IN AAAA . {\nrcode NOERROR\n}'), verdict: 'allowed'},
		{name: 'nothing', custom: override('template IN A example.com'), verdict: 'blocked', says: 'without an address'},
		{
			name: 'an address',
			custom: override('template IN A example.com {\nanswer "{{ .Name }} 60 IN A 10.1.5.9"\n}'),
			on: onlyInside,
			verdict: 'allowed',
			says: '10.1.5.9',
		},
		{
			name: 'an address that is made of the name',
			custom: override('template IN A example.com {\nanswer "{{ .Name }} 60 IN A 10.1.5.{{ .Zone }}"\n}'),
			verdict: 'undecided',
			says: 'of the name itself',
		},
		{
			name: 'another name',
			custom: override('template IN ANY example.com {\nanswer "x 60 IN CNAME google.com"\n}'),
			verdict: 'undecided',
		},
		{
			name: 'by an expression about it',
			custom: override('template IN A example.com {\nmatch registry\nrcode NXDOMAIN\nfallthrough\n}'),
			verdict: 'undecided',
		},
		{
			name: 'by an expression about others, and the next is asked',
			custom: override('template IN A example.com {\nmatch ^www[.]\nrcode NXDOMAIN\nfallthrough\n}'),
			verdict: 'allowed',
		},
		{
			name: 'by an expression about others, and nobody else is asked',
			custom: override('template IN A example.com {\nmatch ^www[.]\nrcode NXDOMAIN\n}'),
			verdict: 'blocked',
		},
		{
			name: 'by an expression about all',
			custom: override('template IN A example.com {\nmatch .*\nrcode NXDOMAIN\n}'),
			verdict: 'blocked',
		},
	]);
});

describe('what CoreDNS would not start with, or nobody here understands', () => {
	holds([
		{
			name: 'a block that is not closed',
			custom: override('hosts {\n10.1.5.9 a.com\n'),
			verdict: 'undecided',
			says: 'not closed',
		},
		{
			name: 'no plugin of CoreDNS',
			custom: server('hosts {\n10.1.5.9 a.com\nfallthrough\n}'),
			verdict: 'undecided',
			says: '10.1.5.9 is not a plugin',
		},
		{
			name: 'two lists of hosts',
			custom: {'a.override': 'hosts {\nfallthrough\n}', 'b.override': 'hosts {\nfallthrough\n}'},
			verdict: 'undecided',
		},
		{name: 'an import', custom: override('import more'), verdict: 'undecided', says: 'import'},
	]);

	test('a key that is binary', () => {
		const objects = [...services, customDns({}, {binaryData: {'a.override': 'AAAA'}})];
		expect(find({name: '', objects, verdict: 'undecided'}).verdict).toBe('undecided');
	});
});

describe('how pods ask (kubernetes.io, dns-pod-service)', () => {
	const elsewhere = server('example.com {\nforward . 10.1.5.53\n}');
	const none = (...nameservers: readonly string[]) =>
		pod('a', {dnsPolicy: 'None', dnsConfig: {nameservers: [...nameservers]}});
	const aliases = (ip: string, ...hostnames: readonly string[]): JsonObject => ({
		hostAliases: [{ip, hostnames: [...hostnames]}],
	});
	holds([
		{name: 'as the node', custom: elsewhere, pods: [pod('a', {dnsPolicy: 'Default'})], verdict: 'allowed'},
		{name: "on the node's network", custom: elsewhere, pods: [pod('a', {hostNetwork: true})], verdict: 'allowed'},
		{
			name: "on the node's network, and as pods",
			custom: elsewhere,
			pods: [pod('a', {hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet'})],
			verdict: 'undecided',
		},
		{name: 'servers of their own', pods: [none('10.1.5.53')], verdict: 'undecided', says: 'dnsConfig of Pod shop/a'},
		{
			name: "the cluster's, by address",
			custom: elsewhere,
			pods: [none('10.0.0.10')],
			verdict: 'undecided',
			says: 'test.server',
		},
		{name: "Azure's, by address", custom: elsewhere, pods: [none('168.63.129.16')], verdict: 'allowed'},
		{
			name: 'servers beside the policy',
			pods: [pod('a', {dnsConfig: {nameservers: ['10.1.5.53']}})],
			verdict: 'allowed',
		},
		{
			name: 'an alias inside',
			pods: [pod('a', aliases('10.1.5.9', asked))],
			on: onlyInside,
			verdict: 'allowed',
			says: 'hostAliases of Pod shop/a',
		},
		{name: 'an alias outside', pods: [pod('a', aliases('20.1.2.3', asked))], on: onlyInside, verdict: 'blocked'},
		{
			name: 'an alias for another name',
			pods: [pod('a', aliases('10.1.5.9', 'a.com'))],
			on: onlyInside,
			verdict: 'blocked',
		},
		{
			name: 'an alias before what the cluster answers',
			custom: elsewhere,
			pods: [pod('a', aliases('10.1.5.9', asked))],
			verdict: 'allowed',
		},
		{
			name: 'an alias of one pod of two',
			pods: [pod('a', aliases('10.1.5.9', asked)), pod('b')],
			on: onlyInside,
			verdict: 'blocked',
		},
		{
			name: 'two aliases that both get through',
			pods: [pod('a', aliases('10.1.5.9', asked)), pod('b', aliases('10.1.5.8', asked))],
			on: onlyInside,
			verdict: 'allowed',
		},
		{
			name: 'an alias of a service',
			pods: [pod('a', aliases('10.0.5.5', asked))],
			verdict: 'undecided',
			says: 'web/gateway',
		},
		{name: 'an IPv6 alias', pods: [pod('a', aliases('fd00::9', asked))], verdict: 'undecided', says: 'IPv6'},
		{
			name: 'one of them may not get through',
			custom: elsewhere,
			pods: [pod('a', {dnsPolicy: 'Default'}), pod('b')],
			verdict: 'undecided',
		},
	]);
});

describe('a DNS of each node (AKS localdns-custom)', () => {
	const elsewhere = server('example.com {\nforward . 10.1.5.53\n}');
	const local = (forPods: JsonObject, more: JsonObject = {}) => ({
		name: 'system',
		count: 2,
		vnetSubnetID: nodes,
		localDNSProfile: {mode: 'Required', kubeDNSOverrides: forPods, ...more},
	});
	const on = (...agentPoolProfiles: readonly JsonObject[]): Parts => ({
		...open,
		cluster: {agentPoolProfiles: [...agentPoolProfiles]},
	});
	const network = {forwardDestination: 'VnetDNS'};
	const cluster = {forwardDestination: 'ClusterCoreDNS'};
	const plain = {name: 'other', count: 1, vnetSubnetID: nodes};
	holds([
		{name: "asks the cluster's", custom: elsewhere, on: on(local({'.': cluster})), verdict: 'undecided'},
		{name: "asks the network's", custom: elsewhere, on: on(local({'.': network})), verdict: 'allowed'},
		{
			name: "asks the network's for a zone",
			custom: elsewhere,
			on: on(local({'.': cluster, 'example.com': network})),
			verdict: 'allowed',
		},
		{
			name: "asks the network's for another zone",
			custom: elsewhere,
			on: on(local({'.': cluster, 'a.com': network})),
			verdict: 'undecided',
		},
		{
			name: 'is only looked at',
			custom: elsewhere,
			on: on(local({'.': network}, {mode: 'Preferred'})),
			verdict: 'undecided',
		},
		{name: 'is in one pool of two', custom: elsewhere, on: on(local({'.': network}), plain), verdict: 'undecided'},
		{
			name: 'is in the pool of the pod',
			custom: elsewhere,
			on: on(local({'.': network}), plain),
			pods: [pod('a', {nodeName: 'n1'})],
			objects: [
				...services,
				{apiVersion: 'v1', kind: 'Node', metadata: {name: 'n1', labels: {'kubernetes.azure.com/agentpool': 'system'}}},
			],
			verdict: 'allowed',
		},
		{name: 'changes nothing where nothing is changed', on: on(local({'.': network}), plain), verdict: 'allowed'},
		{
			name: "asks the cluster's for pods that ask as the node",
			custom: elsewhere,
			on: on(local({}, {vnetDNSOverrides: {'example.com': cluster}})),
			pods: [pod('a', {dnsPolicy: 'Default'})],
			verdict: 'undecided',
		},
	]);
});

describe('names that are not known exactly', () => {
	const to = '*.example.com';
	holds([
		{name: 'a list of others', to, custom: override('hosts {\n10.1.5.9 a.org\nfallthrough\n}'), verdict: 'allowed'},
		{
			name: 'a list of one of them',
			to,
			custom: override(`hosts {\n10.1.5.9 ${asked}\nfallthrough\n}`),
			verdict: 'undecided',
			says: 'Some of the names',
		},
		{
			name: 'a list that lets nobody be asked',
			to,
			custom: override('hosts {\n10.1.5.9 a.org\n}'),
			verdict: 'undecided',
		},
		{name: 'a zone within', to, custom: server('a.example.com {\nforward . 10.1.5.53\n}'), verdict: 'undecided'},
		{name: 'a zone around', to, custom: server('com {\nforward . 10.1.5.53\n}'), verdict: 'undecided'},
		{name: 'a zone beside', to, custom: server('org {\nforward . 10.1.5.53\n}'), verdict: 'allowed'},
		{name: 'an end of others', to, custom: override('rewrite name suffix .a.org .b.org'), verdict: 'allowed'},
		{name: 'an end of some', to, custom: override('rewrite name suffix .a.example.com .b.org'), verdict: 'undecided'},
		{
			name: 'an expression about some',
			to,
			custom: override(String.raw`rewrite name regex a.*\.example\.com\.$ b.org`),
			verdict: 'undecided',
		},
		{
			name: 'an alias for one of them',
			to,
			pods: [pod('a', {hostAliases: [{ip: '10.1.5.9', hostnames: [asked]}]})],
			verdict: 'undecided',
		},
	]);
});

describe('a name that is a service of the cluster', () => {
	const custom = override(`rewrite name ${asked} gateway.web.svc.cluster.local`);
	const gateway = (targetPort: JsonObject[string], port = 443): JsonObject => ({
		apiVersion: 'v1',
		kind: 'Service',
		metadata: {name: 'gateway', namespace: 'web'},
		spec: {clusterIP: '10.0.5.5', selector: {app: 'gateway'}, ports: [{port, targetPort}]},
	});
	const behind = (labels: JsonObject = {app: 'gateway'}): JsonObject => ({
		...pod('gateway-1', {containers: [{name: 'c', image: 'i', ports: [{name: 'https', containerPort: 8443}]}]}),
		metadata: {name: 'gateway-1', namespace: 'web', labels},
		status: {phase: 'Running', podIP: '10.1.0.99'},
	});
	const lets = (port: number): JsonObject => ({
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'in', namespace: 'web'},
		spec: {podSelector: {}, policyTypes: ['Ingress'], ingress: [{ports: [{port, protocol: 'TCP'}]}]},
	});
	const on: Parts = {
		...open,
		cluster: {networkProfile: {networkPlugin: 'azure', networkPolicy: 'azure', outboundType: 'loadBalancer'}},
	};
	const speaker = pod('web');

	/** The flow speaks from one pod; those behind the service are there beside it. */
	const verdictOf = (objects: readonly JsonObject[], more: Partial<Variant> = {}) =>
		assessed({name: '', custom, on, pods: [speaker], objects, verdict: 'allowed', speak: ['web'], ...more}).finding;

	test.each([
		['by number', [gateway(8443), behind()], 'allowed'],
		['by name', [gateway('https'), behind()], 'allowed'],
		['by a name that no pod has', [gateway('other'), behind()], 'undecided'],
		['on another port', [gateway(8443, 80), behind()], 'undecided'],
		['without pods', [gateway(8443), behind({app: 'other'})], 'undecided'],
		['whose pods let it in', [gateway(8443), behind(), lets(8443)], 'allowed'],
		["whose pods let in the service's port alone", [gateway(8443), behind(), lets(443)], 'blocked'],
	] as const)('%s: %s', (_name, objects, verdict) => {
		expect(verdictOf(objects).verdict).toBe(verdict);
	});

	test('passes what stands between nodes, and no route out', () => {
		const id = `${group}/networkSecurityGroups/nsg`;
		const deny = denyAll('Outbound', {destinationAddressPrefix: '10.1.0.0/24'});
		const denied: Parts = {
			...on,
			nodes: {networkSecurityGroup: {id}},
			resources: [resource(id, {securityRules: [deny]})],
		};
		expect(verdictOf([gateway(8443), behind()], {on: denied}).verdict).toBe('blocked');
		expect(verdictOf([gateway(8443), behind()], {on: {...onlyInside, cluster: on.cluster}}).verdict).toBe('allowed');
	});
});

test('policies see the address that a name has, and not the internet', () => {
	const policy = (cidr: string): JsonObject => ({
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'egress', namespace: 'shop'},
		spec: {
			podSelector: {},
			policyTypes: ['Egress'],
			egress: [{to: [{ipBlock: {cidr}}]}, {ports: [{port: 53, protocol: 'UDP'}]}],
		},
	});
	const on: Parts = {
		...open,
		cluster: {networkProfile: {networkPlugin: 'azure', networkPolicy: 'azure', outboundType: 'loadBalancer'}},
	};
	const alias = [pod('web', {hostAliases: [{ip: '10.1.5.9', hostnames: [asked]}]})];
	const custom = override(`hosts {\n10.1.5.9 ${asked}\nfallthrough\n}`);
	const verdictWith = (cidr: string, more: Partial<Variant>) =>
		find({name: '', on, verdict: 'allowed', objects: [...services, policy(cidr)], ...more}).verdict;
	for (const more of [{custom}, {pods: alias}]) {
		expect(verdictWith('10.1.5.0/24', more)).toBe('allowed');
		expect(verdictWith('10.3.0.0/24', more)).toBe('blocked');
	}

	expect(verdictWith('10.1.5.0/24', {})).toBe('blocked');
});

test('a policy for the address that a name has is what opens it, beside that for pods with a list of their own', () => {
	const on: Parts = {
		...open,
		cluster: {networkProfile: {networkPlugin: 'azure', networkPolicy: 'azure', outboundType: 'loadBalancer'}},
	};
	const isolated: JsonObject = {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'none', namespace: 'shop'},
		spec: {podSelector: {}, policyTypes: ['Egress'], egress: [{ports: [{port: 53, protocol: 'UDP'}]}]},
	};
	const {finding, topology} = assessed({
		name: '',
		on,
		custom: override(`hosts {\n10.1.5.9 ${asked}\nfallthrough\n}`),
		pods: [pod('web'), pod('own', {hostAliases: [{ip: '10.1.5.8', hostnames: [asked]}]})],
		objects: [...services, isolated],
		verdict: 'blocked',
	});
	const [opening] = openings(finding, topology, controls);
	const [remedy] = opening?.remedies ?? [];
	expect(remedy?.id).toBe('known-addresses');
	const blocks = JSON.stringify(remedy?.needs).match(/10\.1\.5\.\d+\/32/g);
	expect(blocks?.toSorted()).toEqual(['10.1.5.8/32', '10.1.5.9/32']);
});

test('the picture has how pods look a name up as a station', () => {
	const found = find({name: '', custom: override('hosts {\n10.1.5.9 a.com\n}'), verdict: 'blocked'});
	const theme = createTheme({colour: false, unicode: false, screenReader: false});
	expect(pathPicture(found, theme, 120).map(textOf)).toEqual([
		'there --> policy aks + --> pod DNS kube-system/coredns-custom x ..> registry.example.com tcp 443',
	]);
});

test('a group that denies the address blocks it', () => {
	const id = `${group}/networkSecurityGroups/nsg`;
	const deny = denyAll('Outbound', {destinationAddressPrefix: '10.1.5.9/32'});
	const on: Parts = {...open, nodes: {networkSecurityGroup: {id}}, resources: [resource(id, {securityRules: [deny]})]};
	const custom = override(`hosts {\n10.1.5.9 ${asked}\nfallthrough\n}`);
	expect(find({name: '', on, custom, verdict: 'blocked'}).verdict).toBe('blocked');
	expect(find({name: '', on, verdict: 'allowed'}).verdict).toBe('allowed');
});
