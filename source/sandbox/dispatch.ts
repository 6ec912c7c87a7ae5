import {settleOperations} from './arm/operations.js';
import {Refused} from './refused.js';
import {type Answer, matchRoute, type SandboxService, type ServiceRequest} from './service.js';
import type {Store} from './store.js';

/** One request in, one answer out; what was accepted is durable before it is answered. */
export function answerWith(store: Store, give: () => Answer): Answer {
	store.refresh();
	if (settleOperations(store)) {
		store.commit();
	}

	const revision = store.revision();
	try {
		const given = give();
		if (store.revision() !== revision) {
			store.commit();
		}

		return given;
	} catch (error) {
		if (error instanceof Refused) {
			return error.answer;
		}

		throw error;
	}
}

/** The answer of the first route that has one. */
export function firstAnswer(services: readonly SandboxService[], request: ServiceRequest): Answer | undefined {
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
