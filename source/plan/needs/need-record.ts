import type {ControlId} from '../../controls/control-id.js';
import type {NeedKind, NeedOf} from '../../controls/need.js';
import type {Cluster} from '../../topology/cluster.js';
import type {Topology} from '../../topology/topology.js';
import type {World} from '../../topology/world.js';
import type {Danger} from '../plan.js';
import type {Wanted} from '../wanted.js';
import type {Drafts} from './draft.js';
import type {Sharers} from './served.js';

export type DraftContext = {
	readonly cluster: Cluster;
	readonly topology: Topology;
	readonly world: World;
	readonly sharers: Sharers;
};

/** Merges needs of its kinds into as few changes as meet them. */
export type Drafter = {
	/** Whose problem it is where a change cannot be made. */
	readonly control: ControlId;
	/** @param wanted all that is wanted, of which it takes up its kinds, each in a draft or in a problem */
	readonly draft: (wanted: readonly Wanted[], context: DraftContext) => Drafts;
};

/** What a need overrides that somebody decided on purpose. */
export type Overridden = {
	readonly code: Extract<Danger['code'], 'deny-bypassed' | 'endpoint-published'>;
	/** The rule, or what is published. */
	readonly what: string;
};

/** All that the plan knows of one kind of need. */
export type NeedRecord<Kind extends NeedKind> = {
	/** Whose step it is that meets the need; undefined: of the control that has it. */
	readonly owner: ControlId | undefined;
	/** Who makes a change of it; undefined where nothing is written and it is only said. */
	readonly drafter: Drafter | undefined;
	readonly overrides: (need: NeedOf<Kind>) => Overridden | undefined;
};
