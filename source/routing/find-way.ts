import {assertNever} from '../errors.js';
import type {Flow} from '../profiles/flow.js';
import {known} from '../topology/known.js';
import {rememberByObject} from '../topology/remember-by-object.js';
import type {Topology} from '../topology/topology.js';
import {addressesToPodsWay, podToPodWay} from './inside-way.js';
import {nodeWay} from './node-way.js';
import {outboundWay} from './outbound-way.js';
import {publishedWay} from './published-way.js';
import {plainView, taggedView} from './resolve-tags.js';
import type {Packets, Place, Way} from './way.js';

/** The way of a flow through this topology; computed once and shared by all controls and by the comparison of a plan. */
export function findWay(flow: Flow, topology: Topology): Way {
	return waysThrough(topology)(flow);
}

const waysThrough = rememberByObject((topology: Topology) =>
	rememberByObject((flow: Flow) => computeWay(flow, topology)),
);

function computeWay(flow: Flow, topology: Topology): Way {
	const {path} = flow;
	switch (path.kind) {
		case 'egress': {
			return outboundWay(flow, path, topology);
		}

		case 'ingress': {
			return publishedWay(flow, path, topology);
		}

		case 'pod-to-pod': {
			return podToPodWay(flow, path, topology);
		}

		case 'addresses-to-pods': {
			return addressesToPodsWay(flow, path, topology);
		}

		case 'to-nodes': {
			return nodeWay(flow, path, topology);
		}

		case 'api-server': {
			const {from, tag, caller} = path;
			const view = taggedView(from, tag, topology);
			return onePlace(
				{kind: 'api-server', caller, sources: known(from), tag},
				{...noPackets(flow, topology), source: from, sourceView: view},
			);
		}

		case 'machine': {
			return onePlace({kind: 'machine', destination: path.destination}, noPackets(flow, topology));
		}

		case 'addresses-needed': {
			return onePlace({kind: 'address-pool', subnet: path.subnet, count: path.count}, noPackets(flow, topology));
		}

		case 'public-api-server': {
			return onePlace({kind: 'public-api-server'}, noPackets(flow, topology));
		}

		default: {
			return assertNever(path);
		}
	}
}

/** A way of which one place is all that can be looked at from here. */
function onePlace(place: Place, packets: Packets): Way {
	const hop = {place, leg: 'request', packets, station: place.kind} as const;
	return {cases: [{quantifier: 'every', destinations: [], hops: [hop]}], telling: undefined};
}

function noPackets({protocol, ports}: Flow, topology: Topology): Packets {
	return {
		source: [],
		destination: [],
		protocol,
		ports,
		quantifier: 'every',
		sourceView: plainView(topology),
		destinationView: plainView(topology),
		hosts: [],
	};
}
