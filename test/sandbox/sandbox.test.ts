import {X509Certificate} from 'node:crypto';
import {existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {UserError} from '../../source/errors.js';
import {makeCertificate} from '../../source/sandbox/certificate.js';
import {listPracticeWorlds} from '../../source/sandbox/practice-worlds.js';
import {type Sandbox, type SandboxOptions, startSandbox} from '../../source/sandbox/sandbox.js';
import {loadWorld} from '../../source/sandbox/world/load-world.js';
import {readFolder, type WorldFiles} from '../../source/sandbox/world/read-folder.js';
import {draws} from '../helpers/draws.js';
import {ask, clientsOf, collect} from './clients.js';
import {api, network, nsg, policy, rcg, rule, smallWorld, startSmall, subscription} from './small-world.js';

const started: Sandbox[] = [];
let folder: string;
beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'aksess-sandbox-'));
});
afterEach(async () => {
	await Promise.all(started.splice(0).map(sandbox => sandbox.close()));
	rmSync(folder, {recursive: true});
});

async function start(options: Partial<SandboxOptions> & {readonly more?: WorldFiles} = {}): Promise<Sandbox> {
	const sandbox = await startSmall(options);
	started.push(sandbox);
	return sandbox;
}

describe('signing in', () => {
	test('a wrong secret is told as such', async () => {
		const sandbox = await start();
		const {network: client} = clientsOf({...sandbox, clientSecret: 'wrong'});
		await expect(collect(client.networkSecurityGroups.listAll())).rejects.toThrow(/AADSTS7000215/);
	});

	test.each([
		['missing', '', 'AuthenticationFailed'],
		['foreign', 'Bearer a.b.c', 'InvalidAuthenticationToken'],
		[
			'expired',
			`Bearer x.${Buffer.from('{"iss":"aksess-practice-azure","exp":1}').toString('base64url')}.y`,
			'ExpiredAuthenticationToken',
		],
	])('a %s token', async (_what, authorization, code) => {
		const sandbox = await start();
		const answer = await ask(sandbox, 'GET', `/subscriptions?${api}`, {headers: {authorization}});
		expect([answer.status, answer.body.error.code]).toEqual([401, code]);
	});

	test('localhost is as good as 127.0.0.1', async () => {
		const sandbox = await start();
		const answer = await ask(
			{...sandbox, endpoint: `https://localhost:${sandbox.port}`},
			'GET',
			`/subscriptions?${api}`,
		);
		expect(answer.body.value).toEqual([
			expect.objectContaining({subscriptionId: subscription, tenantId: sandbox.tenant}),
		]);
	});
});

