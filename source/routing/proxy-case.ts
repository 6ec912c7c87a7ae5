import {parseAddress} from '../network/address.js';
import {ports} from '../network/port-set.js';
import {clusterSubnets} from '../profiles/cluster-subnets.js';
import type {EgressPath, Flow} from '../profiles/flow.js';
import {type ArmId, sameArmId} from '../topology/arm-id.js';
import type {HttpProxy} from '../topology/cluster.js';
import {knownValue} from '../topology/known.js';
import type {Topology} from '../topology/topology.js';
import {type DestinationCase, publicAddresses} from './destination-cases.js';
import {plainView} from './resolve-tags.js';

/** Names of the web that are asked for through the proxy that the cluster is told to use. */
export type Proxied = {
	readonly proxy: HttpProxy;
	readonly url: string;
	readonly port: number;
	readonly found: DestinationCase;
	/** Pods may ignore the variables that they are given; nodes do not. */
	readonly surely: boolean;
};

/**
 * Nodes use the proxy, and pods are given its variables (AKS http-proxy). What it does not hold of is called directly:
 * names in `noProxy`, by themselves or as the end of a name.
 */
export function proxiedCase(flow: Flow, path: EgressPath, topology: Topology): Proxied | undefined {
	const proxy = knownValue(topology.cluster)?.httpProxy;
	const {destination, origin, apiServer} = path;
	if (
		proxy === undefined ||
		!isOfCluster(origin.subnet, topology) ||
		destination.kind !== 'name' ||
		apiServer !== undefined ||
		flow.protocol === 'udp'
	) {
		return undefined;
	}

	const plain = flow.ports.every(([first, last]) => first === 80 && last === 80);
	const url = plain ? proxy.http : (proxy.https ?? proxy.http);
	const place = url === undefined ? undefined : placeOf(url);
	if (url === undefined || place === undefined || isExcepted(destination.pattern, proxy.except)) {
		return undefined;
	}

	const address = parseAddress(place.host);
	const found: DestinationCase = address.ok
		? {addresses: [[address.value, address.value]], quantifier: 'every', view: plainView(topology)}
		: {addresses: publicAddresses, quantifier: 'some', view: plainView(topology)};
	return {proxy, url, port: place.port, found, surely: origin.pods === undefined};
}

/** Machines in other subnets are told of no proxy by the cluster. */
function isOfCluster(subnet: ArmId, topology: Topology): boolean {
	const cluster = knownValue(topology.cluster);
	const {subnets, unread} = cluster === undefined ? {subnets: [], unread: []} : clusterSubnets(cluster, topology);
	return [...subnets, ...unread].some(({id}) => sameArmId(id, subnet));
}

export function proxyPorts({port}: Proxied) {
	return ports(port);
}

function placeOf(url: string): {readonly host: string; readonly port: number} | undefined {
	const [, scheme = 'http', host, port] = /^(?:(https?):\/\/)?([^/:]+)(?::(\d+))?\/?$/i.exec(url) ?? [];
	return host === undefined ? undefined : {host, port: Number(port ?? (scheme === 'https' ? 443 : 80))};
}

function isExcepted(name: string, except: readonly string[]): boolean {
	return except.some(entry => {
		const suffix = entry
			.trim()
			.toLowerCase()
			.replace(/^\*?\./, '');
		return suffix !== '' && (name.toLowerCase() === suffix || name.toLowerCase().endsWith(`.${suffix}`));
	});
}
