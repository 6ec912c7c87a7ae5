import type {AddressSet} from '../network/address-set.js';
import {union} from '../network/interval-set.js';
import {ports as portSet} from '../network/port-set.js';
import {decodeKubeProtocol} from '../topology/decode-policy-port.js';
import {count, objects, text} from '../topology/json.js';
import type {PolicyPort, Service} from '../topology/kubernetes.js';
import {parseAddresses} from '../topology/parse-addresses.js';
import type {KubeObject} from '../topology/world.js';
import {calicoNameLabel} from './pod-classes.js';
import type {EndTerm, PortsTerm} from './policy-terms.js';

/** What services lead to, as far as it was read. */
export type ServiceEnds = {
	/** Undefined: not read. */
	readonly services: readonly Service[] | undefined;
	readonly endpoints: readonly KubeObject[];
};

/** One end of a rule that names a service, with the ports that the service leads to. */
export type ServiceEnd = EndTerm & {readonly service?: PortsTerm | undefined; readonly doubt: string | undefined};

/**
 * The end behind a service: the pods that it selects on their own ports, or, where it selects none itself, the addresses
 * it was given (docs.tigera.io, Service rules).
 */
export function serviceEnd(
	name: string,
	namespace: string | undefined,
	{services, endpoints}: ServiceEnds,
): ServiceEnd {
	const given = endpoints.find(
		({metadata}) => metadata.name === name && (metadata.namespace ?? 'default') === namespace,
	);
	const service = services?.find(known => known.name === name && known.namespace === namespace);
	if (service?.selector !== undefined && Object.keys(service.selector).length > 0) {
		return {
			peers: [
				{
					kind: 'pods',
					namespaces: [{key: calicoNameLabel, operator: 'In', values: [service.namespace]}],
					pods: Object.entries(service.selector).map(([key, value]) => ({key, operator: 'In', values: [value]})),
				},
			],
			service: {
				ports: service.ports.map(({protocol, targetPort}) => ({
					protocol,
					port: typeof targetPort === 'number' ? portSet(targetPort) : {name: targetPort},
				})),
			},
			doubt: undefined,
		};
	}

	if (given !== undefined) {
		return {
			peers: [{kind: 'addresses', addresses: addressesOf(given)}],
			service: {ports: portsOf(given)},
			doubt: undefined,
		};
	}

	return services === undefined || service !== undefined || namespace === undefined
		? {peers: undefined, doubt: `the service ${namespace ?? ''}/${name}, whose endpoints were not read`}
		: {peers: [], doubt: undefined};
}

export function addressesOf(endpoints: KubeObject): AddressSet {
	return union(
		...objects(endpoints, 'subsets').map(subset =>
			parseAddresses(objects(subset, 'addresses').flatMap(address => text(address, 'ip') ?? [])),
		),
	);
}

function portsOf(endpoints: KubeObject): readonly PolicyPort[] {
	return objects(endpoints, 'subsets').flatMap(subset =>
		objects(subset, 'ports').flatMap(entry => {
			const protocol = decodeKubeProtocol(entry['protocol']);
			const port = count(entry, 'port');
			return protocol === undefined || port === undefined ? [] : [{protocol, port: portSet(port)}];
		}),
	);
}
