import {difference, has, isEmpty} from '../../network/interval-set.js';
import {type PortSet, portsOf} from '../../network/port-set.js';
import type {Flow} from '../../profiles/flow.js';
import {knownValue} from '../../topology/known.js';
import type {Pod, Service} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';

/** The pods that a service leads a flow to, and the ports that it calls there. */
export type Behind = {readonly pods: readonly Pod[]; readonly ports: PortSet};

/**
 * Where the nodes send what is sent to a service of the cluster. Undefined where that is not known: no pods were read
 * behind it, it does not serve all of the ports, or its pods call a port by different numbers.
 */
export function behindService(
	{namespace, selector, ports}: Service,
	flow: Pick<Flow, 'protocol' | 'ports'>,
	{kubernetes}: Topology,
): Behind | undefined {
	const pods = (knownValue(kubernetes.pods) ?? []).filter(
		pod =>
			selector !== undefined &&
			pod.namespace === namespace &&
			Object.entries(selector).every(([key, value]) => pod.labels[key] === value),
	);
	const served = ports.filter(({port, protocol}) => protocol === flow.protocol && has(flow.ports, port));
	const isServed = isEmpty(difference(flow.ports, portsOf(served.map(({port}) => port))));
	const targets = served.map(port => targetOf(port, pods));
	return pods.length === 0 || !isServed || targets.includes(undefined)
		? undefined
		: {pods, ports: portsOf(targets.flatMap(target => target ?? []))};
}

/** By its number, or by a name that has the same number in every pod. */
function targetOf({targetPort, protocol}: Service['ports'][number], pods: readonly Pod[]): number | undefined {
	if (typeof targetPort === 'number') {
		return targetPort;
	}

	const numbers = pods.map(pod => pod.ports.find(own => own.name === targetPort && own.protocol === protocol)?.port);
	return new Set(numbers).size === 1 ? numbers[0] : undefined;
}
