import {familiesOf, ofFamily} from '../network/address-set.js';
import {unionOf} from '../network/interval-set.js';
import {type PortSet, ports} from '../network/port-set.js';
import type {Flow} from '../profiles/flow.js';
import type {ArmId} from '../topology/arm-id.js';
import {knownValue} from '../topology/known.js';
import type {Service} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {groupHops} from './group-at.js';
import {hostAddress, plainView} from './resolve-tags.js';
import type {Hop, Packets} from './way.js';

/**
 * What a load balancer sends to learn which nodes live, from the platform's own address: without an answer it passes
 * nothing on (load-balancer-custom-probe-overview). AKS probes the node port of each port, with the policy Local the
 * health port of the service, and where the probe is shared kube-proxy's own (configure-load-balancer-standard.md).
 */
export function probeHops(
	flow: Flow,
	service: Service,
	subnets: readonly ArmId[],
	nodes: Packets['destination'],
	topology: Topology,
): readonly Hop[] {
	const probed = probedPorts(flow, service, topology);
	const view = plainView(topology);
	return probed.length === 0
		? []
		: groupHops(
				'inbound',
				subnets,
				{
					source: ofFamily(hostAddress, familiesOf(nodes)[0] ?? 'IPv4'),
					destination: nodes,
					protocol: 'tcp',
					ports: probed,
					quantifier: 'every',
					sourceView: view,
					destinationView: view,
					hosts: [],
				},
				'probe',
				topology,
			);
}

/** kube-proxy's health port. */
const kubeProxyHealth = 10_256;

const annotation = 'service.beta.kubernetes.io';

function probedPorts(flow: Flow, service: Service, topology: Topology): PortSet {
	const {externalTrafficPolicy, healthCheckNodePort, annotations} = service;
	if (externalTrafficPolicy === 'Local') {
		return healthCheckNodePort === undefined ? [] : ports(healthCheckNodePort);
	}

	if (knownValue(topology.cluster)?.sharedProbe === true) {
		return ports(kubeProxyHealth);
	}

	const asked = service.ports.filter(
		({port}) =>
			flow.ports.some(([first, last]) => first <= port && port <= last) &&
			annotations[`${annotation}/port_${port}_no_probe_rule`] !== 'true',
	);
	return unionOf(
		asked.map(({port, nodePort}) => {
			const chosen = Number(annotations[`${annotation}/port_${port}_health-probe_port`]);
			const probed = Number.isInteger(chosen) && chosen > 0 ? chosen : nodePort;
			return probed === undefined ? [] : ports(probed);
		}),
	);
}
