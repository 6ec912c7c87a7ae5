import type {Unjudged} from '../../topology/unjudged.js';

/** A resource on the way that can stop packets, and that nobody here can judge. */
export type UnmodelledGrounds = {readonly kind: 'unjudged'; readonly unjudged: Unjudged};
