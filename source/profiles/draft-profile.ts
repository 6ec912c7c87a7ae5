import {covers} from '../network/name-pattern.js';
import {parseImageName} from '../topology/image-name.js';
import {count, objects, text} from '../topology/json.js';
import {knownValue} from '../topology/known.js';
import type {KubeObject, World} from '../topology/world.js';
import type {Profile} from './profile.js';

/** One need that something in the namespace hints at; nobody has said yet that it is one. */
export type DraftRow = {
	readonly host: string;
	readonly port: number;
	/** Nodes pull images; pods open the connections that they are told of. */
	readonly from: 'nodes' | 'pods';
	/** Where the hint stands, for the row's source: `environment variable API_URL of pod shop/web-1`. */
	readonly evidence: string;
};

export type ProfileDraft = {
	/** Shipped profiles that know the registries of the images. */
	readonly includes: readonly string[];
	/** One for each host and port, in the order of their names. */
	readonly rows: readonly DraftRow[];
};

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

/**
 * What a namespace seems to need: registries of its images, services that stand for a name outside, and URLs in
 * environment variables. Of a URL only host and port are looked at, because the rest may hold credentials.
 */
export function draftProfile(namespace: string, world: World, profiles: readonly Profile[]): ProfileDraft {
	const pods = (knownValue(world.objects.pods) ?? []).filter(pod => namespaceOf(pod) === namespace);
	const services = (knownValue(world.objects.services) ?? []).filter(service => namespaceOf(service) === namespace);
	const images = pods.flatMap(pod => imagesOf(pod).map(image => ({image, pod})));
	const knowing = profiles.filter(profile => images.some(({image}) => knows(profile, image)));
	const unknown = images.filter(({image}) => !knowing.some(profile => knows(profile, image)));
	const rows = [
		...unknown.map(({image, pod}) => registryRow(image, placeOf(pod))),
		...services.flatMap(externalRows),
		...pods.flatMap(environmentRows),
	];
	const unique = new Map(rows.toReversed().map(row => [`${row.host}:${row.port}`, row]));
	return {
		includes: knowing.map(({name}) => name).sort(),
		rows: [...unique.values()].sort((a, b) => (a.host < b.host ? -1 : a.host > b.host ? 1 : a.port - b.port)),
	};
}

function knows({detect}: Profile, image: string): boolean {
	const {registry, repository} = parseImageName(image);
	return detect.some(sign => sign.kind === 'image' && covers(sign.image, `${registry}/${repository}`));
}

function containersOf(pod: KubeObject) {
	return [...objects(pod, 'spec', 'initContainers'), ...objects(pod, 'spec', 'containers')];
}

function imagesOf(pod: KubeObject): readonly string[] {
	return containersOf(pod).flatMap(container => text(container, 'image') ?? []);
}

function registryRow(image: string, place: string): DraftRow {
	const [host = '', port = '443'] = parseImageName(image).registry.split(':');
	return {host, port: Number(port), from: 'nodes', evidence: `image ${image} of pod ${place}`};
}

function externalRows(service: KubeObject): readonly DraftRow[] {
	const host = text(service, 'spec', 'externalName')?.toLowerCase();
	if (text(service, 'spec', 'type') !== 'ExternalName' || host === undefined || !isOutside(host)) {
		return [];
	}

	const ports = objects(service, 'spec', 'ports').flatMap(port => count(port, 'port') ?? []);
	const evidence = `service ${placeOf(service)} of type ExternalName`;
	return (ports.length === 0 ? [443] : ports).map(port => ({host, port, from: 'pods', evidence}));
}

function environmentRows(pod: KubeObject): readonly DraftRow[] {
	return containersOf(pod).flatMap(container =>
		objects(container, 'env').flatMap((variable): readonly DraftRow[] => {
			const place = parseUrl(text(variable, 'value') ?? '');
			const evidence = `environment variable ${text(variable, 'name') ?? ''} of pod ${placeOf(pod)}`;
			return place === undefined ? [] : [{...place, from: 'pods', evidence}];
		}),
	);
}

function parseUrl(value: string): Pick<DraftRow, 'host' | 'port'> | undefined {
	const [, scheme = '', host = '', port] =
		/^([a-z]+):\/\/(?:[^@/\s]*@)?([a-z\d.-]+)(?::(\d{1,5}))?(?:[/?#]|$)/i.exec(value) ?? [];
	const number = port === undefined ? schemePorts[scheme.toLowerCase()] : Number(port);
	const name = host.toLowerCase();
	return number === undefined || number < 1 || number > 65_535 || !isOutside(name)
		? undefined
		: {host: name, port: number};
}

/** A name of the web: not one of the cluster's own, and no address. */
function isOutside(host: string): boolean {
	return /^[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z][a-z\d-]*$/.test(host) && !/\.(?:svc|local|internal)$|\.svc\./.test(host);
}

function namespaceOf(object: KubeObject): string {
	return text(object, 'metadata', 'namespace') ?? 'default';
}

function placeOf(object: KubeObject): string {
	return `${namespaceOf(object)}/${text(object, 'metadata', 'name') ?? ''}`;
}