describe('what may not be read', () => {
	test('is 403 by id and by type, in the words of Azure, and shows in the permissions', async () => {
		const sandbox = await start({
			more: {
				'access.json': {
					'aksess:denied': [
						'Microsoft.Network/routeTables',
						nsg,
						'Microsoft.Network/firewallPolicies/ruleCollectionGroups/write',
					],
				},
			},
		});
		const list = await ask(
			sandbox,
			'GET',
			`/subscriptions/${subscription}/providers/Microsoft.Network/routeTables?${api}`,
		);
		expect([list.status, list.body.error.message]).toEqual([
			403,
			expect.stringContaining(
				"does not have authorization to perform action 'Microsoft.Network/routeTables/read' over scope",
			),
		]);
		expect((await ask(sandbox, 'GET', `${nsg}/securityRules/web?${api}`)).status).toBe(403);
		expect(
			(
				await ask(
					sandbox,
					'GET',
					`/subscriptions/${subscription}/providers/Microsoft.Network/networkSecurityGroups?${api}`,
				)
			).body.value,
		).toEqual([]);
		expect((await ask(sandbox, 'GET', `${policy}/ruleCollectionGroups/platform?${api}`)).status).toBe(200);
		expect(
			(await ask(sandbox, 'PUT', `${policy}/ruleCollectionGroups/a?${api}`, {body: rcg(1000, [])})).body.error.code,
		).toBe('AuthorizationFailed');
		const permissions = await ask(sandbox, 'GET', `${nsg}/providers/Microsoft.Authorization/permissions?${api}`);
		expect(permissions.body.value[0].notActions).toEqual([
			'Microsoft.Network/routeTables/*',
			'*',
			'Microsoft.Network/firewallPolicies/ruleCollectionGroups/write',
		]);
	});

	test('a type covers its children, and a subscription that nobody sees is denied, not absent', async () => {
		const foreign = '/subscriptions/other/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/hub';
		const sandbox = await start({
			more: {'access.json': {'aksess:denied': ['Microsoft.Network/firewallPolicies', foreign, 'Pod']}},
		});
		expect((await ask(sandbox, 'GET', `${policy}/ruleCollectionGroups?${api}`)).status).toBe(403);
		expect((await ask(sandbox, 'GET', `${foreign}?${api}`)).status).toBe(403);
		expect((await ask(sandbox, 'GET', '/api/v1/pods')).body).toMatchObject({code: 403, reason: 'Forbidden'});
	});

	test('what is not there is 404, as ARM says it and as the provider says it', async () => {
		const sandbox = await start();
		const code = async (id: string) => (await ask(sandbox, 'GET', `${id}?${api}`)).body.error.code;
		expect(await code(`${network}/routeTables/none`)).toBe('ResourceNotFound');
		expect(await code(`${nsg}/securityRules/none`)).toBe('NotFound');
		expect(await code(`${network}/virtualNetworks/none/usages`)).toBe('ResourceNotFound');
		expect(
			await code(`/subscriptions/${subscription}/providers/Microsoft.Network/locations/westeurope/serviceTags`),
		).toBe('NotFound');
	});
});

describe('faults', () => {
	const list = `/subscriptions/${subscription}/providers/Microsoft.Network/ipGroups?${api}`;

	test('hit the nth matching request, as often as said', async () => {
		const sandbox = await start({
			faults: [{url: /ipgroups/, nth: 2, times: 2, effect: {kind: 'refuse', status: 429, retryAfterSeconds: 7}}],
		});
		const seen = [];
		for (let turn = 0; turn < 4; turn += 1) {
			const {status, headers} = await ask(sandbox, 'GET', list);
			seen.push([status, headers['retry-after']]);
		}

		expect(seen).toEqual([
			[200, undefined],
			[429, '7'],
			[429, '7'],
			[200, undefined],
		]);
	});

	test('are worded by the service that is asked', async () => {
		const sandbox = await start();
		sandbox.inject({method: 'GET', url: '/api/v1/pods', effect: {kind: 'refuse', status: 500}});
		sandbox.inject({
			method: 'GET',
			url: 'ipGroups',
			effect: {kind: 'refuse', status: 409, code: 'Busy', message: 'later'},
		});
		expect((await ask(sandbox, 'GET', '/api/v1/pods')).body).toMatchObject({kind: 'Status', code: 500});
		expect((await ask(sandbox, 'GET', list)).body.error).toEqual({code: 'Busy', message: 'later'});
	});

	test('cut the connection before the request is acted on, or after', async () => {
		const sandbox = await start();
		const put = (name: string) =>
			ask(sandbox, 'PUT', `${nsg}/securityRules/${name}?${api}`, {body: rule(name, name === 'a' ? 300 : 301)});
		sandbox.inject({method: 'PUT', url: 'securityRules/a', nth: 1, effect: {kind: 'reset'}});
		sandbox.inject({method: 'PUT', url: 'securityRules/b', nth: 1, effect: {kind: 'reset', when: 'after'}});
		await expect(put('a')).rejects.toThrow();
		await expect(put('b')).rejects.toThrow();
		expect(sandbox.log.map(({status}) => status)).toEqual([0, 0]);
		expect((await ask(sandbox, 'GET', `${nsg}/securityRules/a?${api}`)).status).toBe(404);
		expect((await ask(sandbox, 'GET', `${nsg}/securityRules/b?${api}`)).status).toBe(200);
	});

	test.each([
		['before', 404],
		['after', 200],
	] as const)('an operation that fails leaves what was %s', async (leaves, status) => {
		const sandbox = await start({
			operationMs: 0,
			faults: [
				{
					method: 'PUT',
					url: 'ruleCollectionGroups/a',
					effect: {kind: 'operation-fails', code: 'FirewallPolicyUpdateFailed', leaves},
				},
			],
		});
		const {network: client} = clientsOf(sandbox);
		const put = client.firewallPolicyRuleCollectionGroups.createOrUpdate(
			'rg',
			'policy',
			'a',
			{priority: 1000},
			{updateIntervalInMs: 5},
		);
		await expect(put).rejects.toThrow(/FirewallPolicyUpdateFailed|Failed/);
		const after = await ask(sandbox, 'GET', `${policy}/ruleCollectionGroups/a?${api}`);
		expect(after.status).toBe(status);
		expect(after.body.properties?.provisioningState).toBe(status === 200 ? 'Failed' : undefined);
	});

	test('every answer takes the latency that was asked for', async () => {
		const sandbox = await start({latencyMs: 40, faults: [{url: 'ipGroups', effect: {kind: 'slow', ms: 40}}]});
		const begin = performance.now();
		await ask(sandbox, 'GET', list);
		expect(performance.now() - begin).toBeGreaterThanOrEqual(78);
	});
});

