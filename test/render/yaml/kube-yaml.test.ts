import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execaSync} from 'execa';
import fc from 'fast-check';
import {afterAll, describe, expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {bashHeredoc} from '../../../source/render/bash/quote-bash.js';
import {isPrintable} from '../../../source/render/printable.js';
import {compactKubeYaml, kubeYaml} from '../../../source/render/yaml/kube-yaml.js';
import type {KubeObject} from '../../../source/topology/world.js';
import {draws} from '../../helpers/draws.js';

const tricky = [
	'on',
	'no',
	'null',
	'~',
	'1',
	'1.0',
	'0x1f',
	'0o17',
	'017',
	'1e3',
	'1_000',
	'1:30',
	'2020-01-01',
	'y',
	'',
];

/** Label values are short and ASCII; what YAML makes of them is the danger. */
const labelValue = fc.oneof(fc.constantFrom(...tricky), fc.stringMatching(/^[A-Za-z\d]([a-z\d._-]{0,8}[A-Z\d])?$/));
const labelKey = fc.oneof(
	fc.constantFrom('azds.io/space', 'app', 'on', 'null', '1', 'true', '0x1f'),
	fc.stringMatching(/^[A-Za-z\d]([a-z\d._-]{0,8}[A-Z\d])?$/),
);
const labels = fc.dictionary(labelKey, labelValue, {maxKeys: 4});

const policy = fc
	.record({labels, pods: labels, port: fc.oneof(fc.integer({min: 1, max: 65_535}), fc.constantFrom('http', 'on'))})
	.map(
		({labels: ownLabels, pods, port}): KubeObject => ({
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'aksess-test', namespace: 'dev', labels: ownLabels},
			spec: {
				podSelector: {matchLabels: pods},
				policyTypes: ['Ingress'],
				ingress: [{from: [{namespaceSelector: {}}], ports: [{protocol: 'TCP', port}]}],
			},
		}),
	);

const streams = fc.array(policy, {minLength: 1, maxLength: 4});

test.each(['1.1', '1.2'] as const)('YAML %s reads back exactly the objects', version => {
	fc.assert(
		fc.property(streams, objects => {
			const documents = parseAllDocuments(kubeYaml(objects), {version});
			expect(documents.map(document => document.toJS())).toEqual(objects);
		}),
		draws(300),
	);
});

const spellings = [
	['in lines of their own', (object: KubeObject) => kubeYaml([object])],
	['in few lines', compactKubeYaml],
] as const;

test('in few lines, a rule keeps its own, and what is below it stands on one', () => {
	const [from, ports] = [
		[{namespaceSelector: {matchLabels: {app: 'a'}}, podSelector: {}}, {ipBlock: {cidr: '10.0.0.0/8'}}],
		[{protocol: 'TCP', port: 80}],
	];
	const spec = {podSelector: {}, policyTypes: ['Ingress'], ingress: [{from, ports}, {ports}]};
	const object = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'x'}, spec};

	expect(compactKubeYaml(object).trimEnd().split('\n')).toEqual([
		'apiVersion: networking.k8s.io/v1',
		'kind: NetworkPolicy',
		'metadata: {name: x}',
		'spec:',
		'  podSelector: {}',
		'  policyTypes: [Ingress]',
		'  ingress:',
		'    - from:',
		'        - namespaceSelector: {matchLabels: {app: a}}',
		'          podSelector: {}',
		'        - ipBlock: {cidr: 10.0.0.0/8}',
		'      ports: [{protocol: TCP, port: 80}]',
		'    - ports: [{protocol: TCP, port: 80}]',
	]);
});

test('in few lines, YAML reads back exactly the object', () => {
	fc.assert(
		fc.property(policy, object => {
			for (const version of ['1.1', '1.2'] as const) {
				expect(parseAllDocuments(compactKubeYaml(object), {version})[0]?.toJS()).toEqual(object);
			}
		}),
		draws(300),
	);
});

test('texts of any kind come back as they were', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			const object = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'x', annotations: {note: text}}};
			const [document] = parseAllDocuments(kubeYaml([object]), {version: '1.1'});
			expect(document?.toJS()).toEqual(object);
		}),
		draws(300),
	);
});

/** Direction, joiners, fillers, tags, other blanks, next line, control characters. */
const deceiving = [
	'\u202E',
	'\u2066',
	'\u200B',
	'\uFEFF',
	'\u3164',
	'\u{E0041}',
	'\u00A0',
	'\u0085',
	'\u001B',
	'\u2028',
];
const deceptive = fc.string({unit: fc.constantFrom(...deceiving, 'a', ' ', '\n', '\t', '"', "'", '\\', ':', '#', '-')});

describe.each(['1.1', '1.2'] as const)('what would deceive the eye, in YAML %s', version => {
	test.each(spellings)('is shown %s, and reads back as it was, in values and in keys', (_how, spell) => {
		fc.assert(
			fc.property(deceptive, deceptive, (key, text) => {
				const object = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'x', annotations: {[key]: text}}};
				const yaml = spell(object);
				expect(yaml.split('\n').find(line => !isPrintable(line))).toBeUndefined();
				const [document] = parseAllDocuments(yaml, {version});
				expect(document?.errors).toEqual([]);
				expect(document?.toJS()).toEqual(object);
			}),
			{
				...draws(500),
				examples: [
					['', '  \n'],
					['', ' \n\n'],
					['\n', '\n a'],
				],
			},
		);
	});
});

test('bash hands on the same object from a here-document', () => {
	for (const texts of fc.sample(fc.array(deceptive, {minLength: 5, maxLength: 20}), {numRuns: 20, seed: 1})) {
		const annotations = Object.fromEntries(texts.map((text, index) => [`note-${index}`, text]));
		const object = {apiVersion: 'v1', kind: 'Service', metadata: {name: 'x', annotations}};
		const script = bashHeredoc('cat', kubeYaml([object])).join('\n');
		const {stdout} = execaSync('bash', ['--norc', '-c', `${script}\n`]);
		expect(parseAllDocuments(stdout, {version: '1.1'})[0]?.toJS()).toEqual(object);
	}
});

const kubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

describe.skipIf(!kubectl)('the real kubectl (skipped where it is not installed)', () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-yaml-'));
	afterAll(() => rmSync(folder, {recursive: true}));

	test.each(spellings)('reads the same objects %s', (_how, spell) => {
		// No server is needed to convert a file, and none can be asked: this one refuses at once.
		writeFileSync(
			path.join(folder, 'kubeconfig'),
			'{apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x, user: x}}], ' +
				'clusters: [{name: x, cluster: {server: "https://127.0.0.1:1"}}], users: [{name: x, user: {}}]}',
		);
		const note = `${deceiving.join('a')}\n`;
		for (const [object] of fc.sample(fc.tuple(policy), {numRuns: 15, seed: 1})) {
			const {stdout} = execaSync(
				'kubectl',
				['label', '--local', '--dry-run=client', '--output', 'json', '--filename', '-', 'seen=yes'],
				{
					input: spell({...object, metadata: {...object.metadata, annotations: {note}}}),
					env: {KUBECONFIG: path.join(folder, 'kubeconfig')},
				},
			);
			const {metadata, spec} = JSON.parse(stdout) as KubeObject;
			expect(spec).toEqual(object['spec']);
			expect(metadata.annotations).toEqual({note});
			expect(metadata.labels).toEqual({...object.metadata.labels, seen: 'yes'});
		}
	});
});
