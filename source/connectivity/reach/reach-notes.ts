import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';

/** What is not in an answer because it is not modelled or was not read, by name. */
export function reachNotes({kubernetes}: Topology): readonly string[] {
	const pods = knownValue(kubernetes.pods) ?? [];
	const planned = pods.filter(pod => pod.planned).length;
	return [
		...(planned > 0 && planned === pods.length
			? ['No pods were read: workloads stand for the pods that they would start, without addresses.']
			: []),
		...(kubernetes.unreadWorkloads ?? []),
		...proxiedNote(kubernetes),
	];
}

/** A mesh refuses calls, not connections that its proxies have taken; the answer is about the network below it. */
function proxiedNote({proxied = []}: Topology['kubernetes']): readonly string[] {
	const names = proxied.map(({kind, namespace, name}) => `${kind.type.split('/').at(-1)} ${namespace}/${name}`);
	return names.length === 0 ? [] : [`Not modelled, and able to refuse more than the policies do: ${some(names)}.`];
}

function some(names: readonly string[]): string {
	const [most, others] = [names.slice(0, 3), names.length - 3];
	return others > 0 ? `${most.join(', ')} and ${others} more` : most.join(', ');
}
