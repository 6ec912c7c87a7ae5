import {type NamePattern, overlap} from '../network/name-pattern.js';

/** What a name says of the storage account that it leads to. */
export type AccountOfName =
	| {readonly kind: 'account'; readonly name: string}
	/** Some accounts, and nobody knows which. */
	| {readonly kind: 'any-account'}
	| {readonly kind: 'no-account'};

const services = ['blob', 'file', 'queue', 'table', 'dfs', 'web'];
const suffixes = ['core.windows.net', 'core.usgovcloudapi.net', 'core.chinacloudapi.cn', 'storage.azure.net'];
const endpoints = services.flatMap(service => suffixes.map(suffix => `${service}.${suffix}`));

/**
 * Endpoints of accounts are called as the account is, with a DNS zone between for some kinds (storage-account-overview).
 * A policy for an account holds for its secondary, too (virtual-network-service-endpoint-policies-overview).
 */
export function storageAccountOf(pattern: NamePattern): AccountOfName {
	if (pattern.includes('*')) {
		return {kind: endpoints.some(endpoint => overlap(`*.${endpoint}`, pattern)) ? 'any-account' : 'no-account'};
	}

	const [account = '', ...rest] = pattern.toLowerCase().split('.');
	const host = rest.join('.').replace(/^z\d+\./, '');
	return endpoints.includes(host) ? {kind: 'account', name: account.replace(/-secondary$/, '')} : {kind: 'no-account'};
}
