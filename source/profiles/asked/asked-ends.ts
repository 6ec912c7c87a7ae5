import {toCidrs} from '../../network/address-set.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {formatPorts, portsOf} from '../../network/port-set.js';
import {knownValue} from '../../topology/known.js';
import type {Pod, Service} from '../../topology/kubernetes.js';
import type {Topology} from '../../topology/topology.js';
import type {Place} from './find-place.js';
import type {Target} from './target.js';

/** An end as a profile's text has it, and the address set that it stands for. */
export type AskedEnd = {
	readonly end: {readonly kind: string} & Readonly<Record<string, unknown>>;
	readonly set?: {readonly title: string; readonly tag?: string; readonly addresses?: readonly string[]};
};

/** Where the far end is asked on which ports; a service of two protocols is asked in each. */
export type AskedTarget = AskedEnd & {
	readonly protocol: 'tcp' | 'udp';
	readonly ports: string;
	readonly notes: readonly string[];
};

export function senderEnd(place: Place): Parsed<AskedEnd> {
	switch (place.kind) {
		case 'internet':
		case 'nodes':
		case 'machines': {
			return parsed({end: {kind: place.kind}});
		}

		case 'api-server': {
			return parsed({end: {kind: 'api-server'}});
		}

		case 'subnet': {
			return parsed({end: {kind: 'subnet', name: place.name, network: place.network}});
		}

		case 'service':
		case 'host': {
			return refused('A connection cannot start at a host name; ask from the pods behind it.');
		}

		default: {
			return parsed(podsOrAddresses(place));
		}
	}
}

/** @param fromPods pods call the pods behind a service; from anywhere else it is called by its load balancer */
export function targetEnds(
	place: Place,
	target: Target,
	fromPods: boolean,
	topology: Topology,
): Parsed<readonly AskedTarget[]> {
	switch (place.kind) {
		case 'internet':
		case 'machines': {
			return refused(`Connections to ${place.kind} cannot be checked; name a host or an address, like gcr.io:443.`);
		}

		case 'service': {
			return fromPods ? behindService(place.service, target, topology) : loadBalanced(place.service, target);
		}

		case 'api-server': {
			return asked({end: {kind: 'api-server'}}, {...target, ports: target.ports ?? '443'});
		}

		case 'nodes': {
			return asked({end: {kind: 'nodes'}}, target);
		}

		case 'host': {
			return asked({end: {kind: 'name', name: place.name, hosting: 'unknown'}}, target);
		}

		case 'subnet': {
			const {name, network, subnet} = place;
			const set = {title: `subnet ${network}/${name}`, addresses: toCidrs(subnet.prefixes)};
			return asked({end: {kind: 'addresses'}, set}, target);
		}

		case 'namespace':
		case 'workload':
		case 'pod': {
			return asked(podsOrAddresses(place), {...target, ports: target.ports ?? 'declared'});
		}

		default: {
			return asked(podsOrAddresses(place), target);
		}
	}
}

function podsOrAddresses(
	place: Extract<Place, {kind: 'namespace' | 'workload' | 'pod' | 'addresses' | 'tag'}>,
): AskedEnd {
	switch (place.kind) {
		case 'namespace': {
			return {end: {kind: 'pods', namespace: place.namespace}};
		}

		case 'workload': {
			const {namespace, workload} = place;
			return {end: {kind: 'pods', namespace, workload: `${workload.kind}/${workload.name}`}};
		}

		case 'pod': {
			return {end: {kind: 'pods', namespace: place.namespace, name: place.name}};
		}

		case 'addresses': {
			return {end: {kind: 'addresses'}, set: {title: place.text, addresses: toCidrs(place.addresses)}};
		}

		case 'tag': {
			return {end: {kind: 'addresses'}, set: {title: place.tag, tag: place.tag}};
		}
	}
}

