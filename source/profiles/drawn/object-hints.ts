import {formatPorts, portsOf} from '../../network/port-set.js';
import {count, objects, text, texts} from '../../topology/json.js';
import type {KubeObject} from '../../topology/world.js';
import type {DrawnNeed} from './drawn-profile.js';
import {isOutside, namespaceOf, placeOf} from './hint-places.js';

/** The ports of schemes in URLs of configurations (IANA, service names and port numbers). */
const schemePorts: Readonly<Record<string, number>> = {
	https: 443,
	http: 80,
	wss: 443,
	amqp: 5672,
	amqps: 5671,
	postgres: 5432,
	postgresql: 5432,
	mysql: 3306,
	mongodb: 27_017,
	redis: 6379,
	rediss: 6379,
};

/** A service that stands for a name outside, on its ports or 443. */
export function externalNameHints(service: KubeObject): readonly DrawnNeed[] {
	const host = text(service, 'spec', 'externalName')?.toLowerCase();
	if (text(service, 'spec', 'type') !== 'ExternalName' || host === undefined || !isOutside(host)) {
		return [];
	}

	const ports = objects(service, 'spec', 'ports').flatMap(port => count(port, 'port') ?? []);
	const evidence = `service ${placeOf(service)} of type ExternalName`;
	return (ports.length === 0 ? [443] : ports).map(port => podsTo(service, host, String(port), evidence));
}

/** URLs in environment variables. Of a URL only host and port are looked at, because the rest may hold credentials. */
export function environmentHints(pod: KubeObject): readonly DrawnNeed[] {
	return containersOf(pod).flatMap(container =>
		objects(container, 'env').flatMap((variable): readonly DrawnNeed[] => {
			const place = parseUrl(text(variable, 'value') ?? '');
			const evidence = `environment variable ${text(variable, 'name') ?? ''} of pod ${placeOf(pod)}`;
			return place === undefined ? [] : [podsTo(pod, place.host, String(place.port), evidence)];
		}),
	);
}

/** What a mesh is told of the outside (istio.io, ServiceEntry): its hosts, on its ports. */
export function serviceEntryHints(entry: KubeObject): readonly DrawnNeed[] {
	if (text(entry, 'spec', 'location') === 'MESH_INTERNAL') {
		return [];
	}

	const numbers = objects(entry, 'spec', 'ports').flatMap(port => count(port, 'number') ?? []);
	const ports = formatPorts(portsOf(numbers.length === 0 ? [443] : numbers.filter(isPort)));
	const hosts = texts(entry, 'spec', 'hosts').map(host => host.toLowerCase());
	return ports === ''
		? []
		: hosts
				.filter(host => isOutside(host.replace(/^\*\./, '')))
				.map(host => podsTo(entry, host, ports, `ServiceEntry ${placeOf(entry)}`));
}

export function containersOf(pod: KubeObject) {
	return [...objects(pod, 'spec', 'initContainers'), ...objects(pod, 'spec', 'containers')];
}

function podsTo(object: KubeObject, host: string, ports: string, evidence: string): DrawnNeed {
	return {
		from: {kind: 'pods', namespace: namespaceOf(object), workload: undefined},
		to: {kind: 'name', name: host},
		protocol: 'tcp',
		ports,
		evidence,
	};
}

function parseUrl(value: string): {readonly host: string; readonly port: number} | undefined {
	const [, scheme = '', host = '', port] =
		/^([a-z]+):\/\/(?:[^@/\s]*@)?([a-z\d.-]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(value) ?? [];
	const number = port === undefined ? schemePorts[scheme.toLowerCase()] : Number(port);
	const name = host.toLowerCase();
	return number === undefined || !isPort(number) || !isOutside(name) ? undefined : {host: name, port: number};
}

function isPort(number: number): boolean {
	return number >= 1 && number <= 65_535;
}
