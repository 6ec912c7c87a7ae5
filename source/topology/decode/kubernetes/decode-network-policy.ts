import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {field, isObject} from '../../json.js';
import type {NetworkPolicy, PolicyRule} from '../../kubernetes.js';
import {onlyFields} from '../../only-fields.js';
import type {Json, JsonObject, KubeObject} from '../../world.js';
import {decodeLabelSelector} from './decode-label-selector.js';
import {decodePolicyPeer} from './decode-policy-peer.js';
import {decodePolicyPort} from './decode-policy-port.js';

/**
 * A networking.k8s.io/v1 NetworkPolicy as the API server would read it. What it would refuse, and any field that is not
 * known here, refuses the whole policy: half a policy gives a wrong verdict.
 */
export function decodeNetworkPolicy(policy: KubeObject): Parsed<NetworkPolicy> {
	const name = field(policy, 'metadata', 'name');
	const namespace = field(policy, 'metadata', 'namespace') ?? 'default';
	if (typeof name !== 'string' || typeof namespace !== 'string') {
		return refused('A NetworkPolicy without a name could not be understood.');
	}

	const spec = decodeSpec(field(policy, 'spec') ?? {});
	return spec.ok ? parsed({namespace, name, ...spec.value}) : refused(spec.problem);
}

/**
 * A policy with a doubt instead, where it was refused but tells whose it is: what it may isolate and let through is
 * undecided for the pods that it selects, and nothing is for others.
 */
export function decodeDoubtfulPolicy(policy: KubeObject): Parsed<NetworkPolicy> {
	const decoded = decodeNetworkPolicy(policy);
	const name = field(policy, 'metadata', 'name');
	const namespace = field(policy, 'metadata', 'namespace') ?? 'default';
	if (decoded.ok || typeof name !== 'string' || typeof namespace !== 'string') {
		return decoded;
	}

	const pods = decodeLabelSelector(field(policy, 'spec', 'podSelector'));
	const anything = [{peers: undefined, ports: undefined}];
	return parsed({
		namespace,
		name,
		pods: pods.ok ? pods.value : [],
		isolatesIngress: true,
		isolatesEgress: true,
		ingress: anything,
		egress: anything,
		doubt: decoded.problem,
	});
}

type Spec = Omit<NetworkPolicy, 'namespace' | 'name' | 'doubt'>;

function decodeSpec(spec: Json): Parsed<Spec> {
	if (!isObject(spec)) {
		return refused('its spec is not an object');
	}

	const known = onlyFields(spec, ['podSelector', 'policyTypes', 'ingress', 'egress']);
	const pods = decodeLabelSelector(spec['podSelector']);
	const ingress = decodeRules(spec['ingress'], 'from');
	const egress = decodeRules(spec['egress'], 'to');
	const types = decodePolicyTypes(spec['policyTypes'], egress.ok && egress.value.length > 0);
	if (!(known.ok && pods.ok && ingress.ok && egress.ok && types.ok)) {
		return firstProblem(known, pods, ingress, egress, types);
	}

	return parsed({
		pods: pods.value,
		isolatesIngress: types.value.has('Ingress'),
		isolatesEgress: types.value.has('Egress'),
		ingress: ingress.value,
		egress: egress.value,
	});
}

/** Without policyTypes: ingress always, egress when there are egress rules (apis/networking/v1/defaults.go). */
function decodePolicyTypes(types: Json | undefined, hasEgress: boolean): Parsed<ReadonlySet<Json>> {
	if (types === undefined || types === null || (Array.isArray(types) && types.length === 0)) {
		return parsed(new Set(hasEgress ? ['Ingress', 'Egress'] : ['Ingress']));
	}

	return Array.isArray(types) && types.every(type => type === 'Ingress' || type === 'Egress')
		? parsed(new Set<Json>(types))
		: refused('its policyTypes hold something else than Ingress and Egress');
}

function decodeRules(rules: Json | undefined, peers: 'from' | 'to'): Parsed<readonly PolicyRule[]> {
	return decodeEach(rules, rule => {
		const known = onlyFields(rule, [peers, 'ports']);
		const decodedPeers = decodeEach(rule[peers], decodePolicyPeer);
		const ports = decodeEach(rule['ports'], decodePolicyPort);
		return known.ok && decodedPeers.ok && ports.ok
			? parsed({peers: unlessEmpty(decodedPeers.value), ports: unlessEmpty(ports.value)})
			: firstProblem(known, decodedPeers, ports);
	});
}

/** A missing and an empty list both mean "any" (kubernetes.io, NetworkPolicyIngressRule). */
function unlessEmpty<T>(items: readonly T[]): readonly T[] | undefined {
	return items.length > 0 ? items : undefined;
}

function decodeEach<T>(items: Json | undefined, decode: (item: JsonObject) => Parsed<T>): Parsed<readonly T[]> {
	if (items === undefined || items === null) {
		return parsed([]);
	}

	if (!Array.isArray(items)) {
		return refused('a list of rules, peers or ports is not a list');
	}

	const decoded: T[] = [];
	for (const item of items as readonly Json[]) {
		// The API server reads `- null` as an entry without fields.
		const result = item === null ? decode({}) : isObject(item) ? decode(item) : refused('an entry is not an object');
		if (!result.ok) {
			return result;
		}

		decoded.push(result.value);
	}

	return parsed(decoded);
}

function firstProblem(...results: readonly Parsed<unknown>[]): Parsed<never> {
	const failed = results.find(result => !result.ok);
	return failed?.ok === false ? failed : refused('something in it is odd');
}
