import {cpSync, existsSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import type {Connection, ReadOptions} from '../../source/detect/connection.js';
import {readWorld} from '../../source/detect/read-world.js';
import {Cancelled, UserError} from '../../source/errors.js';
import type {Fault} from '../../source/sandbox/faults.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {servedBy, tokenCredential} from '../helpers/sandbox-connection.js';

const lockedDown = path.resolve(import.meta.dirname, '../../templates/worlds/locked-down');
const folder = existsSync(path.join(lockedDown, 'world')) ? path.join(lockedDown, 'world') : lockedDown;
const {cluster = ''} = readWorldFolder(folder);

type Trouble = {
	readonly denied?: readonly string[];
	readonly faults?: readonly Fault[];
	readonly pageSize?: number;
	readonly connection?: Partial<Connection>;
	readonly options?: Partial<ReadOptions>;
};

async function read({denied, faults, pageSize, connection, options}: Trouble): Promise<World> {
	const sandbox = await startSandbox({folder: denied === undefined ? folder : withAccess(denied), faults, pageSize});
	onTestFinished(sandbox.close);
	return readWorld(servedBy(sandbox, connection), {cluster, ...options});
}

function withAccess(denied: readonly string[]): string {
	const copy = mkdtempSync(path.join(tmpdir(), 'aksess-world-'));
	onTestFinished(() => rmSync(copy, {recursive: true}));
	cpSync(folder, copy, {recursive: true});
	writeFileSync(path.join(copy, 'access.json'), JSON.stringify({'aksess:denied': denied}));
	return copy;
}

async function failure(trouble: Trouble): Promise<unknown> {
	return read(trouble).then(
		() => 'nothing failed',
		(error: unknown) => error,
	);
}

test('a route table one may not read is denied with the missing permission, never absent', async () => {
	const topology = decodeTopology(await read({denied: ['Microsoft.Network/routeTables']}));
	expect([...topology.routeTables.values()]).toEqual([
		{state: 'denied', reason: expect.stringContaining('Microsoft.Network/routeTables/read')},
	]);
	expect(topology.cluster).toMatchObject({value: {egressAddresses: {state: 'denied'}}});
});

test('rules one may not read make the firewall uncertain, not empty', async () => {
	const topology = decodeTopology(await read({denied: ['Microsoft.Network/firewallPolicies/ruleCollectionGroups']}));
	expect(topology.firewalls.map(firewall => firewall.groups.state)).toEqual(['denied']);
});

test('a firewall is found through its subnet by who may not list firewalls', async () => {
	const faults: Fault[] = [
		{url: /\/providers\/Microsoft\.Network\/azureFirewalls\?/, effect: {kind: 'refuse', status: 403}},
	];
	const topology = decodeTopology(await read({faults}));
	expect(topology.firewalls).toHaveLength(1);
});

test('groups of the node resource group that nobody may list are denied, not none', async () => {
	const topology = decodeTopology(await read({denied: ['Microsoft.Network/networkSecurityGroups']}));
	expect(topology.nodeSecurityGroups.state).toBe('denied');
	expect([...topology.securityGroups.values()].map(group => group.state)).toEqual(['denied']);
});

test('a resource that is referred to and gone is absent', async () => {
	const faults: Fault[] = [
		{url: /\/networkSecurityGroups(?:\?|\/[^/]+\?)/, effect: {kind: 'refuse', status: 403, code: 'ResourceNotFound'}},
	];
	const topology = decodeTopology(await read({faults}));
	expect([...topology.securityGroups.values()]).toEqual([{state: 'absent'}]);
});

test('a Kubernetes list one may not read is denied alone', async () => {
	const {objects} = await read({faults: [{url: '/networkpolicies', effect: {kind: 'refuse', status: 403}}]});
	expect(objects.networkpolicies).toMatchObject({state: 'denied', reason: expect.stringContaining('networkpolicies')});
	expect(objects.pods.state).toBe('known');
});

test('every page of every list is read', async () => {
	const whole = await read({});
	const paged = await read({pageSize: 1});
	expect([...paged.resources.keys()].sort()).toEqual([...whole.resources.keys()].sort());
});

test('an API server that never answers costs a few seconds and a reason, not a hang', async () => {
	const faults: Fault[] = [{url: /^\/apis?\//, effect: {kind: 'slow', ms: 3_000}}];
	const {objects} = await read({faults, options: {apiServerTimeoutMs: 100}});
	expect(objects.pods).toMatchObject({state: 'denied', reason: expect.stringContaining('does not answer')});
});

test('without permission for the kubeconfig the objects are denied and say so', async () => {
	const {objects, resources} = await read({
		faults: [{url: '/listClusterUserCredential', effect: {kind: 'refuse', status: 403}}],
	});
	expect(objects.pods).toMatchObject({state: 'denied', reason: expect.stringContaining('kubeconfig')});
	expect(resources.size).toBeGreaterThan(3);
});

test('throttling is waited for, and named when it does not end', async () => {
	const tooMany = {kind: 'refuse', status: 429, code: 'TooManyRequests', retryAfterSeconds: 0} as const;
	const patient = await read({faults: [{url: '/usages', times: 2, effect: tooMany}]});
	expect([...patient.usages.values()].map(usage => usage.state)).toEqual(['known']);
	const {usages} = await read({faults: [{url: '/usages', effect: tooMany}]});
	expect([...usages.values()]).toEqual([{state: 'denied', reason: expect.stringContaining('429')}]);
});

test('an expired sign-in stops with what to do, and without the token', async () => {
	const error = await failure({connection: {credential: tokenCredential('expired')}});
	expect(error).toMatchObject({name: 'UserError', code: 'not-signed-in'});
	expect(error instanceof UserError && error.next.join(' ')).toContain('az login');
	expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('Bearer');
});

test('a cluster that is not there stops with its name', async () => {
	const error = await failure({options: {cluster: cluster.replace(/[^/]+$/, 'aks-nowhere')}});
	expect(error).toMatchObject({name: 'UserError', code: 'usage', message: expect.stringContaining('aks-nowhere')});
});

test('a cluster one may not read stops with the missing permission', async () => {
	const error = await failure({denied: ['Microsoft.ContainerService/managedClusters']});
	expect(error).toMatchObject({code: 'not-allowed', message: expect.stringContaining('managedClusters/read')});
});

test('a stop of the user ends the reading', async () => {
	const stop = new AbortController();
	const error = await failure({
		options: {signal: stop.signal, onProgress: ({state}) => state === 'done' && stop.abort()},
	});
	expect(error).toBeInstanceOf(Cancelled);
});
