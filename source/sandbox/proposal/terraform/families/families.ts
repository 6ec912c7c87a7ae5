import {clusterFamily} from './cluster.js';
import {firewallFamily} from './firewall.js';
import type {Mapping} from './mapping.js';
import {namesFamily} from './names.js';
import {networkFamily} from './network.js';

const families: ReadonlyMap<string, Mapping> = new Map(
	[networkFamily, namesFamily, firewallFamily, clusterFamily].flatMap(family => Object.entries(family)),
);

export function mappingOf(type: string): Mapping | undefined {
	return families.get(type);
}

/** Every type that is read, for docs and tests. */
export const mappedTypes: readonly string[] = [...families.keys()];

/** What these make decides about packets, too, and is not read: what becomes of it is said to be unknown. */
export function decidesUnread(type: string): boolean {
	return (
		/^azurerm_(?:network_manager|virtual_hub|virtual_network_gateway|vpn|express_route|route_server|route_map|private_dns_resolver|subnet_service_endpoint|network_interface_(?:security|application)|web_application_firewall|network_security_perimeter|firewall|lb|kubernetes|dns_resolver|point_to_site|palo_alto)/.test(
			type,
		) && !/^azurerm_(?:lb_probe|kubernetes_(?:flux|cluster_extension|fleet))/.test(type)
	);
}
