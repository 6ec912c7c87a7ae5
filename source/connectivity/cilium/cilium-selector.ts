import type {LabelExpression} from '../../network/label-expression.js';
import type {LabelRequirement} from '../../network/label-selector.js';
import {decodeLabelSelector} from '../../topology/decode/kubernetes/decode-label-selector.js';
import type {Json} from '../../topology/world.js';
import {calicoNameLabel} from '../pod-classes.js';
import type {PodsTerm} from '../policy-terms.js';

export type CiliumSelector = {
	readonly selector: PodsTerm;
	/** Entities that it names by their `reserved:` labels; it then selects no pod. */
	readonly reserved: readonly string[];
	/** A part that we cannot judge, by name. */
	readonly doubt: string | undefined;
};

const namespaceName = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';
const accountName = 'io.cilium.k8s.policy.serviceaccount';

/**
 * An endpointSelector, or an entry of fromEndpoints and toEndpoints. Labels may carry their source (`k8s:`, `any:`);
 * the namespace is a label like others. A namespaced policy that names none means its own (docs.cilium.io, Namespaces).
 */
export function ciliumSelector(value: Json | undefined, clusterwide: boolean): CiliumSelector {
	const decoded = decodeLabelSelector(value);
	if (!decoded.ok) {
		return {selector: {namespaces: [], pods: []}, reserved: [], doubt: decoded.problem};
	}

	const parts = decoded.value.map(partOf);
	const of = <K extends Part['kind']>(kind: K) =>
		parts.filter((part): part is Extract<Part, {kind: K}> => part.kind === kind);
	const namespaces = of('namespace').map(({requirement}) => requirement);
	const reserved = of('reserved').flatMap(({name}) => name ?? []);
	const nobody: LabelExpression = {kind: 'or', parts: []};
	const conditions = reserved.length > 0 ? [nobody] : of('where').map(({test}) => test);
	const own = namespaces.length === 0 && !clusterwide;
	return {
		selector: {
			namespaces: own ? undefined : namespaces,
			pods: of('pod').map(({requirement}) => requirement),
			...(conditions.length > 0 ? {where: {kind: 'and', parts: conditions}} : {}),
		},
		reserved,
		doubt: of('unknown')[0]?.doubt,
	};
}

type Part =
	| {readonly kind: 'pod'; readonly requirement: LabelRequirement}
	| {readonly kind: 'namespace'; readonly requirement: LabelRequirement}
	| {readonly kind: 'where'; readonly test: LabelExpression}
	| {readonly kind: 'reserved'; readonly name: string | undefined}
	| {readonly kind: 'unknown'; readonly doubt: string};

function partOf(requirement: LabelRequirement): Part {
	const [, source = 'any', key = ''] = /^(?:([a-z\d-]+):)?(.*)$/.exec(requirement.key) ?? [];
	if (source === 'reserved') {
		// No pod has such a label, so leaving them out leaves out nobody.
		const isPositive = requirement.operator === 'In' || requirement.operator === 'Exists';
		return {kind: 'reserved', name: isPositive ? key : undefined};
	}

	if (source !== 'k8s' && source !== 'any') {
		return {kind: 'unknown', doubt: `the label ${requirement.key}`};
	}

	if (key === namespaceName) {
		return {kind: 'namespace', requirement: {...requirement, key: 'kubernetes.io/metadata.name'}};
	}

	if (key.startsWith(namespaceLabels)) {
		return {kind: 'namespace', requirement: {...requirement, key: key.slice(namespaceLabels.length)}};
	}

	if (key === accountName) {
		return {kind: 'where', test: {kind: 'test', owner: 'account', test: {...requirement, key: calicoNameLabel}}};
	}

	return key.startsWith('io.cilium.')
		? {kind: 'unknown', doubt: `the label ${requirement.key}`}
		: {kind: 'pod', requirement: {...requirement, key}};
}
