import fc from 'fast-check';
import {expect, test} from 'vitest';
import {assessFlow} from '../../source/controls/assess.js';
import {controls} from '../../source/controls/list.js';
import {ports} from '../../source/network/port-set.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {knownValue} from '../../source/topology/known.js';
import type {JsonObject} from '../../source/topology/world.js';
import {flowOn} from '../controls/flow-on.js';
import {draws} from '../helpers/draws.js';
import {open, origin, worldFrom} from './small-world.js';

/*
 * Whatever is written down for pods about other names changes nothing about one; whatever stops it, or may, is never
 * passed over, whatever else stands beside it.
 */

const asked = 'registry.example.com';

type Piece = {readonly override?: string; readonly server?: string; readonly pod?: JsonObject};

const about = {
	others: [
		{override: 'rewrite name a.org b.org'},
		{override: 'rewrite continue name suffix .a.org .example.com'},
		{override: String.raw`rewrite name regex (.*)\.a\.org {1}.example.com`},
		{override: 'rewrite ttl a.org 30'},
		{override: 'hosts {\n10.9.0.9 a.org\nfallthrough\n}'},
		{override: 'template ANY ANY a.org {\nrcode NXDOMAIN\n}'},
		{override: 'template IN AAAA {\nrcode NXDOMAIN\n}'},
		{override: 'forward a.org 10.9.0.9'},
		{override: 'log\nerrors'},
		{server: 'a.org:53 {\nforward . 10.9.0.9\n}'},
		{server: 'a.example.com {\nacl\n}'},
		{server: 'example.com:8053 {\nforward . 10.9.0.9\n}'},
		{pod: {hostAliases: [{ip: '10.9.0.9', hostnames: ['a.org', 'example.com']}]}},
		{pod: {dnsPolicy: 'Default'}},
		{pod: {dnsConfig: {searches: ['a.org']}}},
	],
	it: [
		{override: `rewrite name ${asked} gone.web.svc.cluster.local`},
		{override: String.raw`rewrite name regex .*\.example\.com x`},
		{override: 'rewrite type A TXT'},
		{override: 'hosts {\n10.9.0.9 c.org\n}'},
		{override: 'hosts more example.com'},
		{override: 'template ANY ANY example.com {\nrcode NXDOMAIN\n}'},
		{override: 'template IN A'},
		{override: 'forward example.com 10.9.0.9'},
		{override: 'acl'},
		{override: 'nonsense'},
		{override: 'hosts {'},
		{server: 'example.com:53 {\nforward . 10.9.0.9\n}'},
		{server: 'example.com {\nerrors\n}'},
		{server: `${asked} {\nimport x\n}`},
		{server: '. {\nforward . 10.9.0.9\n}'},
		{pod: {dnsPolicy: 'None', dnsConfig: {nameservers: ['10.9.0.9']}}},
		{pod: {hostAliases: [{ip: 'fd00::9', hostnames: [asked]}]}},
	],
} as const satisfies Record<string, readonly Piece[]>;

/** Each piece in a key, or a pod, of its own; two lists of hosts in one block would be a fault, so that only one is. */
function finding(pieces: readonly Piece[]) {
	const isHosts = ({override}: Piece) => override?.startsWith('hosts') === true;
	const single = pieces.filter((piece, index) => !isHosts(piece) || pieces.findIndex(isHosts) === index);
	const data = Object.fromEntries(
		single.flatMap(({override, server}, index) => [
			...(override === undefined ? [] : [[`${index}.override`, override]]),
			...(server === undefined ? [] : [[`${index}.server`, server]]),
		]),
	) as JsonObject;
	const pods = [{}, ...single.flatMap(({pod}) => pod ?? [])];
	const topology = decodeTopology(
		worldFrom({
			...open,
			objects: [
				{apiVersion: 'v1', kind: 'ConfigMap', metadata: {name: 'coredns-custom', namespace: 'kube-system'}, data},
				...pods.map((spec, index) => ({
					apiVersion: 'v1',
					kind: 'Pod',
					metadata: {name: `p${index}`, namespace: 'x'},
					spec,
				})),
			],
		}),
	);
	const speakers = {...origin, pods: knownValue(topology.kubernetes.pods) ?? []};
	const destination = {kind: 'name', pattern: asked, hosting: {kind: 'outside-azure'}} as const;
	return assessFlow(flowOn({kind: 'egress', origin: speakers, destination}, {ports: ports(443)}), topology, controls);
}

const others = fc.subarray([...about.others]);

test('what is about other names changes nothing', () => {
	const plain = finding([]);
	fc.assert(
		fc.property(others, pieces => {
			const found = finding(pieces);
			expect(found.verdict).toBe('allowed');
			expect(found.trail.map(({resource, verdict}) => [resource, verdict])).toEqual(
				plain.trail.map(({resource, verdict}) => [resource, verdict]),
			);
		}),
	);
});

test('what stops the name, or may, is never passed over', () => {
	fc.assert(
		fc.property(others, fc.constantFrom(...about.it), others, (before, it, after) => {
			// Of two lists of hosts the first stands.
			const beside = 'override' in it && it.override.startsWith('hosts') ? [] : before;
			const found = finding([...beside, it, ...after.filter(piece => !beside.includes(piece))]);
			expect(found.verdict, JSON.stringify(it)).not.toBe('allowed');
			expect(found.trail.some(({control, verdict}) => control === 'pod-dns' && verdict === found.verdict)).toBe(true);
		}),
		draws(300),
	);
});
