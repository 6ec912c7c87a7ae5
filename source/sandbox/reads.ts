import {effectiveAdminRules} from './arm/effective-admin-rules.js';
import {operations} from './arm/operations.js';
import {resourceReads} from './arm/resource-reads.js';
import {serviceTags} from './arm/service-tags.js';
import {subscriptions} from './arm/subscriptions.js';
import {tellingCalls} from './arm/telling-calls.js';
import {virtualNetworkUsages} from './arm/virtual-network-usages.js';
import type {SandboxContext} from './context.js';
import {answerWith, firstAnswer} from './dispatch.js';
import {isKubernetesPath} from './kubernetes/kubernetes-path.js';
import {kubernetesReads} from './kubernetes/reads.js';
import {noArmRoute, noKubernetesRoute} from './not-served.js';
import type {Answer, SandboxService, ServiceRequest} from './service.js';

/** The part of Azure Resource Manager that answers questions, in the order in which routes are tried. */
export function armReads(context: SandboxContext): readonly SandboxService[] {
	return [
		subscriptions(context),
		operations(context.store),
		serviceTags(context),
		virtualNetworkUsages(context),
		effectiveAdminRules(context),
		tellingCalls(context),
		resourceReads(context),
	];
}

/**
 * Answers in this process what a reader asks, by the handlers that the server calls, too. Nobody has to sign in; nothing
 * that only a writer needs is loaded.
 */
export function createReads(context: SandboxContext): (request: ServiceRequest) => Answer {
	const azure = armReads(context);
	const kubernetes = [kubernetesReads(context)];
	return request =>
		answerWith(context.store, () =>
			isKubernetesPath(request.path)
				? (firstAnswer(kubernetes, request) ?? noKubernetesRoute())
				: (firstAnswer(azure, request) ?? noArmRoute(request)),
		);
}
