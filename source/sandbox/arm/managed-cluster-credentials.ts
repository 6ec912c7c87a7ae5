import {keyOf} from '../arm-id.js';
import type {SandboxContext} from '../context.js';
import {makeKubeconfig} from '../kubeconfig.js';
import {route, type SandboxService, type ServiceRequest} from '../service.js';
import {makeToken} from '../sign-in.js';
import {assertAllowed} from './access.js';
import {notFound} from './resource-reads.js';

const path =
	'/subscriptions/:subscription/resourceGroups/:group/providers/Microsoft.ContainerService/managedClusters/:name' as const;

/** The kubeconfig of a cluster. Its server is this practice Azure itself. */
export function managedClusterCredentials(context: SandboxContext): SandboxService {
	const credential =
		(action: string, user: string) =>
		(
			request: ServiceRequest,
			parameters: {readonly subscription: string; readonly group: string; readonly name: string},
		) => {
			const {subscription, group, name} = parameters;
			const id = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.ContainerService/managedClusters/${name}`;
			assertAllowed(context, `Microsoft.ContainerService/managedClusters/${action}/action`, id);
			if (context.store.get('resources', keyOf(id)) === undefined) {
				throw notFound(context, id);
			}

			const kubeconfig = makeKubeconfig({
				cluster: name,
				user: `${user}_${group}_${name}`,
				server: request.origin,
				ca: context.ca,
				token: makeToken(context.identity),
			});
			return {status: 200, body: {kubeconfigs: [{name: user, value: Buffer.from(kubeconfig).toString('base64')}]}};
		};
	return {
		routes: [
			route('POST', `${path}/listClusterUserCredential`, credential('listClusterUserCredential', 'clusterUser')),
			route('POST', `${path}/listClusterAdminCredential`, credential('listClusterAdminCredential', 'clusterAdmin')),
		],
	};
}
