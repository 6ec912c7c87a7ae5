import type {AddressSet} from '../network/address-set.js';
import {has, unionOf} from '../network/interval-set.js';
import {knownValue} from '../topology/known.js';
import type {Kubernetes, Pod, Service, ServicePort} from '../topology/kubernetes.js';
import {type ConnectionSet, connectionSet} from './connection-set.js';

/** One thing behind a service's port: pods, or addresses of endpoints that no selector makes. */
export type ServiceBackend =
	| {readonly kind: 'pods'; readonly pods: readonly Pod[]}
	| {readonly kind: 'addresses'; readonly addresses: AddressSet; readonly numbers: (port: ServicePort) => ConnectionSet}
	/** It has no selector, and its endpoints were not read. */
	| {readonly kind: 'unread'};

export function serviceBackend(service: Service, kubernetes: Kubernetes): ServiceBackend {
	const {selector} = service;
	if (selector !== undefined) {
		return {kind: 'pods', pods: (knownValue(kubernetes.pods) ?? []).filter(pod => selectsLabels(service, pod))};
	}

	const own = (kubernetes.endpoints ?? []).filter(
		({namespace, service: name}) => namespace === service.namespace && name === service.name,
	);
	const pods = (knownValue(kubernetes.pods) ?? []).filter(pod =>
		own.some(({addresses}) => pod.addresses.some(([first]) => has(addresses, first))),
	);
	if (own.length === 0) {
		return {kind: 'unread'};
	}

	return pods.length > 0
		? {kind: 'pods', pods}
		: {
				kind: 'addresses',
				addresses: unionOf(own.map(({addresses}) => addresses)),
				// Endpoints and services name their ports alike; a single port has no name (kubernetes.io, Services).
				numbers: ({name, protocol}) =>
					connectionSet({
						[protocol]: own
							.flatMap(({ports}) => ports)
							.filter(port => port.protocol === protocol && (port.name ?? '') === (name ?? ''))
							.map(({port}) => [port, port] as const),
					}),
			};
}

/** The number behind a service's port in a pod; nothing where the pod has no port of that name. */
export function targetNumbers({protocol, targetPort}: ServicePort, pod: Pod): ConnectionSet {
	const numbers =
		typeof targetPort === 'number'
			? [targetPort]
			: pod.ports.filter(own => own.name === targetPort && own.protocol === protocol).map(({port}) => port);
	return connectionSet({[protocol]: numbers.map(port => [port, port] as const)});
}

export function selectsLabels({namespace, selector}: Service, pod: Pod): boolean {
	return (
		selector !== undefined &&
		pod.namespace === namespace &&
		Object.entries(selector).every(([key, value]) => pod.labels[key] === value)
	);
}
