import type {Cluster} from '../../topology/cluster.js';

/** Entries in one list; with API server VNet integration Azure takes more (api-server-authorized-ip-ranges.md, 2026-08-03). */
export function rangeLimit({apiServer}: Cluster): number {
	return apiServer.vnetIntegration ? 2000 : 200;
}
