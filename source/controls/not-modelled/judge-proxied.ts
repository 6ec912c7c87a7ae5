import type {Hop, PlaceOf} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import {knownValue} from '../../topology/known.js';
import type {Pod} from '../../topology/kubernetes.js';
import type {PodEngine, ProxiedKind} from '../../topology/proxied-kinds.js';
import {handles, isAbout} from '../../topology/proxied-object.js';
import type {Topology} from '../../topology/topology.js';
import type {DecisionOf} from '../decision.js';

type Doubt = DecisionOf<'not-modelled'>;

/**
 * What the proxies of a mesh, or another policy engine, are told about the pods of one end. An object is a doubt for the
 * pods it may be about; a list that was refused only for pods that surely run behind its engine, because whoever may not
 * list a kind does not learn whether it is there.
 */
export function judgeProxied({side}: PlaceOf<'pods'>, hop: Hop, topology: Topology): readonly Doubt[] {
	const {proxied = [], unreadProxied = []} = topology.kubernetes;
	if (proxied.length === 0 && unreadProxied.length === 0) {
		return [];
	}

	const standing = standingOf(topology);
	const here = ({directions}: ProxiedKind) => directions.includes(side.direction);
	const objects = proxied.flatMap((object): readonly Doubt[] => {
		const {kind, namespace, name} = object;
		const isSpared =
			kind.sparesMembers === true &&
			side.peer.kind === 'pods' &&
			side.peer.pods.every(pod => standing(kind.engine, pod) === 'yes');
		const pods =
			here(kind) && !isSpared
				? side.pods.filter(pod => isAbout(object, pod) && standing(kind.engine, pod) !== 'no')
				: [];
		return pods.length === 0
			? []
			: [
					{
						...decision(hop, `${kindName(kind)} ${namespace}/${name}`),
						missing: {
							datum: `what ${kindName(kind)} ${namespace}/${name} lets through`,
							command: commandLine(
								'kubectl',
								'get',
								qualified(kind),
								name,
								'--namespace',
								namespace,
								'--output',
								'yaml',
							),
						},
						grounds: {kind: 'proxied', object, pods},
					},
				];
	});
	const unread = unreadProxied.flatMap(({kind, reason}): readonly Doubt[] => {
		const pods = here(kind) ? side.pods.filter(pod => standing(kind.engine, pod) === 'yes') : [];
		return pods.length === 0
			? []
			: [
					{
						...decision(hop, kind.type),
						missing: {
							datum: `whether there is a ${kindName(kind)} for these pods`,
							command: commandLine('kubectl', 'get', qualified(kind), '--all-namespaces'),
						},
						grounds: {kind: 'unread-proxied', of: kind, reason, pods},
					},
				];
	});
	return [...objects, ...unread];
}

function decision(hop: Hop, resource: string) {
	return {
		control: 'not-modelled',
		hop,
		verdict: 'undecided',
		resource,
		station: `not-modelled/${resource}/${hop.station}`,
	} as const;
}

function standingOf({kubernetes}: Topology): (engine: PodEngine, pod: Pod) => ReturnType<typeof handles> {
	const labels = new Map((knownValue(kubernetes.namespaces) ?? []).map(({name, labels}) => [name, labels]));
	return (engine, pod) => handles(engine, pod, labels.get(pod.namespace) ?? {});
}

function kindName({type}: ProxiedKind): string {
	return type.split('/').at(-1) ?? type;
}

/** As kubectl finds a kind whose name other groups have, too. */
function qualified({resource, type}: ProxiedKind): string {
	const [plural = resource] = resource.split('.');
	return `${plural}.${type.split('/')[0]}`;
}
