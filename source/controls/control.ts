import type {Hop, PlaceKind, PlaceOf} from '../routing/way.js';
import type {Topology} from '../topology/topology.js';
import type {ControlId} from './control-id.js';
import type {Decision} from './decision.js';
import type {Finding, TrailEntry} from './finding.js';
import type {Remedy} from './remedy.js';

/**
 * Something that can stop packets. It says at which places of a way, and judges one hop there; where the way leads is
 * not its business ({@link file://./../routing/find-way.ts}).
 */
export type Control = {
	readonly id: ControlId;
	readonly title: string;
	/** By kind of place; several decisions where packets of one hop are decided by different rules. */
	readonly judge: {readonly [Kind in PlaceKind]?: Judge<Kind>};
	/** Ways to get the flow through what this control blocks, the least opening first; empty where there are none. */
	readonly remedy: (stopped: Stopped, topology: Topology) => readonly Remedy[];
};

export type Judge<Kind extends PlaceKind> = (place: PlaceOf<Kind>, hop: Hop, topology: Topology) => readonly Decision[];

/** What one control says of a flow, where it does not let it pass for sure. */
export type Stopped = {readonly finding: Finding; readonly entries: readonly TrailEntry[]};
