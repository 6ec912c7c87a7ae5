import {arm} from './arm/arm.js';
import {armError} from './arm/arm-answers.js';
import type {SandboxContext} from './context.js';
import {answerWith, firstAnswer} from './dispatch.js';
import type {FaultEffect} from './faults.js';
import {kubernetes} from './kubernetes/kubernetes.js';
import {isKubernetesPath} from './kubernetes/kubernetes-path.js';
import {statusAnswer} from './kubernetes/status.js';
import {noArmRoute, noKubernetesRoute} from './not-served.js';
import type {Answer, SandboxService, ServiceRequest} from './service.js';
import {signIn, tokenState} from './sign-in.js';
import type {Store} from './store.js';

type Services = {
	readonly signIn: SandboxService;
	readonly azure: readonly SandboxService[];
	readonly kubernetes: readonly SandboxService[];
};

export function servicesOf(context: SandboxContext): Services {
	return {signIn: signIn(context.identity), azure: arm(context), kubernetes: kubernetes(context)};
}

/** A mistake of our own is answered as Azure would answer a mistake of its own. */
export function answer(services: Services, store: Store, request: ServiceRequest): Answer {
	try {
		return answerWith(store, () => dispatch(services, request));
	} catch (error) {
		const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
		return refusal(request, {status: 500, code: 'InternalServerError', message: text});
	}
}

/** A scripted refusal, worded as the service that is asked would word it. */
export function refusal(request: ServiceRequest, effect: Omit<Extract<FaultEffect, {kind: 'refuse'}>, 'kind'>): Answer {
	const {status, retryAfterSeconds} = effect;
	const [arm, kubernetes, text] = words[status];
	const message = effect.message ?? text;
	const given = isKubernetesPath(request.path)
		? statusAnswer(status, effect.code ?? kubernetes, message)
		: armError(status, effect.code ?? arm, message);
	return retryAfterSeconds === undefined
		? given
		: {...given, headers: {...given.headers, 'retry-after': String(retryAfterSeconds)}};
}

const words = {
	403: ['AuthorizationFailed', 'Forbidden', 'The client does not have authorization to perform this action.'],
	409: ['AnotherOperationInProgress', 'Conflict', 'Another operation on this or dependent resource is in progress.'],
	412: ['PreconditionFailed', 'Conflict', 'The condition set by the If-Match header does not hold.'],
	429: ['TooManyRequests', 'TooManyRequests', 'The number of requests exceeded the limit. Please try again later.'],
	500: ['InternalServerError', 'InternalError', 'An internal error occurred.'],
	503: ['ServiceUnavailable', 'ServiceUnavailable', 'The service is unavailable.'],
} as const;

function dispatch(services: Services, request: ServiceRequest): Answer {
	const signingIn = firstAnswer([services.signIn], request);
	if (signingIn !== undefined) {
		return signingIn;
	}

	const isKubernetes = isKubernetesPath(request.path);
	const state = tokenState(request.headers.authorization);
	if (state !== 'valid') {
		return isKubernetes ? statusAnswer(401, 'Unauthorized', 'Unauthorized') : unauthenticated(state);
	}

	if (isKubernetes) {
		return firstAnswer(services.kubernetes, request) ?? noKubernetesRoute();
	}

	if (!request.query.has('api-version')) {
		return armError(
			400,
			'MissingApiVersionParameter',
			'The api-version query parameter (?api-version=) is required for all requests.',
		);
	}

	return firstAnswer(services.azure, request) ?? noArmRoute(request);
}

const signInErrors = {
	missing: ['AuthenticationFailed', "Authentication failed. The 'Authorization' header is missing."],
	invalid: ['InvalidAuthenticationToken', 'The access token is invalid.'],
	expired: ['ExpiredAuthenticationToken', 'The access token expiry UTC time is earlier than current UTC time.'],
} as const;

function unauthenticated(state: keyof typeof signInErrors): Answer {
	const [code, message] = signInErrors[state];
	const given = armError(401, code, message);
	return {...given, headers: {...given.headers, 'www-authenticate': 'Bearer error="invalid_token"'}};
}
