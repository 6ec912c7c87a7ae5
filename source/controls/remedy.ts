import type {Need} from './need.js';
import type {RemedyReach} from './reach.js';

/** One way to open a flow at a control. */
export type Remedy = {
	/** Stable, for `--choose`: `exact-name`, `wildcard`, `service-tag`, `addresses`. */
	readonly id: string;
	readonly title: string;
	/** What becomes reachable, in a sentence: the price of this way. */
	readonly opens: string;
	/** How much that is, for the order of ways; left out where nothing opens before a person has done something. */
	readonly reach?: RemedyReach;
	readonly needs: readonly Need[];
	/** Not taken unless chosen by name: it overrides a decision somebody made on purpose. */
	readonly onRequest?: boolean;
};
