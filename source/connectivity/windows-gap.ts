import {toCidrs} from '../network/address-set.js';
import type {LabelSelector} from '../network/label-selector.js';
import type {EngineRules} from './engine-rules.js';
import type {PolicyTerm, RuleTerm} from './policy-terms.js';

/**
 * Policies as they are on Windows nodes. Azure Network Policy Manager does not translate a policy that holds something it
 * cannot do there (AKS use-network-policies), so neither its rules nor its isolation are sure; Cilium never ran there.
 */
export function onWindows(policy: PolicyTerm, windows: EngineRules['windows']): PolicyTerm {
	const gap =
		windows === 'unsupported'
			? 'Windows pods, which this engine does not support'
			: windows === 'limited'
				? untranslated(policy)
				: undefined;
	return gap === undefined ? policy : {...policy, doubt: policy.doubt ?? gap};
}

function untranslated({subject, rules}: PolicyTerm): string | undefined {
	return isNegative([...(subject.namespaces ?? []), ...subject.pods])
		? 'a negative selector on Windows'
		: [...rules.ingress, ...rules.egress].map(untranslatedRule).find(gap => gap !== undefined);
}

function untranslatedRule({ports = [], peers = []}: RuleTerm): string | undefined {
	if (ports.some(({port}) => 'name' in port)) {
		return 'named ports on Windows';
	}

	if (ports.some(({protocol}) => protocol === 'sctp')) {
		return 'SCTP on Windows';
	}

	if (peers.some(peer => peer.kind === 'addresses' && toCidrs(peer.addresses).length > 1)) {
		return 'except in an ipBlock on Windows';
	}

	return peers.some(peer => peer.kind === 'pods' && isNegative([...(peer.namespaces ?? []), ...peer.pods]))
		? 'a negative selector on Windows'
		: undefined;
}

function isNegative(selector: LabelSelector): boolean {
	return selector.some(({operator}) => operator === 'NotIn' || operator === 'DoesNotExist');
}
