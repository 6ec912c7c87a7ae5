import {formatAddress} from '../../network/address-set.js';
import type {Flow, IngressPath} from '../../profiles/flow.js';
import {armName} from '../../topology/arm-id.js';
import type {Topology} from '../../topology/topology.js';
import {inboundEntry} from '../allow-entry.js';
import {commandLine} from '../command-line.js';
import type {Finding, Need, Remedy} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {ingressWay, nodeSubnets, returnRoute, serviceName} from '../ingress-way.js';
import {
	describeListener,
	dnatNeeds,
	hostRouteNeeds,
	type PublicationPlan,
	publicationPlan,
} from '../publish-service.js';
import {deviceName, isForeign} from './remedy-egress.js';

/** Bring requests by the device that the answers leave by ({@link file://./../publish-service.ts} tells the parts). */
export function remedyIngress({flow}: Finding, path: IngressPath, topology: Topology): readonly Remedy[] {
	const way = ingressWay(flow, path, topology);
	if (way.kind !== 'public') {
		return [
			{
				id: 'advice',
				title: 'Let answers reach the firewall',
				opens: 'Nothing is changed.',
				needs: [
					{
						kind: 'advice',
						text: `Answers of ${serviceName(path.service)} do not return to the firewall that publishes it: check the peering and the user routes of the node subnets.`,
						commands: nodeSubnets(topology).map(subnet =>
							commandLine('az', 'network', 'vnet', 'subnet', 'show', '--ids', subnet),
						),
					},
				],
			},
		];
	}

	const plan = publicationPlan(flow, path, topology);
	const internal = internalLoadBalancer(flow, path, topology);
	return plan === undefined ? [internal] : [byPublicAddress(flow, path, plan, topology), internal];
}

function byPublicAddress(flow: Flow, {service}: IngressPath, plan: PublicationPlan, topology: Topology): Remedy {
	const name = serviceName(service);
	const listener = describeListener(plan, flow);
	return {
		id: 'public-address',
		title: `Bring requests for ${name} in by firewall ${plan.firewall.name}`,
		opens: `${name} for the internet at ${listener}; names that lead to ${formatAddress(plan.address)} must lead to ${formatAddress(plan.publicAddress)} then.`,
		needs: [
			...dnatNeeds(plan, undefined),
			...hostRouteNeeds(plan, topology),
			{
				kind: 'advice',
				text: `Clients reach ${name} at ${formatAddress(plan.publicAddress)} from now on: change the DNS records that lead to ${formatAddress(plan.address)}.`,
				commands: [],
			},
		],
	};
}

function internalLoadBalancer(flow: Flow, {service}: IngressPath, topology: Topology): Remedy {
	const name = serviceName(service);
	const hop = nodeSubnets(topology).map(subnet => returnRoute(subnet, topology)?.route.hop)[0];
	const device = hop === undefined ? 'the firewall' : describeHop(hop);
	const [subnet] = nodeSubnets(topology);
	const needs: readonly Need[] = [
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
			...(hop !== undefined && isForeign(hop)
				? {allow: [inboundEntry(deviceName(hop), flow, `internal load balancer of ${name}`)]}
				: {}),
		},
	];
	return {
		id: 'internal-load-balancer',
		title: `Make the load balancer of ${name} internal and translate to it`,
		opens: `${name} for the internet at an address of ${device}, once a person has done it.`,
		needs,
	};
}
