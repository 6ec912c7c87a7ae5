import type {SandboxContext} from '../context.js';
import type {SandboxService} from '../service.js';
import {accessReviews} from './access-reviews.js';
import {discovery} from './discovery.js';
import {openApi} from './open-api.js';
import {kubernetesReads} from './reads.js';
import {kubernetesWrites} from './writes.js';

/** The API server of the world's cluster. */
export function kubernetes(context: SandboxContext): readonly SandboxService[] {
	return [discovery(context), openApi(), kubernetesReads(context), kubernetesWrites(context), accessReviews(context)];
}
