import type {Wanted} from './collect-needs.js';
import type {Step} from './plan.js';

/** A step and the needs that it is made for, some of which no other step may meet. */
export type DraftedStep = {readonly step: Step; readonly wanted: readonly Wanted[]};
