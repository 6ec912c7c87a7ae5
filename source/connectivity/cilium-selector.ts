import type {LabelRequirement} from '../network/label-selector.js';
import {decodeLabelSelector} from '../topology/decode-label-selector.js';
import type {Json} from '../topology/world.js';
import type {PeerTerm} from './policy-terms.js';

export type CiliumSelector = {
	readonly selector: Omit<Extract<PeerTerm, {kind: 'pods'}>, 'kind'>;
	/** A part that we cannot judge, by name. */
	readonly doubt: string | undefined;
};

const namespaceName = 'io.kubernetes.pod.namespace';
const namespaceLabels = 'io.cilium.k8s.namespace.labels.';

/**
 * An endpointSelector, or an entry of fromEndpoints and toEndpoints. Labels may carry their source (`k8s:`, `any:`);
 * the namespace is a label like others. A namespaced policy that names none means its own (docs.cilium.io, Namespaces).
 */
export function ciliumSelector(value: Json | undefined, clusterwide: boolean): CiliumSelector {
	const decoded = decodeLabelSelector(value);
	if (!decoded.ok) {
		return {selector: {namespaces: [], pods: []}, doubt: decoded.problem};
	}

	const namespaces: LabelRequirement[] = [];
	const pods: LabelRequirement[] = [];
	let doubt: string | undefined;
	for (const requirement of decoded.value) {
		const [, source = 'any', key = ''] = /^(?:([a-z\d-]+):)?(.*)$/.exec(requirement.key) ?? [];
		if (source !== 'k8s' && source !== 'any') {
			doubt ??= `the label ${requirement.key}`;
		} else if (key === namespaceName) {
			namespaces.push({...requirement, key: 'kubernetes.io/metadata.name'});
		} else if (key.startsWith(namespaceLabels)) {
			namespaces.push({...requirement, key: key.slice(namespaceLabels.length)});
		} else if (key.startsWith('io.cilium.')) {
			doubt ??= `the label ${requirement.key}`;
		} else {
			pods.push({...requirement, key});
		}
	}

	const own = namespaces.length === 0 && !clusterwide;
	return {selector: {namespaces: own ? undefined : namespaces, pods}, doubt};
}
