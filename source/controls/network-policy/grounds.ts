import type {PolicyEngine} from '../../topology/cluster.js';
import type {Judged} from './judge-sides.js';

/** Why policies let pods speak or be spoken to, or do not. */
export type PolicyGrounds =
	/** Pods that the same policies treat the same way; never empty. */
	| {readonly kind: 'judged'; readonly items: readonly [Judged, ...Judged[]]; readonly engine: PolicyEngine}
	| {readonly kind: 'unread'; readonly datum: string; readonly reason: string}
	| {readonly kind: 'no-engine'}
	/** Policies that were read and mean nothing to the engine, as a sentence. */
	| {readonly kind: 'not-enforced'; readonly sentence: string};
