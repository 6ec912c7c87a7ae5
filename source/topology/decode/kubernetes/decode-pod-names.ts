import {type AddressSet, ofFamily} from '../../../network/address-set.js';
import {emptySet, union} from '../../../network/interval-set.js';
import {objects, text, texts} from '../../json.js';
import type {PodNames} from '../../kubernetes.js';
import type {KubeObject} from '../../world.js';
import {parseAddresses} from '../azure/parse-addresses.js';
import {dnsZone} from './corefile/dns-zone.js';

/**
 * How a pod looks names up, where it says anything of it (kubernetes.io, dns-pod-service). Servers beside those of a
 * policy come behind them and are asked where they are silent (resolv.conf(5)), so that they decide nothing.
 */
export function decodePodNames(pod: KubeObject): PodNames | undefined {
	const policy = text(pod, 'spec', 'dnsPolicy') ?? 'ClusterFirst';
	const aliases = new Map<string, AddressSet>();
	for (const entry of objects(pod, 'spec', 'hostAliases')) {
		for (const name of texts(entry, 'hostnames').map(dnsZone)) {
			aliases.set(
				name,
				union(aliases.get(name) ?? emptySet, ofFamily(parseAddresses([text(entry, 'ip') ?? '']), 'IPv4')),
			);
		}
	}

	const servers = policy === 'None' ? texts(pod, 'spec', 'dnsConfig', 'nameservers') : [];
	return policy === 'ClusterFirst' && aliases.size === 0 ? undefined : {policy, servers, aliases};
}
