import {createHttpHeaders, createPipelineRequest, type HttpClient} from '@azure/core-rest-pipeline';
import {describe, expect, test} from 'vitest';
import {explainAzureError} from '../../source/detect/azure/explain-azure-error.js';
import {createHttpClient} from '../../source/detect/azure/http-client.js';
import {boundedSignIn} from '../../source/detect/bounded-sign-in.js';
import {liveConnection} from '../../source/detect/live-connection.js';
import {Cancelled} from '../../source/errors.js';
import {orCancelled} from '../../source/workflow/or-cancelled.js';

const never = new Promise<never>(() => undefined);
const url = 'https://management.azure.com/subscriptions';

describe('an Azure that never answers', () => {
	test('is given up by name', async () => {
		const client = createHttpClient(5, {sendRequest: () => never});
		await expect(client.sendRequest(createPipelineRequest({url}))).rejects.toMatchObject({
			code: 'not-allowed',
			message: 'Azure could not be reached: management.azure.com did not answer within 0.005 seconds.',
		});
	});

	test('is waited for once it has begun to answer', async () => {
		const {promise: rest, resolve} = Promise.withResolvers<void>();
		const inner: HttpClient = {
			sendRequest: async request => {
				request.onDownloadProgress?.({loadedBytes: 1});
				await rest;
				return {request, status: 200, headers: createHttpHeaders()};
			},
		};
		const answer = createHttpClient(0, inner).sendRequest(createPipelineRequest({url}));
		setTimeout(resolve, 20);
		expect((await answer).status).toBe(200);
	});

	test('is waited for when it was asked to change something', async () => {
		const {promise, resolve} = Promise.withResolvers<void>();
		const inner: HttpClient = {
			sendRequest: async request => {
				await promise;
				return {request, status: 202, headers: createHttpHeaders()};
			},
		};
		const answer = createHttpClient(0, inner).sendRequest(createPipelineRequest({url, method: 'PUT'}));
		setTimeout(resolve, 20);
		expect((await answer).status).toBe(202);
	});

	test('at the sign-in is given up too', async () => {
		const credential = boundedSignIn({getToken: () => never}, 5);
		await expect(credential.getToken('scope')).rejects.toMatchObject({code: 'not-signed-in'});
	});

	test.each([
		['AuthenticationError', 'network_error: See https://aka.ms/…', 'Azure could not be reached'],
		['CredentialUnavailableError', 'endpoints_resolution_error: See …', 'Azure could not be reached'],
		['AggregateAuthenticationError', 'one of many: network_error', 'Azure does not accept your sign-in'],
		[
			'AuthenticationError',
			'EnvironmentCredential authentication failed. More details: network_error',
			'Azure could not be reached',
		],
		['AuthenticationError', 'invalid_client: AADSTS7000215', 'Azure does not accept your sign-in'],
	])('is told from one that refuses: %s, %s', (name, message, expected) => {
		const error = Object.assign(new Error(message), {name});
		expect(String(explainAzureError(error, 'The list of clusters'))).toContain(expected);
	});
});

describe('another Azure', () => {
	const account = {AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's'};
	test.each([
		['an endpoint that is no address', {AKSESS_ARM_ENDPOINT: 'foo'}, 'AKSESS_ARM_ENDPOINT is "foo"'],
		[
			'an endpoint without TLS',
			{AKSESS_ARM_ENDPOINT: 'http://localhost:1'},
			'not an address of Azure Resource Manager',
		],
		[
			'certificates that are not there',
			{AKSESS_ARM_ENDPOINT: 'https://localhost:1', AKSESS_CA_FILE: '/nowhere/ca.pem'},
			'/nowhere/ca.pem cannot be read: there is no such file',
		],
	])('with %s is refused', async (_name, env, sentence) => {
		const connection = liveConnection({subscription: 's', env: {...account, ...env}, home: '/'});
		await expect(connection).rejects.toMatchObject({
			name: 'UserError',
			code: 'usage',
			message: expect.stringContaining(sentence),
		});
	});
});

describe('Ctrl-C', () => {
	test('ends the waiting for work that does not listen', async () => {
		const controller = new AbortController();
		const waiting = orCancelled(controller.signal, never);
		controller.abort();
		await expect(waiting).rejects.toBeInstanceOf(Cancelled);
	});

	test('that came before the work counts too', async () => {
		await expect(orCancelled(AbortSignal.abort(), never)).rejects.toBeInstanceOf(Cancelled);
	});

	test('that never comes changes nothing', async () => {
		expect(await orCancelled(new AbortController().signal, Promise.resolve('done'))).toBe('done');
	});
});
