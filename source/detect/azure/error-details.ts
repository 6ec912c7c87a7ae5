/** What kind of failure the SDK throws, told by shape: two copies of its core may be loaded, and `instanceof` says no. */
export type ErrorDetails = {
	/** `answer`: Azure answered, but not with what was asked for, or with what nobody understands. */
	readonly kind: 'answer' | 'no-answer' | 'no-credential' | 'aborted' | 'other';
	readonly message: string;
	readonly code: string | undefined;
	readonly status: number | undefined;
	/** Without the request, whose headers hold the token. */
	readonly safeCause: Error;
};

/** Of a chain of sign-ins some are never reached, which says nothing about the others. */
const chainOfSignIns = 'AggregateAuthenticationError';

const credentialErrors = new Set([
	'AuthenticationError',
	chainOfSignIns,
	'AuthenticationRequiredError',
	'CredentialUnavailableError',
]);

export function errorDetails(error: unknown): ErrorDetails {
	const {name, message} = error instanceof Error ? error : new Error(String(error));
	const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	const status =
		error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
			? error.statusCode
			: undefined;
	const safeCause = new Error(message);
	safeCause.name = name;
	return {kind: kindOf(error, {name, message, code, status}), message, code, status, safeCause};
}

/** How MSAL says that the sign-in service was not reached. */
const signInUnreached = /\b(?:endpoints_resolution_error|openid_config_error|network_error)\b/;

function kindOf(
	error: unknown,
	{name, message, code, status}: Omit<ErrorDetails, 'kind' | 'safeCause'> & {readonly name: string},
): ErrorDetails['kind'] {
	if (credentialErrors.has(name) && name !== chainOfSignIns && signInUnreached.test(message)) {
		return 'no-answer';
	}

	if (credentialErrors.has(name)) {
		return 'no-credential';
	}

	if (name === 'AbortError') {
		return 'aborted';
	}

	// The SDK's models stumble over an odd field with a TypeError, JSON.parse with a SyntaxError.
	if (status !== undefined || code === 'PARSE_ERROR' || error instanceof TypeError || error instanceof SyntaxError) {
		return 'answer';
	}

	return name === 'RestError' || code === 'REQUEST_SEND_ERROR' ? 'no-answer' : 'other';
}
