import {Cancelled, type ErrorCode, UserError} from '../../errors.js';
import {absent, denied, type Known} from '../../topology/known.js';
import {type ErrorDetails, errorDetails} from './error-details.js';

/** What one of Azure's codes means to the person at the keyboard. */
type Meaning = {
	/** For one resource among many. `stop`: it is about the whole run, whatever was asked for. */
	readonly about: 'absent' | 'denied' | 'stop';
	readonly code: ErrorCode;
	/** A sentence; `message` is Azure's. */
	readonly why: (message: string) => string;
	readonly next: readonly [string, ...string[]];
};

const notThere: Meaning = {
	about: 'absent',
	code: 'usage',
	why: () => 'There is no such resource.',
	next: ['Check the name, the resource group and the subscription; `az aks list -o table` lists what you can see.'],
};

const signInExpired: Meaning = {
	about: 'stop',
	code: 'not-signed-in',
	why: () => 'Azure does not accept your sign-in; there is none, or it has expired.',
	next: [
		'Run `az login`, then run this command again.',
		'In a pipeline, set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or a federated token.',
	],
};

const notAllowed: Meaning = {
	about: 'denied',
	code: 'not-allowed',
	why: message => {
		const action = /perform action '([^']+)'/.exec(message)?.[1];
		return action === undefined ? 'Your account may not read it.' : `Your account lacks the permission ${action}.`;
	},
	next: ['Ask its owner for the Reader role on it, then run this command again.'],
};

const throttled: Meaning = {
	about: 'denied',
	code: 'not-allowed',
	why: () => 'Azure takes no more requests from you for the moment (429).',
	next: ['Wait a few minutes, then run this command again.'],
};

const otherTenant: Meaning = {
	about: 'denied',
	code: 'not-signed-in',
	why: () => 'Your sign-in is for another tenant than that of the subscription.',
	next: ['Run `az login --tenant TENANT`, then run this command again.'],
};

// Azure says the same of a subscription that does not exist and of one that you may not see.
const unseenSubscription: Meaning = {
	about: 'denied',
	code: 'usage',
	why: () => 'There is no such subscription, or your account cannot see it.',
	next: ['List yours with `az account list -o table` and pass the id of one with --subscription.'],
};

const busy: Meaning = {
	about: 'denied',
	code: 'not-allowed',
	why: () => 'Another operation is running on it.',
	next: ['Wait until it has finished, then run this command again.'],
};

/** Azure's codes, lower-cased. No other file matches on them. */
const meanings: Readonly<Record<string, Meaning>> = {
	authorizationfailed: notAllowed,
	linkedauthorizationfailed: notAllowed,
	requestdisallowedbypolicy: notAllowed,
	authenticationfailed: signInExpired,
	authenticationfailedinvalidheader: signInExpired,
	expiredauthenticationtoken: signInExpired,
	invalidauthenticationtoken: signInExpired,
	invalidauthenticationtokentenant: otherTenant,
	subscriptionnotfound: unseenSubscription,
	invalidsubscriptionid: unseenSubscription,
	resourcenotfound: notThere,
	resourcegroupnotfound: notThere,
	parentresourcenotfound: notThere,
	notfound: notThere,
	// A provider that was never registered in a subscription has no resources there.
	missingsubscriptionregistration: notThere,
	noregisteredproviderfound: notThere,
	invalidresourcenamespace: notThere,
	invalidresourcetype: notThere,
	toomanyrequests: throttled,
	throttled,
	subscriptionrequeststhrottled: throttled,
	// A lock, not throttling, although it comes with 429 (facts A8).
	retryableerrorduetoanotheroperation: busy,
};

const byStatus: Readonly<Record<number, Meaning>> = {
	401: signInExpired,
	403: notAllowed,
	404: notThere,
	429: throttled,
};

/** What a failed read tells about the one resource (or list) that was asked for; throws what ends the whole run. */
export function explainFailedRead(error: unknown, what: string): Known<never> {
	const details = errorDetails(error);
	const meaning = meaningOf(details);
	if (meaning?.about === 'absent') {
		return absent;
	}

	if (meaning?.about === 'denied') {
		return denied(`${what} could not be read. ${meaning.why(details.message)}`);
	}

	if (meaning === undefined && details.kind === 'answer') {
		return denied(
			`${what} could not be read. Azure answered ${details.status ?? 'what is not understood'}: ${details.message}`,
		);
	}

	throw explainAzureError(error, what);
}

/**
 * For reads without which nothing can be said. What is in no table stays as it is: a bug until a row says otherwise.
 * The cause is kept without its request, which carries the token.
 */
export function explainAzureError(error: unknown, what: string): unknown {
	const details = errorDetails(error);
	if (error instanceof UserError || error instanceof Cancelled) {
		return error;
	}

	if (details.kind === 'aborted') {
		return new Cancelled('Reading was stopped.');
	}

	const meaning = meaningOf(details);
	if (meaning !== undefined) {
		const message = meaning.about === 'stop' ? '' : `${what} could not be read. `;
		return new UserError(meaning.code, `${message}${meaning.why(details.message)}`, {
			cause: details.safeCause,
			next: meaning.next,
		});
	}

	if (details.kind === 'no-answer') {
		return new UserError('not-allowed', `Azure could not be reached: ${details.message}.`, {
			cause: details.safeCause,
			next: [
				'Check the network and the proxy (HTTPS_PROXY), then run this command again.',
				'A certificate that this machine does not trust has the same effect: name its file in NODE_EXTRA_CA_CERTS, or in AKSESS_CA_FILE beside AKSESS_ARM_ENDPOINT.',
			],
		});
	}

	if (details.kind === 'answer') {
		return new UserError('not-allowed', `${what} could not be read. Azure answered: ${details.message}`, {
			cause: details.safeCause,
			next: ['Run this command again; if it stays, look at https://status.azure.com.'],
		});
	}

	return error;
}

function meaningOf({kind, code, status}: ErrorDetails): Meaning | undefined {
	if (kind === 'no-credential') {
		return signInExpired;
	}

	const known = code === undefined ? undefined : meanings[code.toLowerCase()];
	return known ?? (status === undefined ? undefined : byStatus[status]);
}
