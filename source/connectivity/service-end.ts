import {unionOf} from '../network/interval-set.js';
import {ports as portSet} from '../network/port-set.js';
import type {Endpoints, Service} from '../topology/kubernetes.js';
import {calicoNameLabel} from './pod-classes.js';
import type {EndTerm, PortsTerm} from './policy-terms.js';

/** What services lead to, as far as it was read. */
export type ServiceEnds = {
	/** Undefined: not read. */
	readonly services: readonly Service[] | undefined;
	readonly endpoints: readonly Endpoints[];
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
	const given = endpoints.filter(own => own.service === name && own.namespace === namespace);
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

	if (given.length > 0) {
		return {
			peers: [{kind: 'addresses', addresses: unionOf(given.map(({addresses}) => addresses))}],
			service: {
				ports: given.flatMap(({ports}) => ports.map(({protocol, port}) => ({protocol, port: portSet(port)}))),
			},
			doubt: undefined,
		};
	}

	return services === undefined || service !== undefined || namespace === undefined
		? {peers: undefined, doubt: `the service ${namespace ?? ''}/${name}, whose endpoints were not read`}
		: {peers: [], doubt: undefined};
}
