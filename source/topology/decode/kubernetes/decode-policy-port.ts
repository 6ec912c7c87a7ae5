import {type Parsed, parsed, refused} from '../../../network/parsed.js';
import {anyPort, type PortSet} from '../../../network/port-set.js';
import type {PolicyPort} from '../../kubernetes.js';
import {onlyFields} from '../../only-fields.js';
import type {Json, JsonObject} from '../../world.js';

const protocols = {TCP: 'tcp', UDP: 'udp', SCTP: 'sctp'} as const;

/** The name Kubernetes gives a protocol, TCP where it gives none; undefined for what it does not know. */
export function decodeKubeProtocol(protocol: Json | undefined): 'tcp' | 'udp' | 'sctp' | undefined {
	if (protocol === undefined || protocol === null || protocol === '') {
		return 'tcp';
	}

	return typeof protocol === 'string' && Object.hasOwn(protocols, protocol)
		? protocols[protocol as keyof typeof protocols]
		: undefined;
}

/** One entry of a rule's `ports`. */
export function decodePolicyPort(entry: JsonObject): Parsed<PolicyPort> {
	const known = onlyFields(entry, ['protocol', 'port', 'endPort']);
	if (!known.ok) {
		return known;
	}

	const protocol = decodeKubeProtocol(entry['protocol']);
	if (protocol === undefined) {
		return refused(`the protocol ${JSON.stringify(entry['protocol'] ?? null)} is not known here`);
	}

	const port = decodePort(entry['port'] ?? null, entry['endPort'] ?? null);
	return port.ok ? parsed({protocol, port: port.value}) : port;
}

function decodePort(port: Json, endPort: Json): Parsed<PortSet | {readonly name: string}> {
	if (port === null) {
		return endPort === null ? parsed(anyPort) : refused('an endPort stands without a port');
	}

	// The API server takes a text for a name (apimachinery, intstr), and a name has a letter in it.
	if (typeof port === 'string') {
		return endPort === null && /^[a-z\d-]{1,15}$/.test(port) && /[a-z]/.test(port)
			? parsed({name: port})
			: refused(`the port ${JSON.stringify(port)} is neither a number nor the name of a port`);
	}

	const last = endPort ?? port;
	if (!isPortNumber(port) || !isPortNumber(last) || last < port) {
		return refused(`the port ${JSON.stringify(port)} to ${JSON.stringify(last)} is not a range of port numbers`);
	}

	return parsed([[port, last]]);
}

function isPortNumber(value: Json): value is number {
	return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}
