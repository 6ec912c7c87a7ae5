import {looksLikeIpv6} from '../../network/address.js';
import {type AddressSet, parseAddressExpression} from '../../network/address-set.js';
import {isSubset, overlaps} from '../../network/interval-set.js';
import {type Parsed, parsed, refused} from '../../network/parsed.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {nearestName} from '../nearest-name.js';
import {type NamedPlace, namedPlaces, type SpelledPlace} from './places.js';
import type {Target} from './target.js';

/** An end of a question, found in this world. */
export type Place =
	| NamedPlace
	| {readonly kind: 'internet' | 'nodes' | 'api-server' | 'machines'}
	/** As they were written. */
	| {readonly kind: 'addresses'; readonly text: string; readonly addresses: AddressSet}
	| {readonly kind: 'tag'; readonly tag: string}
	| {readonly kind: 'host'; readonly name: string};

const words = ['internet', 'nodes', 'api-server', 'machines'] as const;

/** Who asks: a word, an address, or a name that was read. */
export function findSender(text: string, topology: Topology): Parsed<Place> {
	const found = findPlace(text, undefined, topology, 'from');
	return found.ok && found.value.kind === 'host'
		? refused(`${text} is a name on the network, and nothing that was read has it; ask from what stands behind it.`)
		: found;
}

/** Who is called: the same, a service, or a host. */
export function findTarget({place, ports}: Target, topology: Topology): Parsed<Place> {
	return findPlace(place, ports, topology, 'to');
}

function findPlace(text: string, ports: string | undefined, topology: Topology, side: 'from' | 'to'): Parsed<Place> {
	const word = words.find(known => known === text.toLowerCase());
	if (word !== undefined) {
		return parsed({kind: word});
	}

	if (/^\d+\.\d+\.\d+\.\d+(?:$|[/-])/.test(text) || looksLikeIpv6(text.replace(/[/-].*$/, ''))) {
		const addresses = parseAddressExpression(text);
		return addresses.ok ? behindAddresses(text, addresses.value, topology, side) : addresses;
	}

	const all = namedPlaces(topology, side);
	const fitting = preferService(
		all.filter(({spellings}) => spellings.includes(text)),
		ports,
	);
	const [only, ...others] = fitting;
	if (only !== undefined) {
		return others.length === 0 ? parsed(apiServerOr(only.place)) : ambiguous(text, fitting);
	}

	if (knownValue(topology.serviceTags)?.has(text.toLowerCase()) === true) {
		return parsed({kind: 'tag', tag: text});
	}

	return unread(text, topology) ?? hostOf(text, topology, side) ?? unknown(text, all, topology, side);
}

/** What is called by name is the service, unless it has no such port and the pods behind it may. */
function preferService(fitting: readonly SpelledPlace[], ports: string | undefined): readonly SpelledPlace[] {
	const services = fitting.filter(({place}) => place.kind === 'service');
	const others = fitting.filter(({place}) => place.kind !== 'service');
	if (services.length !== 1 || others.length !== 1) {
		return fitting;
	}

	const [service] = services;
	const serves =
		service?.place.kind === 'service' &&
		(ports === undefined || service.place.service.ports.some(({port}) => String(port) === ports));
	return serves ? services : others;
}

/** The address of a service or of a pod is that service or pod. */
function behindAddresses(
	text: string,
	addresses: AddressSet,
	{cluster, kubernetes}: Topology,
	side: 'from' | 'to',
): Parsed<Place> {
	const service = (side === 'to' ? (knownValue(kubernetes.services) ?? []) : []).find(
		({clusterAddresses = [], loadBalancerAddresses}) =>
			[clusterAddresses, loadBalancerAddresses].some(own => own.length > 0 && isSubset(addresses, own)),
	);
	if (service !== undefined) {
		return parsed(apiServerOr({kind: 'service', service}));
	}

	if (overlaps(knownValue(cluster)?.serviceCidrs ?? [], addresses)) {
		return refused(`${text} is among the addresses of the cluster's services, and no service that was read has it.`);
	}

	const pod = (knownValue(kubernetes.pods) ?? []).find(
		own => !own.hostNetwork && own.addresses.length > 0 && isSubset(addresses, own.addresses),
	);
	return parsed(
		pod === undefined ? {kind: 'addresses', text, addresses} : {kind: 'pod', namespace: pod.namespace, name: pod.name},
	);
}

/** The service by which pods call the API server has no pods behind it. */
function apiServerOr(place: NamedPlace): Place {
	return place.kind === 'service' && place.service.namespace === 'default' && place.service.name === 'kubernetes'
		? {kind: 'api-server'}
		: place;
}

/** Who cannot list pods knows their names all the same; what depends on them is undecided then. */
function unread(text: string, {kubernetes}: Topology): Parsed<Place> | undefined {
	const [namespace = '', name, ...more] = text.split('/');
	if (kubernetes.pods.state === 'known' || text.includes('.') || more.length > 0) {
		return undefined;
	}

	return parsed(name === undefined ? {kind: 'namespace', namespace} : {kind: 'pod', namespace, name});
}

const hostName = /^(?=.{1,253}$)(?:[a-z\d_](?:[a-z\d_-]*[a-z\d_])?\.)+[a-z][a-z\d-]*[a-z\d]$/;

function hostOf(text: string, {cluster}: Topology, side: 'from' | 'to'): Parsed<Place> | undefined {
	const name = text.toLowerCase().replace(/\.$/, '');
	if (!hostName.test(name)) {
		return undefined;
	}

	const own = knownValue(cluster)?.apiServer.fqdn?.toLowerCase();
	const inside = ['kubernetes.default.svc', 'kubernetes.default.svc.cluster.local'];
	return parsed(side === 'to' && (name === own || inside.includes(name)) ? {kind: 'api-server'} : {kind: 'host', name});
}

function ambiguous(text: string, fitting: readonly SpelledPlace[]): Parsed<never> {
	const names = fitting.map(({spellings}) => spellings[0] ?? '').toSorted();
	return refused(`${JSON.stringify(text)} may be several things; write which: ${shorten(names)}.`);
}

function unknown(
	text: string,
	all: readonly SpelledPlace[],
	{kubernetes}: Topology,
	side: 'from' | 'to',
): Parsed<never> {
	const spelled = all.map(({spellings}) => spellings);
	const last = text.split('/').at(-1) ?? text;
	const containing = spelled.filter(([, ...names]) => last.length >= 3 && names.some(name => name.includes(last)));
	const near = nearestName(text, spelled.flat());
	const nearest = spelled.find(names => near !== undefined && names.includes(near));
	const candidates = [...new Set([nearest, ...containing].flatMap(names => names?.[0] ?? []))];
	const services = side === 'to' && kubernetes.services.state !== 'known' ? ' Services were not read.' : '';
	const kinds =
		side === 'to' ? 'pod, workload, namespace, service, subnet or host' : 'pod, workload, namespace or subnet';
	return refused(
		`Nothing here is called ${JSON.stringify(text)}: no ${kinds}.${services}${candidates.length === 0 ? '' : ` Did you mean ${shorten(candidates)}?`}`,
	);
}

function shorten(names: readonly string[]): string {
	return names.length <= 6 ? names.join(', ') : `${names.slice(0, 6).join(', ')} (and ${names.length - 6} more)`;
}
