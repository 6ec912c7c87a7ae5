import {formatAddress} from '../network/address.js';
import type {Flow} from '../profiles/flow.js';
import type {Arrival} from '../routing/arrival.js';
import {deviceName} from '../routing/device-name.js';
import type {NextHop} from '../routing/effective-route.js';
import {isForeign} from '../routing/next-hop.js';
import {insideOf, nodeSubnets, type Publication, returnRoute, serviceName} from '../routing/publication.js';
import {enterCluster} from '../routing/published-way.js';
import {describeService} from '../routing/question.js';
import {armName} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {Topology} from '../topology/topology.js';
import {inboundEntry} from './allow-entry.js';
import {byHand} from './by-hand.js';
import type {Control} from './control.js';
import type {ControlId} from './control-id.js';
import type {Finding} from './finding.js';
import {judgeWay} from './judge-way.js';
import {describeListener, dnatNeeds, hostRouteNeeds, listenerFor} from './listener.js';
import type {Need} from './need.js';
import type {Remedy} from './remedy.js';
import {isBlockedBy} from './trail.js';

/** Remedies that open a flow at several controls together: another way, and what lets it through. */
export type JointRemedies = {
	/** The controls that need no remedy of their own then. */
	readonly covers: readonly ControlId[];
	readonly remedies: readonly Remedy[];
};

/**
 * How a service is published where packets from the internet cannot get to it, or their answers not back.
 *
 * | service | id | what |
 * |---|---|---|
 * | public, answers do not return to the internet | `public-address` | DNAT rules to the public address, a host route for the firewall's address to the internet, rules of the groups for that address |
 * | the same | `internal-load-balancer` | advice: the internal address is not known before the change; rules of the groups for the firewall's subnet |
 * | internal | `dnat` (on request) | DNAT rules to the internal address, rules of the groups for the firewall's subnet |
 *
 * Facts A5: an internal load balancer needs no host route, because translated packets carry the firewall's own address.
 */
export function publishService(
	finding: Finding,
	topology: Topology,
	controls: readonly Control[],
): JointRemedies | undefined {
	const publication = publicationIn(finding);
	if (publication === undefined) {
		return undefined;
	}

	if (publication.internal) {
		const blocked = finding.trail.some(({control, verdict}) => control === 'azure-firewall' && verdict !== 'allowed');
		return blocked
			? {covers: ['azure-firewall', 'nsg'], remedies: publishInternal(finding, publication, topology, controls)}
			: undefined;
	}

	return isBlockedBy(finding, 'route-table')
		? {covers: ['route-table', 'nsg'], remedies: bringThrough(finding, publication, topology, controls)}
		: undefined;
}

function publicationIn({way}: Finding): Publication | undefined {
	const places = way.cases.flatMap(({hops}) => hops).map(({place}) => place);
	return places.flatMap(place =>
		place.kind === 'publication'
			? [place.publication]
			: place.kind === 'return' && place.toward.kind === 'internet'
				? [place.toward.publication]
				: [],
	)[0];
}

/** What else must let packets through that arrive like this, at the controls that the remedy covers. */
function lettingIn(
	finding: Finding,
	publication: Publication,
	arrival: Arrival,
	topology: Topology,
	controls: readonly Control[],
): readonly Need[] {
	const way = {
		cases: enterCluster(finding.flow, publication, arrival, topology).map(hops => ({
			quantifier: 'every' as const,
			destinations: [],
			hops: hops.filter(({leg}) => leg !== 'answer'),
		})),
		telling: undefined,
	};
	return controls
		.filter(({id}) => id === 'nsg')
		.flatMap(control => {
			const entries = judgeWay(way, topology, [control]).filter(({verdict}) => verdict !== 'allowed');
			return control.remedy({finding: {...finding, way}, entries}, topology)[0]?.needs ?? [];
		});
}

