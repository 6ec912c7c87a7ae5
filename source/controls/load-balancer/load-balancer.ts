import {type AddressSet, anyAddress, familiesOf, ofFamily, parseCidr} from '../../network/address-set.js';
import {difference, isEmpty, size, unionOf} from '../../network/interval-set.js';
import {type Extent, exactly, uniteExtents} from '../../routing/extent.js';
import {serviceName} from '../../routing/publication.js';
import type {Hop, PlaceOf} from '../../routing/way.js';
import {commandLine} from '../../topology/command-line.js';
import type {Service} from '../../topology/kubernetes.js';
import {byHand} from '../by-hand.js';
import type {Control, Stopped} from '../control.js';
import type {DecisionOf} from '../decision.js';
import type {Remedy} from '../remedy.js';

/** Azure's load balancer before a service, and what the service itself admits. */
export const loadBalancer = {
	id: 'load-balancer',
	title: 'Load balancer',
	judge: {'load-balancer': (place, hop) => judgeBalancer(place, hop)},
	remedy: remedyBalancer,
} as const satisfies Control;

function judgeBalancer({service, address}: PlaceOf<'load-balancer'>, hop: Hop): readonly DecisionOf<'load-balancer'>[] {
	const common = {control: 'load-balancer', hop, resource: serviceName(service)} as const;
	if (address === undefined) {
		return [
			{
				...common,
				verdict: 'undecided',
				missing: {
					datum: `the address of service ${serviceName(service)}`,
					command: commandLine('kubectl', 'get', 'service', service.name, '--namespace', service.namespace),
				},
				grounds: {kind: 'no-address', service},
			},
		];
	}

	const {source, quantifier} = hop.packets;
	const extent = admitted(service, hop);
	const [family] = familiesOf(source);
	if (family !== undefined && !isEmpty(extent.least) && ofFamily(extent.most, family).length === 0) {
		// kube-proxy asks the ranges of a packet's own family; what Azure's rule does then is not documented.
		const datum = `whether the source ranges of service ${serviceName(service)}, none of which is ${family}, keep ${family} out`;
		const command = commandLine('kubectl', 'get', 'service', service.name, '--namespace', service.namespace);
		return [
			{
				...common,
				verdict: 'undecided',
				missing: {datum, command},
				grounds: {kind: 'source-ranges', service, refused: source},
			},
		];
	}

	const stops = (refused: AddressSet) =>
		quantifier === 'most-sources' ? size(refused) * 2 > size(source) : !isEmpty(refused);
	const [surely, perhaps] = [difference(source, extent.most), difference(source, extent.least)];
	if (stops(surely)) {
		return [{...common, verdict: 'blocked', grounds: {kind: 'source-ranges', service, refused: surely}}];
	}

	return stops(perhaps)
		? [
				{
					...common,
					verdict: 'undecided',
					missing: extent.unknown[0],
					grounds: {kind: 'source-ranges', service, refused: perhaps},
				},
			]
		: [];
}

/**
 * kube-proxy keeps to `loadBalancerSourceRanges` on every node (kubernetes.io, service), and AKS's own group to what
 * Azure's annotations admit (configure-load-balancer-standard).
 */
function admitted({sourceRanges, sourceTags = []}: Service, {packets: {sourceView}}: Hop): Extent {
	if (sourceRanges.length + sourceTags.length === 0 || sourceTags.some(tag => tag.toLowerCase() === 'internet')) {
		return exactly(anyAddress);
	}

	const ranges = sourceRanges.map(parseCidr);
	return uniteExtents([
		exactly(unionOf(ranges.flatMap(range => (range.ok ? [range.value] : [])))),
		...sourceTags.map(sourceView.tag),
	]);
}

/** Who may call a service was its owner's decision. */
function remedyBalancer({finding: {flow}, entries}: Stopped): readonly Remedy[] {
	return entries.flatMap(({decision}): readonly Remedy[] =>
		decision.control === 'load-balancer' && decision.grounds.kind === 'source-ranges'
			? [
					byHand([
						{
							kind: 'advice',
							text: `Service ${decision.resource} admits only its own source ranges: add those of ${flow.from} to spec.loadBalancerSourceRanges, or to the annotation that names them. Behind a firewall that translates, that is the firewall's subnet, because nodes see its address.`,
							commands: [
								commandLine(
									...['kubectl', 'edit', 'service', decision.grounds.service.name],
									...['--namespace', decision.grounds.service.namespace],
								),
							],
						},
					]),
				]
			: [],
	);
}