describe('state', () => {
	const state = () => path.join(folder, 'state');
	const put = (sandbox: Sandbox, name: string, priority: number) =>
		ask(sandbox, 'PUT', `${nsg}/securityRules/${name}?${api}`, {body: rule(name, priority)});

	test('is there again at the next start, deletions and Kubernetes objects too', async () => {
		const first = await start({stateDir: state(), operationMs: 0});
		await put(first, 'a', 300);
		await ask(first, 'DELETE', `${network}/publicIPAddresses/one?${api}`);
		await ask(first, 'POST', '/api/v1/namespaces', {
			body: {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'new'}},
		});
		await ask(first, 'GET', `/subscriptions?${api}`);
		const before = first.dump();
		await first.close();
		started.pop();
		const second = await start({stateDir: state()});
		expect(second.dump()).toEqual(before);
		expect((await ask(second, 'GET', `${network}/publicIPAddresses/one?${api}`)).status).toBe(404);
	});

	test('two sandboxes over one folder see each other', async () => {
		const [one, two] = [
			await start({stateDir: state(), operationMs: 0}),
			await start({stateDir: state(), operationMs: 0}),
		];
		await put(one, 'a', 300);
		expect((await put(two, 'b', 300)).body.error.code).toBe('SecurityRuleConflict');
		expect((await put(two, 'b', 301)).status).toBe(201);
		expect((await ask(one, 'GET', `${nsg}/securityRules/b?${api}`)).status).toBe(200);
	});

	test('an operation that was running when the sandbox was killed still ends', async () => {
		const first = await start({stateDir: state(), operationMs: 50});
		const {headers} = await ask(first, 'DELETE', `${nsg}/securityRules/web?${api}`);
		await first.close();
		started.pop();
		const second = await start({stateDir: state()});
		const url = new URL(String(headers['azure-asyncoperation']));
		await vi.waitFor(async () => {
			expect((await ask(second, 'GET', url.pathname + url.search)).body.status).toBe('Succeeded');
		});
		expect((await ask(second, 'GET', `${nsg}/securityRules/web?${api}`)).status).toBe(404);
	});

	test('of another world, or one that is damaged, is refused', async () => {
		await put(await start({stateDir: state()}), 'a', 300);
		await expect(start({stateDir: state(), more: {'objects.yaml': ''}})).rejects.toThrow(/another practice world/);
		writeFileSync(path.join(state(), 'sandbox-state.json'), '{"format": 1');
		await expect(start({stateDir: state()})).rejects.toThrow(/is not a sandbox state/);
	});

	test('without a folder nothing is kept, and the world itself is never written', async () => {
		const text = JSON.stringify(smallWorld);
		await put(await start(), 'a', 300);
		expect(JSON.stringify(smallWorld)).toBe(text);
		expect(existsSync(state())).toBe(false);
	});
});

