import {formatAddresses} from '../../network/address-set.js';
import {emptySet, overlaps} from '../../network/interval-set.js';
import type {Destination, EgressPath} from '../../profiles/flow.js';
import type {ArmId} from '../../topology/arm-id.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {type DestinationCase, destinationCases} from '../destination-cases.js';
import {plainView} from '../resolve-tags.js';
import {serviceAt} from './ask-cluster-dns.js';
import {deafFirewall} from './deaf-firewall.js';
import {type Lookup, lookupsOf} from './lookups.js';
import type {PodResolution} from './pod-resolution.js';

type NameDestination = Extract<Destination, {kind: 'name'}>;

/**
 * Where a destination is for those who speak. Nodes ask the servers of their network; pods look into their own list of
 * hosts and ask the cluster's DNS, unless they say otherwise (kubernetes.io, dns-pod-service). Speakers that look a name
 * up in different ways are parties of one way.
 */
export function speakerCases(
	{destination, origin, apiServer}: EgressPath,
	network: ArmId | undefined,
	topology: Topology,
): readonly DestinationCase[] {
	const {pods = [], beside = {nodes: pods.length === 0, anyPods: false}} = origin;
	// Who is given an address asks nobody.
	if (destination.kind !== 'name' || apiServer === 'by-address') {
		return destinationCases(destination, network, topology);
	}

	const lookups = lookupsOf(destination.pattern.toLowerCase(), {pods, ...beside}, network, topology);
	return lookups.flatMap(lookup => {
		const cases = casesOf(lookup, destination, network, topology);
		const {id, pods: own, answers} = lookup;
		const goesApart = answers.some(({next, name}) => next !== 'network' || name !== destination.pattern.toLowerCase());
		return lookups.length === 1 ? cases : cases.map(found => ({...found, party: {id, pods: own, goesApart}}));
	});
}

function casesOf(
	{answers}: Lookup,
	destination: NameDestination,
	network: ArmId | undefined,
	topology: Topology,
): readonly DestinationCase[] {
	return answers.flatMap(({name, next, steps}) => {
		if (next === undefined) {
			return [ended(steps, topology)];
		}

		// What stands on the way behind it is told as well, because more than the name may be stopped.
		const deaf = next === 'network' ? deafFirewall(network, topology) : undefined;
		const unanswered: readonly PodResolution[] =
			deaf === undefined
				? []
				: [
						{
							kind: 'nothing',
							by: {kind: 'network-dns', firewall: deaf},
							because: {kind: 'no-proxy', firewall: deaf.name},
						},
					];
		const renamed = name !== destination.pattern.toLowerCase();
		const asked: NameDestination = renamed ? {kind: 'name', pattern: name, hosting: {kind: 'unknown'}} : destination;
		return destinationCases(asked, network, topology, next).map(found => ({
			...found,
			asks: next,
			resolutions: [...steps, ...unanswered, ...(found.resolutions ?? [])],
		}));
	});
}

/** Where the last step is the answer. What a node translates to pods goes no further way that is looked at here. */
function ended(steps: readonly PodResolution[], topology: Topology): DestinationCase {
	const resolutions = steps.map(step => inCluster(step, topology));
	const [last] = resolutions.toReversed();
	return {
		addresses: last?.kind === 'listed' ? last.addresses : emptySet,
		quantifier: 'every',
		view: plainView(topology),
		resolutions,
	};
}

function inCluster(step: PodResolution, topology: Topology): PodResolution {
	if (step.kind !== 'listed') {
		return step;
	}

	const {by, addresses} = step;
	const service = serviceAt(addresses, topology);
	const serviceCidrs = knownValue(topology.cluster)?.serviceCidrs ?? [];
	return service !== undefined
		? {kind: 'service', by, service, isFollowed: false}
		: overlaps(serviceCidrs, addresses)
			? {kind: 'untold', by, because: {kind: 'in-cluster', name: formatAddresses(addresses)}}
			: step;
}
