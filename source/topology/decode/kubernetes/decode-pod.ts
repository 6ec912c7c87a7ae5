import type {Labels} from '../../../network/label-selector.js';
import {count, flag, object, objects, text, textMap} from '../../json.js';
import type {ContainerPort, Pod} from '../../kubernetes.js';
import type {KubeObject} from '../../world.js';
import {parseAddresses} from '../azure/parse-addresses.js';
import {decodePodNames} from './decode-pod-names.js';
import {decodeKubeProtocol} from './decode-policy-port.js';

/** Nothing for a pod that has ended: its address may already be another pod's. */
export function decodePod(pod: KubeObject): Pod | undefined {
	const name = text(pod, 'metadata', 'name');
	const phase = text(pod, 'status', 'phase');
	if (name === undefined || phase === 'Succeeded' || phase === 'Failed') {
		return undefined;
	}

	return podOf(pod, name, decodeOwner(pod, name, textMap(pod, 'metadata', 'labels')));
}

export function podOf(pod: KubeObject, name: string, workload: Pod['workload']): Pod {
	const written = [
		text(pod, 'status', 'podIP'),
		...objects(pod, 'status', 'podIPs').map(entry => text(entry, 'ip')),
	].filter(address => address !== undefined);
	return {
		namespace: text(pod, 'metadata', 'namespace') ?? 'default',
		name,
		labels: textMap(pod, 'metadata', 'labels'),
		addresses: parseAddresses(written),
		...decodePodSpec(pod),
		callsApiServerByName:
			textMap(pod, 'metadata', 'annotations')['kubernetes.azure.com/set-kube-service-host-fqdn'] === 'true',
		workload,
	};
}

/** What a pod's spec says of its place in the network; a workload's template says the same of pods to come. */
export function decodePodSpec(
	pod: KubeObject,
): Pick<Pod, 'hostNetwork' | 'node' | 'ports' | 'images' | 'serviceAccount' | 'names'> {
	const names = decodePodNames(pod);
	const images = decodeImages(pod);
	return {
		...(images.length > 0 ? {images} : {}),
		hostNetwork: flag(pod, 'spec', 'hostNetwork'),
		node: text(pod, 'spec', 'nodeName'),
		ports: decodePorts(pod),
		serviceAccount: text(pod, 'spec', 'serviceAccountName') ?? text(pod, 'spec', 'serviceAccount'),
		...(names === undefined ? {} : {names}),
	};
}

function decodeImages(pod: KubeObject): readonly string[] {
	const containers = [...objects(pod, 'spec', 'containers'), ...objects(pod, 'spec', 'initContainers')];
	return [...new Set(containers.flatMap(container => text(container, 'image') ?? []))];
}

function decodePorts(pod: KubeObject): readonly ContainerPort[] {
	// An init container that restarts always is a sidecar and runs as long as the pod (kubernetes.io, sidecar containers).
	const sidecars = objects(pod, 'spec', 'initContainers').filter(({restartPolicy}) => restartPolicy === 'Always');
	return [...objects(pod, 'spec', 'containers'), ...sidecars].flatMap(container =>
		objects(container, 'ports').flatMap(entry => {
			const port = count(entry, 'containerPort');
			const protocol = decodeKubeProtocol(entry['protocol']);
			return port === undefined || protocol === undefined ? [] : [{name: text(entry, 'name'), port, protocol}];
		}),
	);
}

function decodeOwner(pod: KubeObject, podName: string, labels: Labels): Pod['workload'] {
	const owners = objects(pod, 'metadata', 'ownerReferences');
	const owner = owners.find(({controller}) => controller === true) ?? object(owners[0]);
	const kind = text(owner, 'kind');
	const name = text(owner, 'name');
	// A node owns static pods (etcd, the scheduler), and that does not make them one.
	if (kind === undefined || name === undefined || kind === 'Node') {
		return {kind: 'Pod', name: podName};
	}

	return ownerOfOwner(kind, name, labels) ?? {kind, name};
}

/**
 * We do not read ReplicaSets and Jobs, but their names tell who made them: a Deployment appends the pods' template hash,
 * a CronJob the minute.
 */
function ownerOfOwner(kind: string, name: string, labels: Labels): Pod['workload'] | undefined {
	const hash = labels['pod-template-hash'];
	if (kind === 'ReplicaSet' && hash !== undefined && name.endsWith(`-${hash}`)) {
		return {kind: 'Deployment', name: name.slice(0, -hash.length - 1)};
	}

	const [, deployment] = /^(.+)-[bcdf-hj-np-tv-xz\d]{6,10}$/.exec(name) ?? [];
	if (kind === 'ReplicaSet' && deployment !== undefined) {
		return {kind: 'Deployment', name: deployment};
	}

	if (kind === 'VirtualMachineInstance') {
		return {kind: 'VirtualMachine', name};
	}

	const [, cronJob] = /^(.+)-\d{8}$/.exec(name) ?? [];
	return kind === 'Job' && cronJob !== undefined ? {kind: 'CronJob', name: cronJob} : undefined;
}
