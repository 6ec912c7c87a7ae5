import {count, objects, text, texts} from '../../json.js';
import type {Endpoints} from '../../kubernetes.js';
import type {Json, KubeObject} from '../../world.js';
import {parseAddresses} from '../azure/parse-addresses.js';
import {decodeKubeProtocol} from './decode-policy-port.js';

/** Endpoints have the name of their service; each of their subsets is one list of ours. */
export function decodeEndpoints(object: KubeObject): readonly Endpoints[] {
	const namespace = text(object, 'metadata', 'namespace') ?? 'default';
	const service = text(object, 'metadata', 'name') ?? '';
	return objects(object, 'subsets').map(subset => ({
		namespace,
		service,
		addresses: parseAddresses(objects(subset, 'addresses').flatMap(entry => text(entry, 'ip') ?? [])),
		ports: objects(subset, 'ports').flatMap(decodePort),
	}));
}

/** A slice names its service by a label (kubernetes.io, EndpointSlices). */
export function decodeEndpointSlice(object: KubeObject): Endpoints | undefined {
	const service = text(object, 'metadata', 'labels', 'kubernetes.io/service-name');
	const addressed = objects(object, 'endpoints').flatMap(endpoint => texts(endpoint, 'addresses'));
	return service === undefined
		? undefined
		: {
				namespace: text(object, 'metadata', 'namespace') ?? 'default',
				service,
				addresses: parseAddresses(addressed),
				ports: objects(object, 'ports').flatMap(decodePort),
			};
}

function decodePort(entry: Json): Endpoints['ports'] {
	const port = count(entry, 'port');
	const protocol = decodeKubeProtocol(text(entry, 'protocol'));
	return port === undefined || protocol === undefined ? [] : [{name: text(entry, 'name'), port, protocol}];
}
