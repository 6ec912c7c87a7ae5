import type {Hop} from './way.js';

/** Hops, once for each way in which unknown routes may stand. */
export type Readings = readonly (readonly Hop[])[];
