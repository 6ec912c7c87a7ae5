import {parseAddress} from '../../network/address.js';
import {has, isEmpty, overlaps} from '../../network/interval-set.js';
import type {ClusterDns, DnsPlugin, ForwardPlugin} from '../../topology/decode/kubernetes/corefile/cluster-dns.js';
import {isInZone} from '../../topology/decode/kubernetes/corefile/dns-zone.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {answerHosts, answerTemplates} from './answer-by-plugin.js';
import {type Block, type ClusterAnswer, nothing, pluginsOf, sourceOf, untold} from './cluster-answer.js';
import type {NameSource} from './pod-resolution.js';
import {rewriteName} from './rewrite-name.js';

type Asked = {readonly dns: ClusterDns; readonly topology: Topology; readonly networkServers: readonly string[]};

/** The address that Azure's own DNS has in every network (what-is-ip-address-168-63-129-16). */
export const azureDns = '168.63.129.16';

/** AKS's own block answers for the cluster and asks the node's servers for everything else (AKS, coredns-custom). */
const clusterZone = 'cluster.local';

/**
 * What CoreDNS answers to a question for the IPv4 addresses of a name. Of the blocks with a zone that ends the name the
 * longest is asked; in it rewrite, template, hosts, kubernetes and forward, in this order whatever the order in the file
 * (coredns, plugin.cfg).
 */
export function askClusterDns(name: string, asked: Asked, depth = 0): ClusterAnswer {
	const {dns} = asked;
	const [fault] = dns.faults;
	if (fault !== undefined) {
		return untold(
			name,
			{kind: 'cluster-dns', key: fault.key, plugin: undefined},
			{kind: 'fault', problem: fault.problem},
		);
	}

	const block = blockOf(name, dns);
	const odd = block.plugins.find(({kind}) => kind === 'other');
	if (odd !== undefined) {
		return untold(name, sourceOf(odd), {kind: 'plugin'});
	}

	const renamed = rewriteName(name, pluginsOf(block, 'rewrite'));
	const answer =
		renamed.end ??
		answerTemplates(renamed.name, pluginsOf(block, 'template'), block) ??
		answerHosts(renamed.name, pluginsOf(block, 'hosts'), block) ??
		answerKubernetes(renamed.name, block, asked) ??
		forward(renamed.name, block, asked, depth);
	return {...answer, steps: [...renamed.steps, ...answer.steps]};
}

export function blockOf(name: string, {servers, overrides}: ClusterDns): Block {
	const zones = servers.flatMap(({key, zones: own, plugins}) => own.map(zone => ({key, zone, plugins})));
	const [longest] = zones.filter(({zone}) => isInZone(name, zone)).toSorted((a, b) => b.zone.length - a.zone.length);
	return longest ?? {key: undefined, zone: '', plugins: overrides};
}

function answerKubernetes(name: string, block: Block, {topology}: Asked): ClusterAnswer | undefined {
	const [written] = pluginsOf(block, 'kubernetes');
	const zones = [...(written?.zones ?? []), ...(block.key === undefined ? [clusterZone] : [])];
	if (!zones.some(zone => isInZone(name, zone))) {
		return undefined;
	}

	const [, service, namespace] = /^([^.]+)\.([^.]+)\.svc\.[^.]+\.[^.]+$/.exec(name) ?? [];
	const by: NameSource =
		written === undefined ? {kind: 'cluster-dns', key: undefined, plugin: 'kubernetes'} : sourceOf(written);
	const services = knownValue(topology.kubernetes.services);
	if (service === undefined || namespace === undefined || services === undefined) {
		return untold(name, by, {kind: 'in-cluster', name});
	}

	const found = services.find(candidate => candidate.name === service && candidate.namespace === namespace);
	if (found === undefined) {
		return nothing(name, by, {kind: 'no-service', name: `${namespace}/${service}`});
	}

	return isEmpty(found.clusterAddresses ?? []) || found.type === 'ExternalName'
		? untold(name, by, {kind: 'in-cluster', name})
		: {name, next: undefined, steps: [{kind: 'service', by, service: found, isFollowed: false}]};
}

function forward(name: string, block: Block, asked: Asked, depth: number): ClusterAnswer {
	const [first] = pluginsOf(block, 'forward').filter(
		({from, except}) => isInZone(name, from) && !except.some(zone => isInZone(name, zone)),
	);
	if (block.key === undefined) {
		return first === undefined
			? {name, next: 'network', steps: []}
			: untold(name, sourceOf(first), {kind: 'second-forward'});
	}

	if (first === undefined) {
		return nothing(name, {kind: 'cluster-dns', key: block.key, plugin: undefined}, {kind: 'no-plugin'});
	}

	return first.goesOn ? untold(name, sourceOf(first), {kind: 'next'}) : forwardTo(name, first, asked, depth);
}

/** How often the cluster's DNS may be sent to itself before that is a loop. */
const deepest = 5;

function forwardTo(name: string, plugin: ForwardPlugin & DnsPlugin, asked: Asked, depth: number): ClusterAnswer {
	const {topology, networkServers} = asked;
	const by = sourceOf(plugin);
	const servers = plugin.servers.map(server => server.replace(/^dns:\/\//, '').replace(/:53$/, ''));
	const isNetworks = (server: string) => server === '/etc/resolv.conf' || networkServers.includes(server);
	if (servers.every(isNetworks) && !isInZone(name, clusterZone)) {
		return {name, next: 'network', steps: []};
	}

	if (servers.every(server => server === azureDns) && !isInZone(name, clusterZone)) {
		return {name, next: 'azure', steps: []};
	}

	if (servers.every(server => isClusterDns(server, topology))) {
		return depth < deepest ? askClusterDns(name, asked, depth + 1) : untold(name, by, {kind: 'loop'});
	}

	return {name, next: undefined, steps: [{kind: 'forwarded', by, servers: plugin.servers}]};
}

/** AKS calls the service of its CoreDNS by the name of what was there before it. */
export function isClusterDns(server: string, {kubernetes}: Topology): boolean {
	const address = parseAddress(server);
	const service = knownValue(kubernetes.services)?.find(
		({namespace, name}) => namespace === 'kube-system' && name === 'kube-dns',
	);
	return address.ok && service !== undefined && has(service.clusterAddresses ?? [], address.value);
}

/** A service of the cluster that these addresses are; nodes translate them before anything else sees the packets. */
export function serviceAt(addresses: Parameters<typeof overlaps>[0], {kubernetes}: Topology) {
	return knownValue(kubernetes.services)?.find(({clusterAddresses = []}) => overlaps(clusterAddresses, addresses));
}