function asked(end: AskedEnd, {place, ports, protocol = 'tcp'}: Target): Parsed<readonly AskedTarget[]> {
	return ports === undefined
		? refused(`${place} needs a port; write ${place}:443, or ${place}:53/udp.`)
		: parsed([{...end, protocol, ports, notes: []}]);
}

/** What a node sends on to the pods of a service: they are asked on their own ports, as policies see it. */
function behindService(service: Service, target: Target, {kubernetes}: Topology): Parsed<readonly AskedTarget[]> {
	const name = `${service.namespace}/${service.name}`;
	const served = portsServed(service, target);
	if (!served.ok) {
		return served;
	}

	const {selector} = service;
	if (selector === undefined) {
		return refused(
			`Service ${name} has no selector, so it is not known which pods it leads to; ask for the address or host behind it.`,
		);
	}

	const pods = knownValue(kubernetes.pods) ?? [];
	const own = pods.filter(
		pod =>
			pod.namespace === service.namespace &&
			Object.entries(selector).every(([key, value]) => pod.labels[key] === value),
	);
	if (own.length === 0) {
		return refused(
			kubernetes.pods.state === 'known'
				? `Service ${name} has no pods behind it, so nobody would answer.`
				: `The pods were not read, so it is not known which ones stand behind service ${name}.`,
		);
	}

	const end = {kind: 'pods', namespace: service.namespace, labels: selector};
	return parsed(
		served.value.map(({protocol, ports}) => {
			const targets = formatPorts(portsOf(ports.flatMap(port => targetPorts(port, own))));
			const said = ports.map(({port}) => port).join(',');
			const note = `Service ${name} sends ${protocol} ${said} on to ${protocol} ${targets} of its pods, and policies see these.`;
			return {end, protocol, ports: targets, notes: targets === said ? [] : [note]};
		}),
	);
}

function targetPorts({targetPort, protocol}: Service['ports'][number], pods: readonly Pod[]): readonly number[] {
	return typeof targetPort === 'number'
		? [targetPort]
		: pods.flatMap(pod =>
				pod.ports.filter(own => own.name === targetPort && own.protocol === protocol).map(({port}) => port),
			);
}

function loadBalanced(service: Service, target: Target): Parsed<readonly AskedTarget[]> {
	const {namespace, name, type} = service;
	if (type !== 'LoadBalancer') {
		return refused(
			`Service ${namespace}/${name} is of type ${type}, so nothing from outside the cluster calls it by itself; ask for the LoadBalancer service before it.`,
		);
	}

	const served = portsServed(service, target);
	return served.ok
		? parsed(
				served.value.map(({protocol, ports}) => ({
					end: {kind: 'service', namespace, match: [{name}]},
					protocol,
					ports: formatPorts(portsOf(ports.map(({port}) => port))),
					notes: [],
				})),
			)
		: served;
}

type Served = {readonly protocol: 'tcp' | 'udp'; readonly ports: Service['ports']};

/** The ports of the service that are meant: all of them where none was named. */
function portsServed(service: Service, {ports, protocol}: Target): Parsed<readonly Served[]> {
	const all = (['tcp', 'udp'] as const).flatMap((transport): readonly Served[] => {
		const own = service.ports.filter(port => port.protocol === transport);
		const meant = own.filter(({port}) => ports === undefined || ports.split(',').includes(String(port)));
		return meant.length === 0 || (protocol ?? transport) !== transport ? [] : [{protocol: transport, ports: meant}];
	});
	// A port without a protocol is tcp, unless the service speaks it over udp alone.
	const meant = ports === undefined || protocol !== undefined ? all : all.slice(0, 1);
	const found = meant.flatMap(({ports: own}) => own.map(({port}) => String(port)));
	const missing = (ports ?? '').split(',').filter(port => port !== '' && !found.includes(port));
	const listed = service.ports.map(port => `${port.port}/${port.protocol}`).join(', ');
	return meant.length === 0 || missing.length > 0
		? refused(
				`Service ${service.namespace}/${service.name} has no port ${missing.join(', ') || protocol}; it has ${listed}.`,
			)
		: parsed(meant);
}
