import {armError} from './arm/arm-answers.js';
import {statusAnswer} from './kubernetes/status.js';
import type {Answer, ServiceRequest} from './service.js';

/** What Azure says to a request that no service has a route for. */
export function noArmRoute({method, path}: ServiceRequest): Answer {
	return armError(404, 'InvalidResourceType', `The practice Azure has no ${method} ${path}.`);
}

/** What an API server says to it. */
export function noKubernetesRoute(): Answer {
	return statusAnswer(404, 'NotFound', 'the server could not find the requested resource');
}
