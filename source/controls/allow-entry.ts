import {toCidrs} from '../network/address-set.js';
import {equals} from '../network/interval-set.js';
import {anyPort, type PortSet} from '../network/port-set.js';
import type {Destination, EgressPath, Flow} from '../profiles/flow.js';
import type {AllowEntry} from './need.js';

/** A flow that leaves the cluster, as a line for whoever keeps the device it meets. */
export function outboundEntry(device: string, flow: Flow, {origin, destination}: EgressPath): AllowEntry {
	return {
		device,
		direction: 'outbound',
		sources: toCidrs(origin.addresses),
		destinations: destination.kind === 'name' ? [destination.pattern] : toCidrs(destination.addresses),
		...serviceOf(flow),
		purpose: `${purposeOf(flow)}${tagOf(destination)}`,
	};
}

/** Clients anywhere, to what the device has to translate to. */
export function inboundEntry(device: string, flow: Flow, destination: string): AllowEntry {
	return {device, direction: 'inbound', sources: ['any'], destinations: [destination], ...serviceOf(flow)};
}

export function serviceOf(flow: Flow): Pick<AllowEntry, 'protocol' | 'ports' | 'purpose'> {
	return {protocol: flow.protocol, ports: portTexts(flow.ports), purpose: purposeOf(flow)};
}

/** By the name of the requirement, and what happens without it. */
function purposeOf({requirement, purpose}: Flow): string {
	return `${requirement}; without it: ${purpose}`;
}

function tagOf(destination: Destination): string {
	return destination.kind === 'addresses' && destination.tag !== undefined ? ` (${destination.tag})` : '';
}

function portTexts(ports: PortSet): readonly string[] {
	return equals(ports, anyPort)
		? ['any']
		: ports.map(([first, last]) => (first === last ? `${first}` : `${first}-${last}`));
}
