import type {Flow, UnboundRequirement} from './flow.js';

/** A profile bound to one topology: what must work here, and what does not concern this cluster. */
export type Binding = {
	readonly flows: readonly Flow[];
	readonly unbound: readonly UnboundRequirement[];
	/** For the whole profile: retired services, the age of address lists. */
	readonly notes: readonly string[];
};
