import type {ZoneResolution} from '../resolve-name.js';
import type {PodResolution} from './pod-resolution.js';

/** One step of looking a name up, of those that decide what it is. */
export type Resolution = ZoneResolution | PodResolution;
