import type {Pod, ProxiedObject} from '../../topology/kubernetes.js';
import type {ProxiedKind} from '../../topology/proxied-kinds.js';
import type {Unjudged} from '../../topology/unjudged.js';

/** Something on the way that can stop packets, and that nobody here can judge. */
export type UnmodelledGrounds =
	| {readonly kind: 'unjudged'; readonly unjudged: Unjudged}
	/** The proxies of these pods are told what to refuse. */
	| {readonly kind: 'proxied'; readonly object: ProxiedObject; readonly pods: readonly Pod[]}
	/** These pods run behind a proxy, and what it is told could not be listed. */
	| {readonly kind: 'unread-proxied'; readonly of: ProxiedKind; readonly reason: string; readonly pods: readonly Pod[]};
