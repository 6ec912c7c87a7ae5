import type {TokenCredential} from '@azure/core-auth';
import {KubeConfig} from '@kubernetes/client-node';
import {UserError} from '../../errors.js';

/**
 * The kubeconfig as the Kubernetes client takes it. AKS clusters with Entra sign-in name the program `kubelogin`, which
 * may be missing here or open a browser; the Azure credential we have anyway gives the same token.
 */
export async function loadKubeconfig(yaml: string, credential: TokenCredential): Promise<KubeConfig> {
	const config = parseKubeconfig(yaml);
	const user = config.getCurrentUser();
	const serverId = entraServerId(user?.exec);
	if (user === null || serverId === undefined) {
		return config;
	}

	const token = await credential.getToken(`${serverId}/.default`);
	const {exec: _, ...others} = user;
	config.users = config.users.map(candidate =>
		candidate.name === user.name && token !== null ? {...others, token: token.token} : candidate,
	);
	return config;
}

function parseKubeconfig(yaml: string): KubeConfig {
	const config = new KubeConfig();
	try {
		config.loadFromString(yaml);
	} catch (error) {
		throw badKubeconfig(error);
	}

	if (!config.getCurrentCluster()?.server) {
		throw badKubeconfig(undefined);
	}

	return config;
}

function badKubeconfig(cause: unknown): UserError {
	return new UserError('usage', 'The kubeconfig names no cluster that could be asked.', {
		cause,
		next: ['Check it with `kubectl config view --minify`, or fetch a new one with `az aks get-credentials`.'],
	});
}

/** The application id behind the cluster's sign-in, from kubelogin's arguments. */
function entraServerId(exec: unknown): string | undefined {
	if (typeof exec !== 'object' || exec === null || !('command' in exec) || !('args' in exec)) {
		return undefined;
	}

	const {command, args} = exec;
	if (typeof command !== 'string' || !/kubelogin/.test(command) || !Array.isArray(args)) {
		return undefined;
	}

	const value: unknown = args[args.indexOf('--server-id') + 1];
	return args.includes('--server-id') && typeof value === 'string' ? value : undefined;
}