describe('world folders', () => {
	const write = (name: string, content: string) => writeFileSync(path.join(folder, name), content);
	const load = () => loadWorld(readFolder(folder));
	const vnet = {id: `${network}/virtualNetworks/v`, name: 'v', type: 'Microsoft.Network/virtualNetworks'};

	function refusal(action: () => unknown): UserError {
		try {
			action();
		} catch (error) {
			if (error instanceof UserError) {
				return error;
			}

			throw error;
		}

		throw new Error('was accepted');
	}

	test.each([
		['a.json', '{"id":\n  "x" "y"}', 'a.json:2:7 is not valid JSON.'],
		['a.json', '[{"a": 1},', 'a.json:1:11 is not valid JSON: it ends in the middle.'],
		['a.json', '{"a": tru}', 'a.json:1:7 is not valid JSON.'],
		['a.json', '{} x', 'a.json:1:4 is not valid JSON.'],
		['a.yaml', 'a: [1,\nb: {', 'a.yaml:2:'],
		['a.yaml', 'kind: Pod\napiVersion: v1\n---\nkind: Pod\nkind: Pod', 'a.yaml:5:1 is not valid YAML'],
		['a.yaml', 'kind: Pod\napiVersion: v1', 'a.yaml:1: a Kubernetes object needs apiVersion, kind and metadata.name.'],
		['a.json', '{"hello": 1}', 'a.json holds neither an ARM resource nor a Kubernetes object.'],
		['a.json', '[1]', 'a.json[0] holds neither'],
		['access.json', '{"aksess:denied": "all"}', 'access.json: "aksess:denied" must be a list'],
		[
			'a.json',
			JSON.stringify([vnet, {...vnet, location: 'x'}]).replaceAll('}', ', "properties": {}}'),
			'virtualNetworks/v is in the world twice: a.json[0] and a.json[1].',
		],
	])('%s holding %j is refused with its place', (name, content, message) => {
		write(name, content);
		const error = refusal(load);
		expect([error.code, error.message]).toEqual(['usage', expect.stringContaining(message)]);
	});

	test('a list that only names resources is no world, and the command for what they say is named', () => {
		write('resources.json', JSON.stringify([{...vnet, resourceGroup: 'rg', properties: null}]));
		const error = refusal(load);
		expect(error.message).toContain('resources.json[0] names a resource without what it says');
		expect(error.next.join(' ')).toContain(`az rest --method get --url '${vnet.id}?api-version=`);
		expect(error.next.join(' ')).toContain('az resource show --ids');
	});

	test('an unknown folder and an empty one', () => {
		expect(refusal(() => readFolder(path.join(folder, 'none'))).message).toContain('does not exist');
		expect(refusal(() => readFolder(folder)).message).toContain('holds no .json or .yaml file');
	});

	test('a link that leads out is not followed', () => {
		const outside = mkdtempSync(path.join(tmpdir(), 'aksess-outside-'));
		writeFileSync(path.join(outside, 'secret.json'), '{}');
		symlinkSync(path.join(outside, 'secret.json'), path.join(folder, 'a.json'));
		expect(refusal(load).message).toContain('is a link to a file outside of the world folder');
		rmSync(outside, {recursive: true});
	});

	test('files of other kinds are not read', () => {
		mkdirSync(path.join(folder, 'more.json'));
		write('README.md', '# not a world');
		write('a.yaml', 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n');
		expect(load().objects.size).toBe(1);
	});

	test('Kubernetes manifests alone are a world', async () => {
		const sandbox = await startSandbox({files: {'a.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n'}});
		started.push(sandbox);
		expect(sandbox.subscriptions).toEqual([]);
		expect((await ask(sandbox, 'GET', '/api/v1/namespaces')).body.items).toHaveLength(1);
		expect((await ask(sandbox, 'GET', `/subscriptions?${api}`)).body.value).toEqual([]);
	});

	test('children inside, beside, or both are one', async () => {
		const id = `${network}/virtualNetworks/v`;
		const subnet = {id: `${id}/subnets/s`, name: 's', type: 'Microsoft.Network/virtualNetworks/subnets'};
		const group = {id: `${policy}/ruleCollectionGroups/inside`, name: 'inside', properties: {priority: 900}};
		const sandbox = await start({
			more: {
				'v.json': {
					...vnet,
					properties: {subnets: [{...subnet, properties: {addressPrefix: '10.9.0.0/24', delegations: []}}]},
				},
				's.json': {...subnet, properties: {addressPrefix: '10.9.1.0/24'}},
				't.json': {...subnet, id: `${id}/subnets/t`, name: 't', properties: {addressPrefix: '10.9.2.0/24'}},
				'orphan.json': {...subnet, id: `${network}/virtualNetworks/none/subnets/o`, name: 'o', properties: {}},
				'p.json': {
					id: `${network}/firewallPolicies/p2`,
					name: 'p2',
					type: 'Microsoft.Network/firewallPolicies',
					properties: {ruleCollectionGroups: [{...group, id: group.id.replace('/policy/', '/p2/')}]},
				},
			},
		});
		const read = async (resource: string) => (await ask(sandbox, 'GET', `${resource}?${api}`)).body;
		expect((await read(id)).properties.subnets.map(({properties}: {properties: object}) => properties)).toEqual([
			{addressPrefix: '10.9.1.0/24', delegations: []},
			{addressPrefix: '10.9.2.0/24'},
		]);
		expect((await read(`${id}/subnets`)).value).toHaveLength(2);
		expect((await read(`${network}/virtualNetworks/none/subnets/o`)).name).toBe('o');
		expect((await read(`${network}/firewallPolicies/p2`)).properties.ruleCollectionGroups).toEqual([
			{id: `${network}/firewallPolicies/p2/ruleCollectionGroups/inside`},
		]);
		expect((await read(`${network}/firewallPolicies/p2/ruleCollectionGroups`)).value[0].properties.priority).toBe(900);
	});

	test('a dump is a world that dumps the same', async () => {
		const sandbox = await start({operationMs: 0});
		await ask(sandbox, 'PUT', `${nsg}/securityRules/a?${api}`, {body: rule('a', 300)});
		const dump = sandbox.dump();
		const copy = await startSandbox({files: dump});
		started.push(copy);
		expect(copy.dump()).toEqual(dump);
	});

	test('whatever is in a world, nothing but a sentence or a world comes out of it', () => {
		const text = JSON.stringify(smallWorld['network.json']);
		fc.assert(
			fc.property(fc.nat(text.length), fc.nat(40), fc.string({maxLength: 5}), (at, length, junk) => {
				try {
					loadWorld({...smallWorld, 'network.json': text.slice(0, at) + junk + text.slice(at + length)});
				} catch (error) {
					expect(error).toBeInstanceOf(UserError);
				}
			}),
			draws(300),
		);
	});
});

describe('practice worlds', () => {
	test('are listed with the title and first paragraph of their README, and all load', () => {
		const worlds = listPracticeWorlds();
		for (const {folder: place, title, summary} of worlds) {
			expect([title, summary]).not.toContain('');
			expect(loadWorld(readFolder(place)).resources.size).toBeGreaterThan(0);
		}

		expect(worlds.map(({name}) => name)).toContain('locked-down');
	});
});

test('the certificate is made anew at each start, for loopback only, with a key that is quick to make', async () => {
	const [one, two] = [await makeCertificate(), await makeCertificate()];
	expect(one.key).not.toBe(two.key);
	const certificate = new X509Certificate(one.cert);
	expect(certificate.subjectAltName).toBe('DNS:localhost, IP Address:127.0.0.1');
	expect(certificate.publicKey.asymmetricKeyType).toBe('ec');
});
