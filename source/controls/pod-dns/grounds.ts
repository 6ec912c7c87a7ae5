import type {PodResolution} from '../../routing/names/pod-resolution.js';

/** How pods look a name up, and what they are told. */
export type PodDnsGrounds = {readonly kind: 'looked-up'; readonly name: string; readonly resolution: PodResolution};
