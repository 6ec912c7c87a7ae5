import {createDefaultHttpClient, type HttpClient, type PipelineResponse} from '@azure/core-rest-pipeline';
import {UserError} from '../../errors.js';

/** Azure Resource Manager answers a read within seconds, or gives up by itself after a minute. */
const patienceMs = 30_000;

/**
 * The SDK's own client, which does not give up when nothing ever comes back, as behind a firewall that drops packets.
 * Only the wait for the first byte is bounded, and only of reads: an answer that has begun may take its time.
 */
export function createHttpClient(timeoutMs = patienceMs, inner: HttpClient = createDefaultHttpClient()): HttpClient {
	return {
		sendRequest: async request => {
			if (request.method !== 'GET') {
				return inner.sendRequest(request);
			}

			const {promise: silence, reject} = Promise.withResolvers<PipelineResponse>();
			const timer = setTimeout(() => reject(silentAzure(new URL(request.url).host, timeoutMs)), timeoutMs);
			const {onDownloadProgress} = request;
			request.onDownloadProgress = progress => {
				clearTimeout(timer);
				onDownloadProgress?.(progress);
			};
			try {
				return await Promise.race([inner.sendRequest(request), silence]);
			} finally {
				clearTimeout(timer);
			}
		},
	};
}

/** Of a read nobody wants to wait for longer; a pause that no timer takes would be none at all. */
const longestPauseSeconds = 60;

function withReasonablePause(response: PipelineResponse): PipelineResponse {
	const {headers} = response;
	const asked = headers.get('retry-after') ?? '0';
	const seconds = Number.isNaN(Number(asked)) ? (Date.parse(asked) - Date.now()) / 1000 : Number(asked);
	const ms = Number(headers.get('x-ms-retry-after-ms') ?? headers.get('retry-after-ms') ?? 0);
	if (seconds > longestPauseSeconds || ms > longestPauseSeconds * 1000) {
		headers.delete('x-ms-retry-after-ms');
		headers.delete('retry-after-ms');
		headers.set('retry-after', String(longestPauseSeconds));
	}

	return response;
}

/** For what only reads: the SDK tries again by itself, after whatever pause it is asked for. */
export function withReasonablePauses(inner: HttpClient): HttpClient {
	return {sendRequest: async request => withReasonablePause(await inner.sendRequest(request))};
}

/** All clients share it, because it keeps the open connections. */
export const httpClient = withReasonablePauses(createHttpClient());

function silentAzure(host: string, timeoutMs: number): UserError {
	return new UserError(
		'not-allowed',
		`Azure could not be reached: ${host} did not answer within ${timeoutMs / 1000} seconds.`,
		{
			next: [
				'Check the network, the proxy (HTTPS_PROXY) and the firewall between here and Azure, then run this command again.',
			],
		},
	);
}
