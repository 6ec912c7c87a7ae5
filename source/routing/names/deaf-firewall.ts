import {parseAddress} from '../../network/address.js';
import {has} from '../../network/interval-set.js';
import type {ArmId} from '../../topology/arm-id.js';
import type {Firewall} from '../../topology/firewall.js';
import type {Topology} from '../../topology/topology.js';
import {networkServers} from '../resolve-name.js';

/**
 * A firewall that a network names as its DNS server and that answers nobody, because its DNS proxy is off (dns-details.md);
 * undefined where another server may answer, or whether the proxy is on could not be read.
 */
export function deafFirewall(network: ArmId | undefined, topology: Topology): Firewall | undefined {
	const servers = networkServers(network, topology).map(server => {
		const address = parseAddress(server);
		return topology.firewalls.find(
			({dnsProxy, groups, privateAddresses}) =>
				address.ok && !dnsProxy && groups.state === 'known' && has(privateAddresses, address.value),
		);
	});
	return servers.every(firewall => firewall !== undefined) ? servers[0] : undefined;
}
