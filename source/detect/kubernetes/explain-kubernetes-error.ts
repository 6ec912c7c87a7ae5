import type {KubeResource} from '../../topology/world.js';

/**
 * What an answer other than a list means, as a sentence.
 *
 * @param permission what it takes, where that is less than to list them everywhere
 */
export function explainKubeStatus(
	status: number,
	message: string,
	resource: KubeResource,
	permission = `"list" on "${resource}" in every namespace`,
): string {
	switch (status) {
		case 401: {
			return 'The API server does not accept your sign-in (401); run `az aks get-credentials` again, or `az login`.';
		}

		case 403: {
			return `You may not list ${resource} in this cluster; the permission is ${permission}.`;
		}

		case 429: {
			return 'The API server takes no more requests from you for the moment (429); try again in a minute.';
		}

		default: {
			return `The API server could not list ${resource} (${status}${message === '' ? '' : `: ${message}`}).`;
		}
	}
}

const meanings: Readonly<Record<string, string>> = {
	ENOTFOUND: 'its name has no address here (a private cluster, or a DNS that does not know it)',
	EAI_AGAIN: 'its name could not be looked up',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut off, as authorized address ranges do to an address they do not hold',
	ETIMEDOUT: 'it does not answer (a private cluster, or your address is not in its authorized ranges)',
	UND_ERR_CONNECT_TIMEOUT: 'it does not answer (a private cluster, or your address is not in its authorized ranges)',
	SilentServerError: 'it does not answer (a private cluster, or your address is not in its authorized ranges)',
};

/** No answer at all: the usual case for private clusters and for callers outside the authorized ranges. */
export function explainFailedConnection(error: unknown): string {
	const codes = [...causes(error)].flatMap(cause => [codeOf(cause), cause.name]);
	const meaning = codes.flatMap(code =>
		code !== undefined && Object.hasOwn(meanings, code) ? [meanings[code]] : [],
	)[0];
	const [last] = [...causes(error)].toReversed();
	return `The API server could not be reached: ${meaning ?? last?.message ?? String(error)}.`;
}

function* causes(error: unknown): Generator<Error> {
	for (let current = error; current instanceof Error; current = current.cause) {
		yield current;
	}
}

function codeOf(error: Error): string | undefined {
	return 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
