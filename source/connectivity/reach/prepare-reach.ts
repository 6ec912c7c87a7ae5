import {type Family, families} from '../../network/address.js';
import {familiesOf, ofFamily} from '../../network/address-set.js';
import type {Topology} from '../../topology/topology.js';
import {clusterConnectivity, type UnreadPolicies} from '../cluster-connectivity.js';
import type {ReachEnd, ReachOptions} from './reach-options.js';
import type {OutsideContext} from './reach-outside.js';
import {podEnds} from './reach-pods.js';
import {serviceAddresses} from './reach-services.js';

/** One for each family. */
export type ReachContext = OutsideContext & {
	readonly topology: Topology;
	/** Pods have addresses of the family; else somebody asks for one. */
	readonly isSpoken: boolean;
};

export type PreparedReach =
	| {readonly ok: true; readonly contexts: readonly ReachContext[]; readonly policyNotes: readonly string[]}
	| {readonly ok: false; readonly missing: UnreadPolicies};

/** The connectivity of each family that is spoken or asked about. */
export function prepareReach(topology: Topology, options: ReachOptions): PreparedReach {
	const {pods} = topology.kubernetes;
	if (pods.state !== 'known') {
		const reason = pods.state === 'denied' ? pods.reason : 'They were not read.';
		const command = 'kubectl get pods --all-namespaces -o yaml';
		return {ok: false, missing: {datum: 'the pods of the cluster', command, reason}};
	}

	const read = clusterConnectivity(topology, options.engine);
	if (!read.ok) {
		return read;
	}

	const ends = podEnds(pods.value, options.by ?? 'pod');
	const asked = new Set(
		[options.from, options.to].flatMap(end => (end?.kind === 'addresses' ? familiesOf(end.addresses) : [])),
	);
	const contexts = families
		.filter(family => read.families.includes(family) || asked.has(family))
		.flatMap((family): readonly ReachContext[] => {
			const own = clusterConnectivity(topology, options.engine, family);
			return own.ok
				? [
						{
							ends,
							connectivity: own.connectivity,
							options: optionsOf(options, family),
							services: serviceAddresses(topology, own.connectivity),
							topology,
							isSpoken: read.families.includes(family),
						},
					]
				: [];
		});
	return {ok: true, contexts, policyNotes: [...read.notEnforced, ...read.notes]};
}

function optionsOf({from, to, ...others}: ReachOptions, family: Family): ReachOptions {
	const part = (end: ReachEnd | undefined) =>
		end?.kind === 'addresses' ? {...end, addresses: ofFamily(end.addresses, family)} : end;
	return {...others, from: part(from), to: part(to)};
}
