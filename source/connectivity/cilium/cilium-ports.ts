import {anyPort} from '../../network/port-set.js';
import {field, isObject, list, objects, text} from '../../topology/json.js';
import type {PolicyPort} from '../../topology/kubernetes.js';
import type {Json, JsonObject} from '../../topology/world.js';
import {transportProtocols} from '../connection-set.js';

/** One entry of toPorts: some ports, perhaps with conditions on what is said over them. */
export type CiliumPorts = {
	/** Undefined: any port. */
	readonly ports: readonly PolicyPort[] | undefined;
	readonly dnsPatterns: readonly string[] | undefined;
	readonly doubt: string | undefined;
};

export function ciliumPorts(entry: JsonObject): CiliumPorts {
	const unknown = Object.keys(entry).find(key => key !== 'ports' && key !== 'rules');
	const rules = field(entry, 'rules');
	// One empty condition among others lets everything through (docs.cilium.io, L7 visibility).
	const conditions = isObject(rules)
		? Object.keys(rules).filter(key => list(rules, key).length > 0 && !list(rules, key).some(isEmptyCondition))
		: [];
	const condition = conditions.find(key => key !== 'dns');
	const parsed = objects(entry, 'ports').map(portEntry);
	const bad = parsed.find(item => typeof item === 'string');
	const ports = parsed.flatMap(item => (typeof item === 'string' ? [] : item));
	return {
		ports: parsed.length === 0 ? undefined : ports,
		dnsPatterns: conditions.includes('dns')
			? objects(rules, 'dns').flatMap(rule => text(rule, 'matchName') ?? text(rule, 'matchPattern') ?? [])
			: undefined,
		doubt:
			unknown === undefined && condition === undefined
				? bad
				: unknown === undefined
					? `L7 rules (toPorts.rules.${condition})`
					: `toPorts.${unknown}`,
	};
}

function isEmptyCondition(condition: Json): boolean {
	return isObject(condition) && Object.keys(condition).length === 0;
}

function portEntry(entry: JsonObject): readonly PolicyPort[] | string {
	const protocols = protocolsOf(entry['protocol']);
	const port = portOf(entry['port'], entry['endPort']);
	return protocols === undefined || port === undefined
		? `the port ${JSON.stringify(entry)}`
		: protocols.map(protocol => ({protocol, port}));
}

function protocolsOf(value: Json | undefined) {
	if (value === undefined || value === '' || value === 'ANY') {
		return transportProtocols;
	}

	const found = transportProtocols.find(protocol => protocol.toUpperCase() === value);
	return found === undefined ? undefined : [found];
}

/** Ports are written as text; `0` is every port, and anything with a letter is a name (docs.cilium.io, Layer 4). */
function portOf(value: Json | undefined, endPort: Json | undefined): PolicyPort['port'] | undefined {
	const written = value === undefined || value === '' ? '0' : String(value);
	if (!/^\d+$/.test(written)) {
		return /^[a-z\d-]{1,15}$/i.test(written) && endPort === undefined ? {name: written} : undefined;
	}

	const first = Number(written);
	const last = typeof endPort === 'number' && endPort > 0 ? endPort : first;
	if (first === 0) {
		return anyPort;
	}

	return last >= first && last <= 65_535 ? [[first, last]] : undefined;
}
