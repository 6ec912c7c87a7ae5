import {formatAddress} from '../../network/address-set.js';
import {union} from '../../network/interval-set.js';
import type {Flow, IngressPath} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import type {Finding, Need, Remedy} from '../control.js';
import {ingressWay, nodeSubnets, serviceName} from '../ingress-way.js';
import {publicationPlan} from '../publish-service.js';
import {describeService} from '../question.js';
import {isBlockedBy} from '../trail.js';
import {type Arrival, arrivalOf, decideIngress, ingressLevels, insideOf, nodesIn} from './assess-ingress.js';
import {adviceOnly, type Blocker, describeGroups, openGroups, type SecurityNeed} from './remedy.js';

/**
 * Rules for what arrives once the other controls' remedies are in place: from the firewall where they bring requests in
 * by it, else from the internet. Ids are those of {@link file://./../publish-service.ts}.
 */
export function remedyIngress(finding: Finding, path: IngressPath, topology: Topology): readonly Remedy[] {
	const {flow} = finding;
	const comesStraight = ingressWay(flow, path, topology).kind === 'public';
	if (comesStraight && isBlockedBy(finding, 'route-table') && publicationPlan(flow, path, topology) === undefined) {
		return adviceOnly([whenPublished(flow, path)]);
	}

	const ways = arrivals(finding, path, topology).map(arrival => ({
		arrival,
		blockers: blockersOf(flow, arrival, topology),
	}));
	if (ways.every(({blockers}) => blockers.every(({group}) => group.managed))) {
		return adviceOnly(ways.flatMap(({blockers}) => openGroups(blockers, [])).slice(0, 1));
	}

	return ways.map(({arrival, blockers}) => {
		const traffic = `${describeService(flow)} from ${arrival.label} to ${serviceName(path.service)}`;
		return {
			id: arrival.id,
			title: `Allow ${traffic} in ${describeGroups(blockers)}`,
			opens: `${traffic}, at the load balancer's address and at the nodes behind it.`,
			needs: openGroups(blockers, [
				{
					direction: 'inbound',
					sources: arrival.ruleSources,
					// Whichever of the two the group takes for the destination (floating IP).
					destinations: union([[arrival.address, arrival.address]], nodesIn(nodeSubnets(topology), topology)),
					protocol: flow.protocol === 'udp' ? 'udp' : 'tcp',
					ports: flow.ports,
				},
			]),
			...(arrival.onRequest ? {onRequest: true} : {}),
		};
	});
}

/** Letting the internet in is of no use while answers are lost, so nothing is opened before a way in is made. */
function whenPublished(flow: Flow, {service}: IngressPath): Need {
	return {
		kind: 'advice',
		text: `Once requests for ${serviceName(service)} come in by the device that answers leave by, allow ${describeService(flow)} from that device's address in the security groups of the node subnets.`,
		commands: [],
	};
}

type PlannedArrival = Arrival & {
	readonly id: string;
	readonly label: string;
	readonly ruleSources: SecurityNeed['sources'];
	readonly onRequest: boolean;
};

function arrivals(finding: Finding, path: IngressPath, topology: Topology): readonly PlannedArrival[] {
	const {flow} = finding;
	const now = arrivalOf(flow, path, topology);
	if (now === undefined || now === 'no-address') {
		return [];
	}

	const way = ingressWay(flow, path, topology);
	const plan = publicationPlan(flow, path, topology);
	if (way.kind === 'public' && plan !== undefined && isBlockedBy(finding, 'route-table')) {
		const {firewall, publicAddress} = plan;
		const inside = insideOf(firewall, topology);
		const common = {from: firewall, address: now.address, onRequest: false} as const;
		const outside = [[publicAddress, publicAddress]] as const;
		return [
			{
				...common,
				id: 'public-address',
				label: `${firewall.name} at ${formatAddress(publicAddress)}`,
				sources: outside,
				ruleSources: outside,
			},
			{
				...common,
				id: 'internal-load-balancer',
				label: `the subnet of ${firewall.name}`,
				sources: inside,
				ruleSources: inside,
			},
		];
	}

	return now.from === 'internet'
		? [{...now, id: 'internet', label: 'the internet', ruleSources: {tag: 'Internet'}, onRequest: false}]
		: [
				{
					...now,
					id: way.kind === 'internal' ? 'dnat' : 'public-address',
					label: `firewall ${now.from.name}`,
					ruleSources: now.sources,
					// Of no use until the service is published, and that waits to be asked for.
					onRequest: isBlockedBy(finding, 'azure-firewall'),
				},
			];
}

function blockersOf(flow: Flow, arrival: Arrival, topology: Topology): readonly Blocker[] {
	return ingressLevels(topology).flatMap(({level, subnets}): readonly Blocker[] => {
		if (level.state !== 'group') {
			return [];
		}

		const {verdict, denials} = decideIngress(flow, level.group, subnets, arrival, topology);
		// A group that AKS writes is fine where it can be; in one of the customer's a doubt is closed as well.
		const open = verdict === 'allowed' || (verdict === 'undecided' && level.group.managed);
		return open ? [] : [{group: level.group, denials}];
	});
}
