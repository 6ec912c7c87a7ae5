import type {Cluster} from '../../topology/cluster.js';
import {commandLine} from '../../topology/command-line.js';

/** What tells the addresses that a cluster goes out with, by its outbound type. */
export function egressCommands({resourceGroup, name, outboundType}: Cluster): readonly string[] {
	const show = (query: string) =>
		commandLine('az', 'aks', 'show', '--resource-group', resourceGroup, '--name', name, '--query', query);
	switch (outboundType) {
		case 'loadBalancer': {
			return [show('networkProfile.loadBalancerProfile.effectiveOutboundIPs')];
		}

		case 'managedNATGateway': {
			return [show('networkProfile.natGatewayProfile.effectiveOutboundIPs')];
		}

		default: {
			return ['az network public-ip list --query "[].{name:name, address:ipAddress}" --output table'];
		}
	}
}
