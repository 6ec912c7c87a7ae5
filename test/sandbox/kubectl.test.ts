import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {startSmall} from './small-world.js';

const isHere = spawnSync('kubectl', ['version', '--client']).status === 0;

describe.skipIf(!isHere)('the real kubectl (skipped where it is not installed)', () => {
	let sandbox: Sandbox;
	let folder: string;
	beforeAll(async () => {
		sandbox = await startSmall({more: {'access.json': {'aksess:denied': ['nodes', 'endpoints/write']}}});
		folder = mkdtempSync(path.join(tmpdir(), 'aksess-kubectl-'));
		writeFileSync(path.join(folder, 'kubeconfig'), sandbox.kubeconfig);
		for (const [name, ingress] of [
			['open', '[{}]'],
			['shut', '[]'],
		]) {
			writeFileSync(path.join(folder, `${name}.yaml`), manifest(`{podSelector: {}, ingress: ${ingress}}`));
		}

		writeFileSync(path.join(folder, 'typo.yaml'), manifest('{podSelector: {}, ingres: []}'));
	});
	afterAll(async () => {
		await sandbox.close();
		rmSync(folder, {recursive: true});
	});

	function manifest(spec: string): string {
		return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: allow, namespace: dev}\nspec: ${spec}\n`;
	}

	const kubectl = (...args: readonly string[]) =>
		execa('kubectl', [`--cache-dir=${path.join(folder, 'cache')}`, ...args], {
			cwd: folder,
			env: {KUBECONFIG: path.join(folder, 'kubeconfig')},
			reject: false,
			all: true,
		});

	test('gets objects as JSON and by short name', async () => {
		const {stdout} = await kubectl('get', 'ns,netpol', '-A', '-o', 'json');
		const items: readonly {readonly kind: string; readonly metadata: {readonly name: string}}[] =
			JSON.parse(stdout).items;
		expect(items.map(({kind, metadata}) => `${kind} ${metadata.name}`)).toEqual([
			'Namespace azds',
			'Namespace dev',
			'NetworkPolicy deny',
		]);
		expect((await kubectl('version')).stdout).toContain('Server Version: v1.32.4');
	});

	test('applies, sees no change, sees a difference, dry-runs, deletes', async () => {
		expect((await kubectl('apply', '-f', 'open.yaml', '--dry-run=server')).all).toContain('created (server dry run)');
		expect((await kubectl('apply', '-f', 'open.yaml')).all).toContain('networkpolicy.networking.k8s.io/allow created');
		expect((await kubectl('apply', '-f', 'open.yaml')).all).toContain('unchanged');
		const diff = await kubectl('diff', '-f', 'shut.yaml');
		expect(diff.exitCode, diff.all).toBe(1);
		expect((await kubectl('apply', '-f', 'shut.yaml')).all).toContain('configured');
		expect((await kubectl('delete', 'netpol', 'allow', '-n', 'dev')).all).toContain('deleted');
	});

	test('applies on the server with a field manager, meets a conflict, forces', async () => {
		expect((await kubectl('apply', '--server-side', '--field-manager=one', '-f', 'open.yaml')).all).toContain(
			'serverside-applied',
		);
		const conflict = await kubectl('apply', '--server-side', '--field-manager=two', '-f', 'shut.yaml');
		expect([conflict.exitCode, conflict.all]).toEqual([
			1,
			expect.stringContaining('conflict with "one": .spec.ingress'),
		]);
		expect(
			(await kubectl('apply', '--server-side', '--field-manager=two', '--force-conflicts', '-f', 'shut.yaml')).exitCode,
		).toBe(0);
		await kubectl('delete', 'netpol', 'allow', '-n', 'dev');
	});

	test('moves from client-side to server-side apply: kubectl takes its old fields over', async () => {
		await kubectl('apply', '-f', 'open.yaml');
		expect((await kubectl('apply', '--server-side', '-f', 'open.yaml')).exitCode).toBe(0);
		const moved = await kubectl('apply', '--server-side', '-f', 'shut.yaml');
		expect(moved.exitCode, moved.all).toBe(0);
		await kubectl('delete', 'netpol', 'allow', '-n', 'dev');
	});

	test('labels a namespace, refuses a misspelt field, and knows what it may not', async () => {
		expect((await kubectl('label', 'ns', 'dev', 'x=y')).all).toContain('labeled');
		expect((await kubectl('apply', '-f', 'typo.yaml')).all).toContain('unknown field "spec.ingres"');
		expect((await kubectl('get', 'nodes')).all).toContain('nodes is forbidden: User');
		expect((await kubectl('auth', 'can-i', 'create', 'netpol')).stdout).toContain('yes');
		expect((await kubectl('auth', 'can-i', 'list', 'nodes')).stdout).toContain('no');
		expect((await kubectl('auth', 'can-i', 'create', 'endpoints')).stdout).toContain('no');
	});
});
