import type {AccountOfName} from '../../routing/storage-account.js';
import {armName, parseArmId} from '../../topology/arm-id.js';
import type {ServiceEndpointPolicy} from '../../topology/service-endpoint-policy.js';
import type {AccountJudged} from './grounds.js';

/**
 * What the policies of one subnet say together: what any of them lists gets through, and nothing else of storage. An
 * account is listed by its own id, or is inside a resource group or subscription that is.
 */
export function judgeAccount(account: AccountOfName, policies: readonly ServiceEndpointPolicy[]): AccountJudged {
	const listing = policies.flatMap(policy =>
		policy.definitions.flatMap(({resources}) => resources.map(resource => ({policy, resource}))),
	);
	if (listing.length === 0) {
		return {kind: 'says-nothing'};
	}

	if (account.kind !== 'account') {
		return {kind: 'unknown-account'};
	}

	const own = listing.find(({resource}) => isAccount(resource, account.name));
	if (own !== undefined) {
		return {kind: 'listed', account: account.name, policy: own.policy};
	}

	const scopes = listing.map(({resource}) => resource).filter(resource => parseArmId(resource) === undefined);
	return scopes.length > 0
		? {kind: 'perhaps-listed', account: account.name, scopes}
		: {kind: 'not-listed', account: account.name};
}

function isAccount(resource: string, name: string): boolean {
	return (
		parseArmId(resource)?.type.toLowerCase() === 'microsoft.storage/storageaccounts' &&
		armName(resource).toLowerCase() === name
	);
}
