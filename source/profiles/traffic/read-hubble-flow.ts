import {count, flag, object, objects, text, texts} from '../../topology/json.js';
import type {Json} from '../../topology/world.js';
import {
	bad,
	passedOver,
	type ReadTraffic,
	type SeenTraffic,
	type TrafficPods,
	type TrafficTarget,
	targetOf,
	timeOf,
} from './seen-traffic.js';

/** Verdicts that say something of a connection: it went, or was stopped (cilium, api/v1/flow). */
const verdicts = new Set(['FORWARDED', 'REDIRECTED', 'DROPPED']);

/**
 * One line of `hubble observe --output json` or of Hubble's exporter, with the flow at the top or under `flow`. Taken is
 * what pods of the cluster open: to other pods, to the API server, to a name that the agent has seen looked up, or to an
 * address. What goes between pods is seen at both ends, and counted at the one where it leaves or was stopped.
 */
export function readHubbleFlow(line: Json): ReadTraffic {
	const flow = object(line, 'flow') ?? line;
	const verdict = text(flow, 'verdict');
	if (verdict === undefined) {
		// The exporter writes events of other kinds, too.
		return object(line, 'flow') === undefined && text(line, 'node_name') === undefined
			? bad('it is not a flow')
			: passedOver;
	}

	const stopped = verdict === 'DROPPED';
	const inward = text(flow, 'traffic_direction') === 'INGRESS';
	const l4 = readPort(flow);
	const from = podsOf(flow, 'source');
	if (
		!verdicts.has(verdict) ||
		flag(flow, 'is_reply') ||
		(inward && !stopped) ||
		l4 === undefined ||
		from === undefined
	) {
		return passedOver;
	}

	const to = destinationOf(flow);
	if (to === undefined) {
		return passedOver;
	}

	const seen: SeenTraffic = {
		to,
		...l4,
		from,
		time: timeOf(text(flow, 'time')),
		source: text(flow, 'IP', 'source'),
		stopped,
		times: 1,
	};
	return {kind: 'seen', all: [seen]};
}

function readPort(flow: Json): Pick<SeenTraffic, 'protocol' | 'port'> | undefined {
	for (const protocol of ['tcp', 'udp'] as const) {
		const port = count(flow, 'l4', protocol.toUpperCase(), 'destination_port');
		if (port !== undefined && port >= 1 && port <= 65_535) {
			return {protocol, port};
		}
	}

	return undefined;
}

function destinationOf(flow: Json): TrafficTarget | undefined {
	const pods = podsOf(flow, 'destination');
	if (pods !== undefined) {
		return {kind: 'pods', ...pods};
	}

	const labels = texts(flow, 'destination', 'labels');
	if (labels.includes('reserved:kube-apiserver')) {
		return {kind: 'api-server'};
	}

	// Nodes and health checks are the cluster's own business.
	if (labels.some(label => /^reserved:(?:host|remote-node|health|unmanaged)$/.test(label))) {
		return undefined;
	}

	const [name] = texts(flow, 'destination_names').toSorted();
	return targetOf(name ?? text(flow, 'IP', 'destination') ?? '');
}

function podsOf(flow: Json, end: 'source' | 'destination'): TrafficPods | undefined {
	const namespace = text(flow, end, 'namespace');
	if (namespace === undefined || namespace === '') {
		return undefined;
	}

	const [workload] = objects(flow, end, 'workloads');
	const [kind, name] = [text(workload, 'kind'), text(workload, 'name')];
	return {namespace, workload: kind === undefined || name === undefined ? undefined : `${kind}/${name}`};
}
