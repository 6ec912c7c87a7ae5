import type {Labels} from '../network/label-selector.js';
import type {Pod, ProxiedObject} from './kubernetes.js';
import type {PodEngine} from './proxied-kinds.js';
import type {KubeObject} from './world.js';

export function isAbout({inNamespace, labels}: ProxiedObject, pod: Pod): boolean {
	return (
		(inNamespace === undefined || inNamespace === pod.namespace) &&
		Object.entries(labels).every(([key, value]) => pod.labels[key] === value)
	);
}

/**
 * Whether an engine handles a pod's traffic, by the marks that it leaves on pods; `perhaps` where it leaves none that is
 * known. A pod that is still to be started may get its proxy then.
 */
export function handles(engine: PodEngine, pod: Pod, namespace: Labels): 'yes' | 'perhaps' | 'no' {
	if (pod.hostNetwork) {
		return 'no';
	}

	const mark = marks[engine];
	if (mark === undefined) {
		return 'perhaps';
	}

	return mark(pod.labels, namespace) ? 'yes' : pod.planned === true ? 'perhaps' : 'no';
}

/**
 * The engines that are at work in a cluster at all, by any label of theirs on a pod or a namespace: whatever they put into
 * a pod, they label, and so are their own pods.
 */
export function enginesLeavingMarks(objects: readonly KubeObject[]): ReadonlySet<PodEngine> {
	const labels = new Set(
		objects.flatMap(({metadata}) => Object.entries(metadata.labels ?? {}).map(label => label.join('='))),
	);
	return new Set([...everyPodEngine].filter(engine => [...labels].some(label => traces[engine].test(label))));
}

const traces: Readonly<Record<PodEngine, RegExp>> = {
	istio: /(?:^|\.)istio\.io\/|^istio(?:-injection)?=|^app=istiod$/,
	linkerd: /(?:^|\.)linkerd\.io\//,
	kuma: /(?:^|\.)kuma\.io\/|^app=kuma-/,
	consul: /(?:^|\.)consul\.hashicorp\.com\/|^app=consul/,
	smi: /^osm-proxy-uuid=|openservicemesh\.io/,
	antrea: /^app=antrea$/,
};

// Every engine has its entry; that is more than `keys` can promise.
export const everyPodEngine: ReadonlySet<PodEngine> = new Set(Object.keys(traces) as readonly PodEngine[]);

/** Labels of pods, and of their namespaces, that say that an engine is at work. */
const marks: Readonly<Record<PodEngine, ((pod: Labels, namespace: Labels) => boolean) | undefined>> = {
	// The first is set by the injection of a sidecar; ambient mode goes by a label of the pod or of its namespace
	// (istio.io, reference/config/labels).
	istio: (pod, namespace) =>
		pod['security.istio.io/tlsMode'] === 'istio' ||
		(pod['istio.io/dataplane-mode'] ?? namespace['istio.io/dataplane-mode']) === 'ambient',
	// linkerd.io, proxy-injection
	linkerd: pod => pod['linkerd.io/control-plane-ns'] !== undefined,
	// Open Service Mesh, the one that speaks this language on AKS (release-v1.2, pkg/constants).
	smi: pod => pod['osm-proxy-uuid'] !== undefined,
	kuma: undefined,
	consul: undefined,
	antrea: undefined,
};
