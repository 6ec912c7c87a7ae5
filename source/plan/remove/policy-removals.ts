import {list, objects} from '../../topology/json.js';
import type {World} from '../../topology/world.js';
import type {Change, KubeRef} from '../change.js';
import {findObject, kubePath} from '../kube-ref.js';
import type {Unremovable} from '../unused/allow-rule.js';

/** The policy's list without one entry. What the policy isolates stays isolated. */
export function policyEntryRemoval(
	world: World,
	ref: KubeRef,
	direction: 'ingress' | 'egress',
	index: number,
): Change | Unremovable {
	const policy = findObject(world, ref);
	const before = objects(policy, 'spec', direction);
	if (policy === undefined || before[index] === undefined) {
		return {problem: `${kubePath(ref)} has no entry ${direction}[${index}] any more.`};
	}

	const rest = before.filter((_, other) => other !== index);
	const isCilium = ref.kind !== 'NetworkPolicy';
	if (!isCilium && rest.length === 0 && direction === 'egress' && list(policy, 'spec', 'policyTypes').length === 0) {
		return {problem: `${kubePath(ref)} isolates by this entry alone; write policyTypes into it first.`};
	}

	// A list of Cilium's must hold something to isolate, and an empty entry lets nothing through (docs.cilium.io).
	const after = isCilium && rest.length === 0 ? [{}] : rest;
	return {kind: 'policy-entries', ref: {...ref, apiVersion: policy.apiVersion}, direction, before, after};
}
