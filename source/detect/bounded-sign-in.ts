import type {TokenCredential} from '@azure/core-auth';
import {UserError} from '../errors.js';

/** Each way to sign in that is tried (az, azd, PowerShell) may take ten seconds before it gives up by itself. */
const patienceMs = 45_000;

/** A sign-in that ends: the library's own waits for as long as the network is silent. */
export function boundedSignIn(credential: TokenCredential, timeoutMs = patienceMs): TokenCredential {
	return {
		getToken: async (scopes, options) => {
			const {promise: silence, reject} = Promise.withResolvers<never>();
			const timer = setTimeout(() => reject(silentSignIn(timeoutMs)), timeoutMs);
			try {
				return await Promise.race([credential.getToken(scopes, options), silence]);
			} finally {
				clearTimeout(timer);
			}
		},
	};
}

function silentSignIn(timeoutMs: number): UserError {
	return new UserError('not-signed-in', `Nothing answered the sign-in to Azure within ${timeoutMs / 1000} seconds.`, {
		next: ['Check the network and the proxy (HTTPS_PROXY), then run this command again.'],
	});
}
