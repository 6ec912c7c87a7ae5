import type {Step} from './plan.js';
import type {Wanted} from './wanted.js';

/** A step and the needs that it is made for, some of which no other step may meet. */
export type DraftedStep = {readonly step: Step; readonly wanted: readonly Wanted[]};
