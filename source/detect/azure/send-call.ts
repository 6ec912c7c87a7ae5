import type {ArmClients} from './arm-clients.js';
import {hubTable, partsOf, type TellingCall} from './arm-question.js';

/** Until Azure says how long to pause. */
const pollEveryMs = 500;

/** By the SDK's clients, which wait for the end of the operation. */
export async function sendCall(
	{id, operation, table}: TellingCall,
	clients: ArmClients,
	abortSignal: AbortSignal,
): Promise<void> {
	const {subscription, resourceGroup, name} = partsOf(id);
	const client = clients.network(subscription);
	const options = {abortSignal, updateIntervalInMs: pollEveryMs};
	switch (operation) {
		case 'effectiveRouteTable': {
			await client.networkInterfaces.getEffectiveRouteTable(resourceGroup, name, options).pollUntilDone({abortSignal});
			return;
		}

		case 'effectiveNetworkSecurityGroups': {
			await client.networkInterfaces
				.listEffectiveNetworkSecurityGroups(resourceGroup, name, options)
				.pollUntilDone({abortSignal});
			return;
		}

		case 'getLearnedRoutes': {
			await client.virtualNetworkGateways.getLearnedRoutes(resourceGroup, name, options).pollUntilDone({abortSignal});
			return;
		}

		case 'effectiveRoutes': {
			const effectiveRoutesParameters = hubTable(table ?? id);
			await client.virtualHubs
				.getEffectiveVirtualHubRoutes(resourceGroup, name, {...options, effectiveRoutesParameters})
				.pollUntilDone({abortSignal});
		}
	}
}
