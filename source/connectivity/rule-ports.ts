import type {Pod, PolicyPort} from '../topology/kubernetes.js';
import {
	type ConnectionSet,
	connectionSet,
	everyConnection,
	noConnection,
	subtractConnections,
	unionConnections,
} from './connection-set.js';
import type {PortsTerm} from './policy-terms.js';

/**
 * The ports of a rule as they are at one destination. A name is looked up in the destination pod, with its protocol;
 * an address (undefined) has no names, so a named port lets nothing through to it.
 */
export function rulePorts({ports, exceptPorts = []}: PortsTerm, destination: Pod | undefined): ConnectionSet {
	const meant = ports === undefined ? everyConnection : listed(ports, destination);
	return exceptPorts.length === 0 ? meant : subtractConnections(meant, listed(exceptPorts, destination));
}

function listed(ports: readonly PolicyPort[], destination: Pod | undefined): ConnectionSet {
	return ports
		.map(entry => connectionSet({[entry.protocol]: portNumbers(entry, destination)}))
		.reduce(unionConnections, noConnection);
}

function portNumbers({protocol, port}: PolicyPort, destination: Pod | undefined) {
	if (!('name' in port)) {
		return port;
	}

	const named = (destination?.ports ?? []).filter(own => own.name === port.name && own.protocol === protocol);
	return named.map(own => [own.port, own.port] as const);
}

export function hasNamedPort({ports = [], exceptPorts = []}: PortsTerm): boolean {
	return [...ports, ...exceptPorts].some(({port}) => 'name' in port);
}
