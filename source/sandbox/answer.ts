import {arm} from './arm/arm.js';
import {armError} from './arm/arm-answers.js';
import {settleOperations} from './arm/operations.js';
import type {SandboxContext} from './context.js';
import type {FaultEffect} from './faults.js';
import {isKubernetesPath, kubernetes} from './kubernetes/kubernetes.js';
import {statusAnswer} from './kubernetes/status.js';
import {Refused} from './refused.js';
import {type Answer, matchRoute, type SandboxService, type ServiceRequest} from './service.js';
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

/** One request in, one answer out; what was accepted is durable before it is answered. */
export function answer(services: Services, store: Store, request: ServiceRequest): Answer {
	store.refresh();
	if (settleOperations(store)) {
		store.commit();
	}

	const revision = store.revision();
	try {
		const given = dispatch(services, request);
		if (store.revision() !== revision) {
			store.commit();
		}

		return given;
	} catch (error) {
		if (error instanceof Refused) {
			return error.answer;
		}

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
		return (
			firstAnswer(services.kubernetes, request) ??
			statusAnswer(404, 'NotFound', 'the server could not find the requested resource')
		);
	}

	if (!request.query.has('api-version')) {
		return armError(
			400,
			'MissingApiVersionParameter',
			'The api-version query parameter (?api-version=) is required for all requests.',
		);
	}

	return (
		firstAnswer(services.azure, request) ??
		armError(404, 'InvalidResourceType', `The practice Azure has no ${request.method} ${request.path}.`)
	);
}

function firstAnswer(services: readonly SandboxService[], request: ServiceRequest): Answer | undefined {
	for (const {routes} of services) {
		for (const candidate of routes) {
			const parameters = candidate.method === request.method ? matchRoute(candidate, request.path) : undefined;
			const given = parameters && candidate.handle(request, parameters);
			if (given !== undefined) {
				return given;
			}
		}
	}

	return undefined;
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
