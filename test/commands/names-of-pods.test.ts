import {cpSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {isPrintable} from '../../source/render/printable.js';
import {expectGoldenFile} from '../helpers/golden.js';
import {runCli} from '../helpers/run-cli.js';

/*
 * A practice cluster in which somebody changed how pods look names up, as a user asks about it.
 */

const folder = mkdtempSync(path.join(tmpdir(), 'aksess-names-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));
const world = path.join(folder, 'world');
cpSync(templatesFolder('worlds', 'locked-down'), world, {recursive: true});

const map = `apiVersion: v1
kind: ConfigMap
metadata: {name: coredns-custom, namespace: kube-system}
data:
  corp.override: |
    hosts {
      10.41.0.50 listed.partner.com
      fallthrough
    }
    rewrite name renamed.partner.com gone.azds.svc.cluster.local
    template ANY ANY nowhere.partner.com {
      rcode NXDOMAIN
    }
  stub.server: |
    stub.partner.com:53 {
      cache 30
      forward . 10.9.0.53
    }
`;
writeFileSync(path.join(world, 'coredns-custom.yaml'), map);

const names = ['listed', 'renamed', 'nowhere', 'stub', 'other'];
const profile = path.join(folder, 'profile.yaml');
writeFileSync(
	profile,
	`schemaVersion: 1
name: partner
title: Partner
description: What the shop calls.
status: {state: current, source: the team's wiki, date: 2026-11-29}
requirements:
${names
	.map(
		name => `  - id: ${name}
    title: ${name}
    purpose: Orders are not sent.
    source: the team's wiki
    date: 2026-11-29
    from: {kind: cluster}
    to: {kind: name, name: ${name}.partner.com, hosting: outside-azure}
    ports: 443
`,
	)
	.join('')}`,
);

const golden = path.join(import.meta.dirname, 'golden');

function ask(...argv: readonly string[]) {
	return runCli([...argv, '--world', world, '--profile', profile]);
}

describe('names as pods look them up', () => {
	test.each([...names])('explain %s', async name => {
		const {stdout} = await ask('explain', name);
		expectGoldenFile(path.join(golden, `names-${name}.txt`), stdout);
	});

	test('check says the same as data', async () => {
		const {stdout} = await ask('check', '--output', 'json');
		const {findings} = JSON.parse(stdout) as {
			findings: readonly {
				readonly flow: string;
				readonly verdict: string;
				readonly way: readonly {readonly kind: string; readonly place: string; readonly perhaps: boolean}[];
			}[];
		};
		const lookups = findings.map(({flow, verdict, way}) => [
			flow,
			verdict,
			...way.filter(({kind}) => kind === 'resolver').map(({place, perhaps}) => `${place}${perhaps ? ' ?' : ''}`),
		]);
		expect(lookups).toEqual([
			['listed', 'blocked', 'coredns-custom corp.override, hosts'],
			[
				'renamed',
				'blocked',
				'coredns-custom corp.override, rewrite, asking for gone.azds.svc.cluster.local',
				"the cluster's DNS, kubernetes",
			],
			['nowhere', 'blocked', 'coredns-custom corp.override, template'],
			['stub', 'blocked', 'coredns-custom stub.server, forward'],
			['other', 'blocked'],
		]);
	});

	test('the plan says what a person is to do', async () => {
		const {stdout} = await ask('plan');
		expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
			'In coredns-custom, corp.override, narrow the zone of template, or take it out, so that nowhere.partner.com is asked for elsewhere.',
		);
		expect(stdout).toContain('kubectl rollout restart deployment coredns --namespace kube-system');
	});

	test('what may not be read is named for pods', async () => {
		writeFileSync(path.join(world, 'access.json'), JSON.stringify({'aksess:denied': ['configmaps']}));
		const {stdout} = await ask('explain', 'other');
		rmSync(path.join(world, 'access.json'));
		expect(stdout).toContain('? pod-dns  coredns-custom');
		expect(stdout).toContain('kubectl get configmap coredns-custom --namespace kube-system --output yaml');
	});

	test('hostile keys and expressions are shown and do nothing', async () => {
		const hostile = String.raw`"\u001b[2J\u202e.override": "rewrite name regex other\u202e?.*\u001b? x"`;
		writeFileSync(
			path.join(world, 'coredns-custom.yaml'),
			`${map.slice(0, map.indexOf('\ndata:'))}\ndata:\n  ${hostile}\n`,
		);
		const {stdout} = await ask('explain', 'other');
		writeFileSync(path.join(world, 'coredns-custom.yaml'), map);
		expect(stdout.split('\n').filter(line => !isPrintable(line))).toEqual([]);
		expect(stdout).toContain(String.raw`coredns-custom \u001b[2J\u202e.override, rewrite`);
	});
});
