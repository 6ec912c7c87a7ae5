import {expect, test} from 'vitest';
import {explainAzureError, explainFailedRead} from '../../source/detect/azure/explain-azure-error.js';
import {explainFailedConnection, explainKubeStatus} from '../../source/detect/kubernetes/explain-kubernetes-error.js';
import {systemReason, UserError} from '../../source/errors.js';

/** An answer of Azure as its SDK throws it. */
function azureError(code: string, statusCode: number, message = 'No.'): Error {
	return Object.assign(new Error(message), {name: 'RestError', code, statusCode});
}

const perform = "The client does not have authorization to perform action 'Microsoft.Network/routeTables/read' over x.";

test.each([
	['AuthorizationFailed', 403, perform, 'Your account lacks the permission Microsoft.Network/routeTables/read.'],
	['RequestDisallowedByPolicy', 403, 'No.', 'Your account may not read it.'],
	['TooManyRequests', 429, 'No.', 'Azure takes no more requests from you for the moment (429).'],
	['RetryableErrorDueToAnotherOperation', 429, 'No.', 'Another operation is running on it.'],
	['InvalidAuthenticationTokenTenant', 401, 'No.', 'Your sign-in is for another tenant than that of the subscription.'],
	['SubscriptionNotFound', 404, 'No.', 'There is no such subscription, or your account cannot see it.'],
	['NeverHeardOf', 500, 'It broke.', 'Azure answered 500: It broke.'],
])('one resource that is refused with %s is denied, in words', (code, status, message, why) => {
	expect(explainFailedRead(azureError(code, status, message), 'The route table rt')).toMatchObject({
		state: 'denied',
		reason: `The route table rt could not be read. ${why}`,
	});
});

test.each(['ResourceNotFound', 'ResourceGroupNotFound', 'NoRegisteredProviderFound'])('%s is absence', code => {
	expect(explainFailedRead(azureError(code, 404), 'The route table rt')).toMatchObject({state: 'absent'});
});

test.each([
	[
		azureError('ExpiredAuthenticationToken', 401),
		'Azure does not accept your sign-in; there is none, or it has expired.',
		'Run `az login`, then run this command again.',
	],
	[
		azureError('ResourceNotFound', 404),
		'The cluster c could not be read. There is no such resource.',
		'Check the name, the resource group and the subscription; `az aks list -o table` lists what you can see.',
	],
	[
		azureError('TooManyRequests', 429),
		'The cluster c could not be read. Azure takes no more requests from you for the moment (429).',
		'Wait a few minutes, then run this command again.',
	],
	[
		azureError('SubscriptionNotFound', 404),
		'The cluster c could not be read. There is no such subscription, or your account cannot see it.',
		'List yours with `az account list -o table` and pass the id of one with --subscription.',
	],
	[
		azureError('NeverHeardOf', 500, 'It broke.'),
		'The cluster c could not be read. Azure answered: It broke.',
		'Run this command again; if it stays, look at https://status.azure.com.',
	],
	[
		Object.assign(new Error('no route'), {name: 'RestError', code: 'REQUEST_SEND_ERROR'}),
		'Azure could not be reached: no route.',
		'Check the network and the proxy (HTTPS_PROXY), then run this command again.',
	],
])('what nothing can be said without says what to do next (%#)', (error, message, first) => {
	const explained = explainAzureError(error, 'The cluster c');

	expect(explained).toBeInstanceOf(UserError);
	expect(explained).toMatchObject({message});
	expect(explained instanceof UserError ? explained.next[0] : '').toBe(first);
});

test.each([
	[401, '', 'The API server does not accept your sign-in (401); run `az aks get-credentials` again, or `az login`.'],
	[403, '', 'You may not list pods in this cluster; the permission is "list" on "pods" in every namespace.'],
	[429, '', 'The API server takes no more requests from you for the moment (429); try again in a minute.'],
	[500, '', 'The API server could not list pods (500).'],
	[500, 'etcd is down', 'The API server could not list pods (500: etcd is down).'],
])('the API server answers %i %s', (status, message, sentence) => {
	expect(explainKubeStatus(status, message, 'pods')).toBe(sentence);
});

test.each([
	['ENOTFOUND', 'its name has no address here (a private cluster, or a DNS that does not know it)'],
	['EAI_AGAIN', 'its name could not be looked up'],
	['ECONNREFUSED', 'the connection was refused'],
	['ECONNRESET', 'the connection was cut off, as authorized address ranges do to an address they do not hold'],
	['ETIMEDOUT', 'it does not answer (a private cluster, or your address is not in its authorized ranges)'],
	['OTHER', 'fetch failed'],
])('no answer of the API server, because of %s', (code, why) => {
	const error = new Error('fetch failed', {cause: Object.assign(new Error('fetch failed'), {code})});

	expect(explainFailedConnection(error)).toBe(`The API server could not be reached: ${why}.`);
});

test.each([
	['ENOENT', 'there is no such file or folder'],
	['ENOTDIR', 'a part of its path is a file, not a folder'],
	['EISDIR', 'it is a folder, not a file'],
	['EACCES', 'you have no permission'],
	['EROFS', 'the file system is read-only'],
	['ENOSPC', 'no space is left'],
	['ENAMETOOLONG', 'its name is too long'],
	['ELOOP', 'it is a link to itself'],
	['ENXIO', 'nothing is behind it'],
	['EOTHER', 'what the system said'],
])('the system refuses a file with %s', (code, why) => {
	expect(systemReason(Object.assign(new Error('what the system said'), {code}))).toBe(why);
});
