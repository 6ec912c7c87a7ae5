import type {SandboxContext} from '../context.js';
import {armReads} from '../reads.js';
import type {SandboxService} from '../service.js';
import {authorization} from './authorization.js';
import {groupTags} from './group-tags.js';
import {managedClusterCredentials} from './managed-cluster-credentials.js';
import {resourceWrites} from './resource-writes.js';

/** Azure Resource Manager and the providers behind it. What is special comes before what all resources share. */
export function arm(context: SandboxContext): readonly SandboxService[] {
	return [
		groupTags(context),
		authorization(context),
		managedClusterCredentials(context),
		...armReads(context),
		resourceWrites(context),
	];
}
