import {keyOf} from '../arm-id.js';
import {type JsonObject, textAt} from '../json.js';
import type {Store} from '../store.js';
import {idOf} from './scopes.js';

/** The policy that a rule collection group (or the policy itself) belongs to. */
export function policyOf(store: Store, id: string): JsonObject | undefined {
	const owner = /^.*?\/firewallPolicies\/[^/]+/i.exec(id)?.[0] ?? '';
	return store.get('resources', keyOf(owner));
}

/**
 * Writing one rule collection group refreshes every firewall that uses its policy, directly or through a child policy;
 * all of them, and all policies of the chain, are busy until then (facts A8).
 */
export function firewallFamily(store: Store, id: string): readonly string[] {
	const policies = store.all('resources').filter(resource => isType(resource, 'microsoft.network/firewallpolicies'));
	const family = new Set([keyOf(idOf(policyOf(store, id) ?? {}))]);
	for (let size = 0; size !== family.size; ) {
		size = family.size;
		for (const policy of policies) {
			const [own, base] = [keyOf(idOf(policy)), keyOf(textAt(policy, 'properties', 'basePolicy', 'id'))];
			if (base !== '' && (family.has(own) || family.has(base))) {
				family.add(own).add(base);
			}
		}
	}

	const firewalls = store
		.all('resources')
		.filter(resource => isType(resource, 'microsoft.network/azurefirewalls'))
		.filter(firewall => family.has(keyOf(textAt(firewall, 'properties', 'firewallPolicy', 'id'))))
		.map(firewall => keyOf(idOf(firewall)));
	return [...family, ...firewalls].filter(key => key !== '');
}

function isType(resource: JsonObject, type: string): boolean {
	return textAt(resource, 'type').toLowerCase() === type;
}
