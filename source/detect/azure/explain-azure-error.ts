import {Cancelled, type ErrorCode, UserError} from '../../errors.js';
import {absent, denied, type Known} from '../../topology/known.js';

/** What one of Azure's codes means: for the whole run (`stop`), or for the one resource that was asked for. */
type Meaning =
	| {readonly kind: 'absent'}
	| {readonly kind: 'denied'; readonly why: (message: string) => string}
	| {
			readonly kind: 'stop';
			readonly code: ErrorCode;
			readonly message: string;
			readonly next: readonly [string, ...string[]];
	  };

const absentMeaning: Meaning = {kind: 'absent'};

const signInAgain: Meaning = {
	kind: 'stop',
	code: 'not-signed-in',
	message: 'Azure does not accept your sign-in; it has expired or belongs to another tenant.',
	next: [
		'Run `az login` (with `--tenant` if the subscription is in another tenant), then run this command again.',
		'In a pipeline, set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or a federated token.',
	],
};

const notAllowed: Meaning = {
	kind: 'denied',
	why: message => {
		const action = /perform action '([^']+)'/.exec(message)?.[1];
		return action === undefined ? 'Your account may not read this.' : `Your account lacks the permission ${action}.`;
	},
};

const throttled: Meaning = {
	kind: 'denied',
	why: () => 'Azure takes no more requests from you for the moment (429); try again in a few minutes.',
};

/** Azure's codes, lower-cased. No other file matches on them. */
const meanings: Readonly<Record<string, Meaning>> = {
	authorizationfailed: notAllowed,
	linkedauthorizationfailed: notAllowed,
	requestdisallowedbypolicy: notAllowed,
	authenticationfailed: signInAgain,
	expiredauthenticationtoken: signInAgain,
	invalidauthenticationtoken: signInAgain,
	invalidauthenticationtokentenant: signInAgain,
	authenticationfailedinvalidheader: signInAgain,
	subscriptionnotfound: {
		kind: 'stop',
		code: 'usage',
		message: 'There is no such subscription, or your account cannot see it.',
		next: ['List yours with `az account list -o table` and pass one with --subscription.'],
	},
	invalidsubscriptionid: {
		kind: 'stop',
		code: 'usage',
		message: 'The subscription is not given by a valid id.',
		next: ['List yours with `az account list -o table` and pass its id with --subscription.'],
	},
	resourcenotfound: absentMeaning,
	resourcegroupnotfound: absentMeaning,
	notfound: absentMeaning,
	parentresourcenotfound: absentMeaning,
	// A provider that was never registered in a subscription has no resources there.
	missingsubscriptionregistration: absentMeaning,
	noregisteredproviderfound: absentMeaning,
	invalidresourcenamespace: absentMeaning,
	invalidresourcetype: absentMeaning,
	toomanyrequests: throttled,
	throttled,
	subscriptionrequeststhrottled: throttled,
	retryableerrorduetoanotheroperation: {
		kind: 'denied',
		why: () => 'Another operation is running on it; try again when it has finished.',
	},
};

const byStatus: Readonly<Record<number, Meaning>> = {
	401: signInAgain,
	403: notAllowed,
	404: absentMeaning,
	429: throttled,
};

/** What a failed read of one resource tells about it; throws what concerns the whole run. */
export function explainFailedRead(error: unknown, what: string): Known<never> {
	const {status, message} = detailsOf(error);
	const meaning = meaningOf(error);
	if (meaning?.kind === 'absent') {
		return absent;
	}

	if (meaning?.kind === 'denied') {
		return denied(`${what} could not be read. ${meaning.why(message)}`);
	}

	if (meaning === undefined && (status !== undefined || error instanceof TypeError || error instanceof SyntaxError)) {
		return denied(`${what} could not be read. Azure's answer was not understood: ${status ?? ''} ${message}`.trim());
	}

	throw explainAzureError(error);
}

/** For reads without which nothing can be said. What is in no table stays as it is: a bug until a row says otherwise. */
export function explainAzureError(error: unknown, what = 'This'): unknown {
	const {name, message, transport} = detailsOf(error);
	if (error instanceof UserError || error instanceof Cancelled) {
		return error;
	}

	if (name === 'AbortError') {
		return new Cancelled('Reading was stopped.', {cause: error});
	}

	const meaning = meaningOf(error);
	if (meaning?.kind === 'stop') {
		return new UserError(meaning.code, meaning.message, {cause: error, next: meaning.next});
	}

	if (meaning?.kind === 'denied') {
		return new UserError('not-allowed', `${what} could not be read. ${meaning.why(message)}`, {
			cause: error,
			next: ['Ask its owner for the Reader role on it, then run this command again.'],
		});
	}

	if (meaning?.kind === 'absent') {
		return new UserError('usage', `${what} was not found.`, {
			cause: error,
			next: ['Check its name, its resource group and the subscription; `az aks list -o table` lists what you can see.'],
		});
	}

	if (transport !== undefined) {
		return new UserError('not-allowed', `Azure could not be reached: ${transport}.`, {
			cause: error,
			next: ['Check the network and the proxy (HTTPS_PROXY), then run this command again.'],
		});
	}

	return error;
}

const credentialErrors = new Set([
	'AuthenticationError',
	'AggregateAuthenticationError',
	'AuthenticationRequiredError',
	'CredentialUnavailableError',
]);

function meaningOf(error: unknown): Meaning | undefined {
	const {name, code, status} = detailsOf(error);
	if (credentialErrors.has(name)) {
		return signInAgain;
	}

	const known = code === undefined ? undefined : meanings[code.toLowerCase()];
	return known ?? (status === undefined ? undefined : byStatus[status]);
}

type Details = {
	readonly name: string;
	readonly message: string;
	readonly code: string | undefined;
	readonly status: number | undefined;
	/** Set when no answer came at all: the system's code, `ENOTFOUND` and the like. */
	readonly transport: string | undefined;
};

/** `RestError` by shape: two copies of the SDK's core may be loaded, and then `instanceof` says no. */
function detailsOf(error: unknown): Details {
	if (!(error instanceof Error)) {
		return {name: '', message: String(error), code: undefined, status: undefined, transport: undefined};
	}

	const {code, statusCode} = error as {code?: unknown; statusCode?: unknown};
	const text = typeof code === 'string' ? code : undefined;
	const isTransport =
		text !== undefined &&
		(/^E[A-Z_]+$/.test(text) || /^[A-Z_]*(?:CERT|TLS|SSL)[A-Z_]*$/.test(text) || text === 'REQUEST_SEND_ERROR');
	return {
		name: error.name,
		message: error.message,
		code: text,
		status: typeof statusCode === 'number' ? statusCode : undefined,
		transport: isTransport ? error.message : undefined,
	};
}
