import type {AccessToken, TokenCredential} from '@azure/core-auth';
import type {Connection} from '../../source/detect/connection.js';
import {remoteSource} from '../../source/detect/remote-source.js';
import type {WorldSource} from '../../source/detect/world-source.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';

/** Azure as the sandbox plays it, with a token that is simply there. */
export function connectionTo(sandbox: Sandbox, changes: Partial<Connection> = {}): Connection {
	return {
		armEndpoint: sandbox.endpoint,
		ca: sandbox.ca,
		credential: tokenCredential(sandbox.token),
		subscription: sandbox.subscriptions[0],
		...changes,
	};
}

/** The same for whoever reads, through the clients. */
export function servedBy(sandbox: Sandbox, changes: Partial<Connection> = {}): WorldSource {
	return remoteSource(connectionTo(sandbox, changes));
}

export function tokenCredential(token: string): TokenCredential {
	return {
		getToken: async (): Promise<AccessToken> => ({token, expiresOnTimestamp: Date.now() + 3_600_000}),
	};
}
