import {formatAddress} from '../../network/address-set.js';
import type {IngressPath} from '../../profiles/flow.js';
import type {Topology} from '../../topology/topology.js';
import {inboundEntry} from '../allow-entry.js';
import {commandLine} from '../command-line.js';
import type {Finding, Remedy} from '../control.js';
import {describeHop} from '../describe-hop.js';
import {applianceBefore, ingressWay, serviceName} from '../ingress-way.js';
import {describeListener, dnatNeeds, publicationPlan} from '../publish-service.js';
import {describeService} from '../question.js';
import {advice} from './remedy-egress.js';

/** Publishing an internal service overrides what somebody chose, so it waits to be asked for. */
export function remedyIngress({flow}: Finding, path: IngressPath, topology: Topology): readonly Remedy[] {
	const way = ingressWay(flow, path, topology);
	if (way.kind !== 'internal') {
		return [];
	}

	const name = serviceName(path.service);
	const appliance = applianceBefore(topology);
	if (appliance !== undefined) {
		const device = describeHop(appliance.hop);
		const text = `On ${device}, translate a public address to ${formatAddress(way.address)} on ${describeService(flow)}, if ${name} is to be public.`;
		const allow = [inboundEntry(device, flow, formatAddress(way.address))];
		return [
			{
				id: 'advice',
				title: 'What a person can do',
				opens: 'Nothing is changed.',
				needs: [{kind: 'advice', text, commands: [], allow}],
			},
		];
	}

	const plan = publicationPlan(flow, path, topology);
	if (plan === undefined) {
		return [
			advice(
				way.firewall === undefined
					? `${name} is internal and there is no firewall here that could publish it. To publish it, remove the annotation that makes its load balancer internal, or put a firewall or gateway before it.`
					: `${name} is internal, and firewall ${way.firewall.name} has no public address that is known and free on these ports. Give it one, then add a DNAT rule to ${formatAddress(way.address)}.`,
				way.firewall === undefined ? [] : [commandLine('az', 'network', 'firewall', 'show', '--ids', way.firewall.id)],
			),
		];
	}

	const onPurpose =
		topology.devSpacesEndpoint === 'private'
			? `The Dev Spaces controller was made with a private endpoint, and ${name} is internal for that reason.`
			: `${name} was made internal on purpose.`;
	const warning = `${onPurpose} This makes it reachable from the whole internet at ${describeListener(plan, flow)}.`;
	return [
		{
			id: 'dnat',
			title: `Publish ${name} by firewall ${plan.firewall.name}`,
			opens: warning,
			needs: dnatNeeds(plan, warning),
			onRequest: true,
		},
	];
}
