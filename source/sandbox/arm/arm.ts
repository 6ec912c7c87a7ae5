import type {SandboxContext} from '../context.js';
import type {SandboxService} from '../service.js';
import {authorization} from './authorization.js';
import {effectiveAdminRules} from './effective-admin-rules.js';
import {groupTags} from './group-tags.js';
import {managedClusterCredentials} from './managed-cluster-credentials.js';
import {operations} from './operations.js';
import {resourceReads} from './resource-reads.js';
import {resourceWrites} from './resource-writes.js';
import {routeCalls} from './route-calls.js';
import {serviceTags} from './service-tags.js';
import {subscriptions} from './subscriptions.js';
import {virtualNetworkUsages} from './virtual-network-usages.js';

/** Azure Resource Manager and the providers behind it. What is special comes before what all resources share. */
export function arm(context: SandboxContext): readonly SandboxService[] {
	return [
		subscriptions(context),
		groupTags(context),
		operations(context.store),
		serviceTags(context),
		authorization(context),
		virtualNetworkUsages(context),
		effectiveAdminRules(context),
		routeCalls(context),
		managedClusterCredentials(context),
		resourceReads(context),
		resourceWrites(context),
	];
}
