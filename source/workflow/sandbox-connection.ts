import type {Connection} from '../detect/connection.js';
import type {Sandbox} from '../sandbox/sandbox.js';

/**
 * How to reach a sandbox: its address, the certificate to trust, and a token it takes. Everything else goes through the
 * same clients as Azure.
 */
export function sandboxConnection(sandbox: Sandbox): Connection {
	const {endpoint, ca, token, subscriptions, kubeconfig} = sandbox;
	return {
		armEndpoint: endpoint,
		ca,
		credential: {
			// The token is good for a day; a practice session is shorter.
			getToken: async () => ({token, expiresOnTimestamp: Date.now() + 12 * 60 * 60 * 1000}),
		},
		subscription: subscriptions.length === 1 ? subscriptions[0] : undefined,
		kubeconfig,
	};
}
