import {anyPort, formatPorts, type PortSet, portsOf} from '../network/port-set.js';
import type {Pod} from '../topology/kubernetes.js';

/** Destination pods that listen on the same ports: one flow, so that no pod is asked for another one's ports. */
export type PortGroup = {
	readonly protocol: 'tcp' | 'udp';
	readonly ports: PortSet;
	readonly pods: readonly Pod[];
};

/** Groups pods by the ports they declare. Where none declares any, every TCP port is meant: a sidecar may take them all. */
export function groupByDeclaredPorts(pods: readonly Pod[]): {
	readonly groups: readonly PortGroup[];
	readonly remarks: readonly string[];
} {
	const groups = new Map<string, {protocol: 'tcp' | 'udp'; ports: PortSet; pods: Pod[]}>();
	const silent: Pod[] = [];
	for (const pod of pods) {
		let declares = false;
		for (const protocol of ['tcp', 'udp'] as const) {
			const declared = portsOf(pod.ports.filter(port => port.protocol === protocol).map(({port}) => port));
			if (declared.length > 0) {
				declares = true;
				const key = `${protocol}/${formatPorts(declared)}`;
				const group = groups.get(key) ?? {protocol, ports: declared, pods: []};
				group.pods.push(pod);
				groups.set(key, group);
			}
		}

		if (!declares) {
			silent.push(pod);
		}
	}

	if (groups.size === 0) {
		const remark = 'The pods declare no ports, so every TCP port is meant.';
		return {groups: [{protocol: 'tcp', ports: anyPort, pods}], remarks: [remark]};
	}

	const names = silent.map(({namespace, name}) => `${namespace}/${name}`);
	const remarks = names.length === 0 ? [] : [`Left out, because they declare no ports: ${shorten(names)}.`];
	return {groups: [...groups.values()], remarks};
}

function shorten(names: readonly string[]): string {
	return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}
