import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {explainAzureError, explainFailedRead} from '../../source/detect/azure/explain-azure-error.js';
import {loadKubeconfig} from '../../source/detect/kubernetes/kubeconfig.js';
import {liveConnection} from '../../source/detect/live-connection.js';
import {tokenCredential} from '../helpers/sandbox-connection.js';

function home(profile?: string): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-home-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	if (profile !== undefined) {
		mkdirSync(path.join(folder, '.azure'));
		writeFileSync(path.join(folder, '.azure', 'azureProfile.json'), profile);
	}

	return folder;
}

describe('the subscription', () => {
	const profile = '\uFEFF{"subscriptions": [{"id": "a"}, {"id": "b", "isDefault": true}]}';
	test.each([
		['the flag', 'flag', {AZURE_SUBSCRIPTION_ID: 'env'}, profile, 'flag'],
		['the environment', undefined, {AZURE_SUBSCRIPTION_ID: 'env'}, profile, 'env'],
		["az's default", undefined, {}, profile, 'b'],
		['nobody', undefined, {}, undefined, undefined],
		['a broken profile', undefined, {}, '{"subscriptions": 7}', undefined],
	])('comes from %s', async (_name, subscription, env, text, expected) => {
		expect((await liveConnection({subscription, env, home: home(text)})).subscription).toBe(expected);
	});
});

test('a kubeconfig that cannot be read is named', async () => {
	const options = {subscription: 's', env: {}, home: '/', kubeconfig: '/nowhere/kubeconfig'};
	await expect(liveConnection(options)).rejects.toMatchObject({
		message: expect.stringContaining('/nowhere/kubeconfig'),
	});
});

const withKubelogin = `apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: https://c.example}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users:
  - name: u
    user:
      exec:
        apiVersion: client.authentication.k8s.io/v1beta1
        command: kubelogin
        args: [get-token, --environment, AzurePublicCloud, --server-id, 6dae42f8-4368-4678-94ff-3960e28e3630]
`;

test('an Entra cluster is signed in to with the Azure credential, without kubelogin', async () => {
	const scopes: (readonly string[] | string)[] = [];
	const config = await loadKubeconfig(withKubelogin, {
		getToken: async asked => {
			scopes.push(asked);
			return tokenCredential('entra').getToken(asked);
		},
	});
	expect(scopes).toEqual(['6dae42f8-4368-4678-94ff-3960e28e3630/.default']);
	expect(config.getCurrentUser()).toMatchObject({token: 'entra'});
	expect(config.getCurrentUser()?.exec).toBeUndefined();
});

test.each(['', 'x: [', 'apiVersion: v1\nkind: Config'])('the kubeconfig %j is refused with a sentence', async yaml => {
	await expect(loadKubeconfig(yaml, tokenCredential('t'))).rejects.toMatchObject({name: 'UserError', code: 'usage'});
});

describe("what Azure's errors mean", () => {
	function restError(code: string, statusCode: number, message = 'said Azure'): Error {
		return Object.assign(new Error(message), {name: 'RestError', code, statusCode});
	}

	test.each([
		['ResourceNotFound', 404, 'absent'],
		['MissingSubscriptionRegistration', 409, 'absent'],
		['AuthorizationFailed', 403, 'denied'],
		['SubscriptionNotFound', 404, 'denied'],
		['InvalidAuthenticationTokenTenant', 401, 'denied'],
		['TooManyRequests', 429, 'denied'],
		['InternalServerError', 500, 'denied'],
	])('%s (%i) of one resource is %s', (code, status, state) => {
		expect(explainFailedRead(restError(code, status), 'vnet').state).toBe(state);
	});

	test.each([
		['ExpiredAuthenticationToken', 401, 'not-signed-in'],
		['SomethingNew', 401, 'not-signed-in'],
		['AuthorizationFailed', 403, 'not-allowed'],
		['ResourceNotFound', 404, 'usage'],
		['InternalServerError', 500, 'not-allowed'],
	])('%s (%i) of the cluster stops with %s and what to do', (code, status, expected) => {
		expect(explainAzureError(restError(code, status), 'The cluster')).toMatchObject({
			code: expected,
			next: expect.arrayContaining([expect.any(String)]),
		});
	});

	test('an expired sign-in stops whatever was asked for', () => {
		expect(() => explainFailedRead(restError('ExpiredAuthenticationToken', 401), 'vnet')).toThrow('sign-in');
	});

	test('a mistake of our own stays what it is', () => {
		const bug = new RangeError('ours');
		expect(explainAzureError(bug, 'x')).toBe(bug);
	});
});
