import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';

const workload = (kind: string, name: string, app: string) => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: shop}
spec:
  template:
    metadata: {labels: {app: ${app}}}
    spec: {containers: [{name: c, image: i, ports: [{name: web, containerPort: 8080}]}]}
`;
const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: web}}
  ingress: [{from: [{podSelector: {matchLabels: {app: client}}}], ports: [{port: web}]}]
`;
const shop = {
	'namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n',
	'web/deployment.yaml': `${workload('Deployment', 'web', 'web')}---\n${workload('StatefulSet', 'client', 'client')}`,
	'web/policy.yaml': policy,
	'values.yaml': 'replicas: 3\n',
};

function folderOf(files: Readonly<Record<string, string>>): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-shop-'));
	for (const [name, text] of Object.entries(files)) {
		mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
		writeFileSync(path.join(folder, name), text);
	}

	return folder;
}

const reach = (files: Readonly<Record<string, string>>, ...more: readonly string[]) =>
	runCli(['reach', '--world', folderOf(files), ...more]);

test('workloads in folders are answered for, and what was passed over is counted', async () => {
	const {stdout, stderr, exitCode} = await reach(shop, '--from', 'shop/client', '--to', 'shop/web');
	expect([exitCode, stdout]).toEqual([0, 'shop/client → shop/web  TCP 8080\n']);
	expect(stderr).toContain("Skipped: 1 document that is neither Azure's nor Kubernetes' (--verbose names them).");
	expect(stderr).toContain('No pods were read: workloads stand for the pods that they would start');
	const verbose = await reach(shop, '--verbose');
	expect(verbose.stderr).toContain('Skipped: values.yaml:1 (has replicas).');
});

test('a refused pair is answered with the reason although nobody asked for one', async () => {
	const {stdout} = await reach(shop, '--from', 'shop/client', '--to', 'shop/web', '--port', 'tcp/80');
	expect(stdout).toBe(
		'shop/client ✗ shop/web  closed: TCP 80\n    isolated for ingress by shop/web; nearest is shop/web ingress[0], whose port does not fit (it opens tcp 8080)\n',
	);
});

test('a broken file ends it with the line, and --keep-going says what is missing', async () => {
	const broken = {...shop, 'b.yaml': 'kind: Pod\nmetadata: [\n'};
	const stopped = await reach(broken);
	expect([stopped.exitCode, stopped.stderr]).toEqual([2, expect.stringContaining('b.yaml:3:1 is not valid YAML')]);
	const gone = await reach(broken, '--keep-going');
	expect([gone.exitCode, gone.stderr]).toEqual([0, expect.stringContaining('Missing from the answer: b.yaml:3.')]);
});

test.each([
	['csv', 'src,dst,conn,state\r\nshop/client,shop/web,TCP 8080,open\r\n'],
	['dot', 'digraph {\n'],
	['html', '<!doctype html>\n'],
])('--output %s', async (format, beginning) => {
	const {stdout, exitCode} = await reach(shop, '--output', format);
	expect(exitCode).toBe(0);
	expect(stdout.startsWith(beginning)).toBe(true);
});

test('--diff says what another folder opens and closes', async () => {
	const open = folderOf({...shop, 'web/policy.yaml': policy.replace('port: web', 'port: 9090')});
	const {stdout} = await reach(shop, '--diff', open);
	expect(stdout).toBe('+ shop/client → shop/web  TCP 9090\n- shop/client → shop/web  TCP 8080\n');
	const same = await reach(shop, '--diff', folderOf(shop));
	expect(same.stdout).toBe('Nothing is opened or closed.\n');
	expect((await reach(shop, '--diff', open, '--output', 'csv')).exitCode).toBe(2);
});

test('check judges flows of workloads before anything runs', async () => {
	const profile = `
schemaVersion: 1
name: shop
title: Shop
description: A shop.
status: {state: current, source: us, date: 2026-08-22}
requirements:
  - id: client-web
    title: Client to web
    purpose: The shop is closed.
    source: us
    date: 2026-08-22
    from: {kind: pods, namespace: shop, labels: {app: client}}
    to: {kind: pods, namespace: shop, labels: {app: web}}
    ports: PORT
`;
	const check = (port: string) => {
		const folder = folderOf({...shop, '.profile/shop.yaml': profile.replace('PORT', port)});
		return runCli(['check', '--verbose', '--world', folder, '--profile', path.join(folder, '.profile/shop.yaml')]);
	};
	expect((await check('8080')).exitCode).toBe(0);
	const blocked = await check('9090');
	expect([blocked.exitCode, blocked.stdout]).toEqual([
		3,
		expect.stringContaining('shop/web isolates the pod shop/web for ingress'),
	]);
});

test('policies lint prints complaints with their fix', async () => {
	const folder = folderOf({...shop, 'web/policy.yaml': policy.replace('port: web', 'port: htpp')});
	const {stdout, exitCode} = await runCli(['policies', 'lint', '--world', folder]);
	expect([exitCode, stdout]).toEqual([
		0,
		'shop/web ingress[0]: No pod that it is about has a TCP port named htpp, so it opens nothing. (unknown-port-name)\n    The pods name: web.\n',
	]);
});
