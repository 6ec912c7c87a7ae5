import {count, flag, object, objects, text, textMap} from '../../json.js';
import type {ContainerPort, Pod} from '../../kubernetes.js';
import type {JsonObject, KubeObject} from '../../world.js';
import {decodePodSpec, podOf} from './decode-pod.js';

/** The kinds that make pods, by their plural, and where their template stands. */
export const workloadTemplates = {
	deployments: ['spec', 'template'],
	statefulsets: ['spec', 'template'],
	daemonsets: ['spec', 'template'],
	replicasets: ['spec', 'template'],
	replicationcontrollers: ['spec', 'template'],
	jobs: ['spec', 'template'],
	cronjobs: ['spec', 'jobTemplate', 'spec', 'template'],
	virtualmachines: ['spec', 'template'],
} as const;

export type WorkloadResource = keyof typeof workloadTemplates;

/**
 * The pod that a workload would start, as policies will see it: with the template's labels and ports, without an address.
 * Nothing for a workload that another one owns (its pods are the owner's), that is switched off, or that has ended.
 */
export function decodeWorkload(workload: KubeObject, resource: WorkloadResource): Pod | undefined {
	const name = text(workload, 'metadata', 'name');
	const template = object(workload, ...workloadTemplates[resource]);
	if (name === undefined || template === undefined || isOwned(workload) || isOver(workload)) {
		return undefined;
	}

	const isMachine = resource === 'virtualmachines';
	const labels = textMap(template, 'metadata', 'labels');
	const pod: KubeObject = {
		apiVersion: 'v1',
		kind: 'Pod',
		metadata: {
			name,
			namespace: text(workload, 'metadata', 'namespace') ?? 'default',
			// The pod around a machine carries its template's labels and one that says what it is (kubevirt.io, templates).
			labels: isMachine ? {...labels, 'kubevirt.io': 'virt-launcher'} : labels,
			annotations: textMap(template, 'metadata', 'annotations'),
		},
		spec: object(template, 'spec') ?? {},
	};
	return {
		...podOf(pod, name, {kind: workload.kind, name}),
		...(isMachine ? {hostNetwork: false, ports: machinePorts(template)} : decodePodSpec(pod)),
		planned: true,
	};
}

function isOwned(workload: KubeObject): boolean {
	return objects(workload, 'metadata', 'ownerReferences').some(({controller}) => controller === true);
}

/** Scaled to nothing, or a job that is done: there is no pod and none will come by itself. */
function isOver(workload: KubeObject): boolean {
	const conditions = objects(workload, 'status', 'conditions');
	return (
		count(workload, 'spec', 'replicas') === 0 ||
		(workload.kind === 'Job' &&
			conditions.some(({type, status}) => (type === 'Complete' || type === 'Failed') && status === 'True')) ||
		(workload.kind === 'CronJob' && flag(workload, 'spec', 'suspend'))
	);
}

function machinePorts(template: JsonObject): readonly ContainerPort[] {
	return objects(template, 'spec', 'domain', 'devices', 'interfaces').flatMap(card =>
		objects(card, 'ports').flatMap((entry): readonly ContainerPort[] => {
			const port = count(entry, 'port');
			const protocol = (text(entry, 'protocol') ?? 'TCP').toLowerCase();
			return port !== undefined && (protocol === 'tcp' || protocol === 'udp')
				? [{name: text(entry, 'name'), port, protocol}]
				: [];
		}),
	);
}

/** Pods that run, and one for each workload without any. */
export function withPlannedPods(pods: readonly Pod[], planned: readonly Pod[]): readonly Pod[] {
	if (planned.length === 0) {
		return pods;
	}

	const key = ({namespace, workload}: Pod) => `${namespace} ${workload.kind} ${workload.name}`;
	const running = new Set(pods.map(key));
	return [...pods, ...planned.filter(pod => !running.has(key(pod)))];
}
