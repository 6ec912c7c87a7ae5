import type {NameSource} from '../routing/names/pod-resolution.js';
import type {Pod} from '../topology/kubernetes.js';
import {listed} from './listed.js';

/** What decides about a name: `coredns-custom test.override, hosts`. */
export function sourceName(by: NameSource): string {
	switch (by.kind) {
		case 'cluster-dns': {
			const {key, plugin} = by;
			const where =
				key === undefined ? (plugin === undefined ? 'coredns-custom' : "the cluster's DNS") : `coredns-custom ${key}`;
			return plugin === undefined ? where : `${where}, ${plugin}`;
		}

		case 'network-dns': {
			return `DNS proxy of ${by.firewall.name}`;
		}

		case 'host-aliases': {
			return `hostAliases of ${workloadsOf(by.pods)}`;
		}

		case 'dns-config': {
			return `dnsConfig of ${workloadsOf(by.pods)}`;
		}
	}
}

function workloadsOf(pods: readonly Pod[]): string {
	return listed(pods.map(({namespace, workload}) => `${workload.kind} ${namespace}/${workload.name}`));
}