/** Bring requests by the device that the answers leave by. */
function bringThrough(
	finding: Finding,
	publication: Publication,
	topology: Topology,
	controls: readonly Control[],
): readonly Remedy[] {
	const {flow} = finding;
	const name = serviceName(publication.service);
	const listener = listenerFor(publication, topology);
	const internal = internalLoadBalancer(flow, publication, topology);
	if (listener === undefined) {
		const text = `Once requests for ${name} come in through the device that its answers leave through, allow ${describeService(flow)} from that device's address in the security groups of the node subnets.`;
		const later: readonly Need[] = isBlockedBy(finding, 'nsg') ? [{kind: 'advice', text, commands: []}] : [];
		return [{...internal, needs: [...internal.needs, ...later]}];
	}

	const {firewall, publicAddress} = listener;
	const outside: Arrival = {sources: [[publicAddress, publicAddress]], from: firewall};
	const inside: Arrival = {sources: insideOf(firewall, topology), from: firewall};
	return [
		{
			id: 'public-address',
			title: `Bring requests for ${name} in through firewall ${firewall.name}`,
			opens: `${name} for the internet at ${describeListener(listener, flow)}; names that lead to ${formatAddress(publication.target.address)} must lead to ${formatAddress(publicAddress)} then.`,
			reach: 'internet',
			needs: [
				...dnatNeeds(listener, publication, undefined),
				...hostRouteNeeds(listener, topology),
				{
					kind: 'advice',
					text: `Clients reach ${name} at ${formatAddress(publicAddress)} from now on: change the DNS records that point to ${formatAddress(publication.target.address)}.`,
					commands: [],
					aboutChanges: true,
				},
				...lettingIn(finding, publication, outside, topology, controls),
			],
		},
		{...internal, needs: [...internal.needs, ...lettingIn(finding, publication, inside, topology, controls)]},
	];
}

function internalLoadBalancer(flow: Flow, {service}: Publication, topology: Topology): Remedy {
	const name = serviceName(service);
	const nextHop = nodeSubnets(topology).map(subnet => returnRoute(subnet, topology)?.route.nextHop)[0];
	const device = nextHop === undefined ? 'the firewall' : deviceName(nextHop);
	const [subnet] = nodeSubnets(topology);
	return {
		id: 'internal-load-balancer',
		title: `Make the load balancer of ${name} internal and translate to it`,
		opens: `${name} for the internet at an address of ${device}, once a person has done it.`,
		needs: [
			{
				kind: 'advice',
				text: `Make the load balancer of ${name} internal (annotation service.beta.kubernetes.io/azure-load-balancer-internal: "true"), then translate a public address of ${device} to the internal address it gets${subnet === undefined ? '' : ` in ${armName(subnet)}`}, port by port. The present public address of ${name} is given up.`,
				commands: [
					commandLine(
						'kubectl',
						'annotate',
						'service',
						service.name,
						'--namespace',
						service.namespace,
						'service.beta.kubernetes.io/azure-load-balancer-internal=true',
					),
					commandLine('kubectl', 'get', 'service', service.name, '--namespace', service.namespace),
				],
				...allowAt(nextHop, flow, `internal load balancer of ${name}`),
			},
		],
	};
}

function allowAt(nextHop: NextHop | undefined, flow: Flow, destination: string) {
	return nextHop !== undefined && isForeign(nextHop)
		? {allow: [inboundEntry(deviceName(nextHop), flow, destination)]}
		: {};
}

/** Publishing an internal service overrides what somebody chose, so it waits to be asked for. */
function publishInternal(
	finding: Finding,
	publication: Publication,
	topology: Topology,
	controls: readonly Control[],
): readonly Remedy[] {
	const {flow} = finding;
	const {service, target, appliance, by, candidates} = publication;
	const name = serviceName(service);
	const address = formatAddress(target.address);
	if (appliance !== undefined) {
		const device = deviceName(appliance.nextHop);
		const text = `On ${device}, translate a public address to ${address} on ${describeService(flow)}, if ${name} is to be public.`;
		return [adviceRemedy({kind: 'advice', text, commands: [], allow: [inboundEntry(device, flow, address)]})];
	}

	const listener = listenerFor(publication, topology);
	if (listener === undefined) {
		const firewall = by?.firewall ?? candidates[0];
		return [
			firewall === undefined
				? adviceRemedy({
						kind: 'advice',
						text: `${name} is internal and there is no firewall here that could publish it. To publish it, remove the annotation that makes its load balancer internal, or put a firewall or gateway before it.`,
						commands: [],
					})
				: adviceRemedy({
						kind: 'advice',
						text: `${name} is internal, and firewall ${firewall.name} has no public address that is known and free on these ports. Give it one, then add a DNAT rule to ${address}.`,
						commands: [commandLine('az', 'network', 'firewall', 'show', '--ids', firewall.id)],
					}),
		];
	}

	const warning = `${name} was made internal on purpose. This makes it reachable from the whole internet at ${describeListener(listener, flow)}.`;
	const arrival: Arrival = {sources: insideOf(listener.firewall, topology), from: listener.firewall};
	return [
		{
			id: 'dnat',
			title: `Publish ${name} by firewall ${listener.firewall.name}`,
			opens: warning,
			reach: 'internet',
			needs: [
				...dnatNeeds(listener, publication, warning),
				...lettingIn(finding, publication, arrival, topology, controls),
			],
			onRequest: true,
		},
	];
}

function adviceRemedy(need: Need): Remedy {
	return byHand([need]);
}
