import type {Cluster} from '../../topology/cluster.js';
import type {Evidence} from './evidence.js';

export function privateApiServer({apiServer}: Cluster): Evidence {
	const {privateCluster, vnetIntegration, fqdn} = apiServer;
	return {
		answer: privateCluster ? 'yes' : vnetIntegration ? 'no (VNet integration)' : 'no',
		certainty: 'known',
		sentences: [
			`enablePrivateCluster is ${privateCluster}.`,
			...(vnetIntegration ? ['The API server stands in a subnet of the network (VNet integration).'] : []),
			...(fqdn === undefined ? [] : [`The API server is ${fqdn}.`]),
		],
	};
}
