import type {Comparison} from '../../controls/comparison.js';
import type {ControlId} from '../../controls/control-id.js';
import type {Hop} from '../../routing/way.js';
import type {Topology} from '../../topology/topology.js';
import type {World} from '../../topology/world.js';
import type {Change} from '../change.js';

/** Why no write of ours takes something away, in one sentence. */
export type Unremovable = {readonly problem: string};

/** One thing that lets something through and could go: a rule of a group, firewall or policy, an authorized range. */
export type AllowRule = {
	/** What `--remove` takes: `nsg/nsg-nodes/allow-ssh`, made of control, resource and rule. */
	readonly id: string;
	readonly control: ControlId;
	/** ARM id, or `namespace/name` of a policy. */
	readonly resource: string;
	/** As its control's own findings name it. */
	readonly rule: string;
	/** The same topology without it; what it stands in stays, so that a policy still isolates. */
	readonly without: (topology: Topology) => Topology;
	/** What its control lets through then no more. */
	readonly compare: (before: Topology, after: Topology) => Comparison;
	/** Whether it may say something of the packets of a hop. Never false where it may: what is not known may match. */
	readonly mayMatch: (hop: Hop) => boolean;
	/** What compared sets cannot say of it: names that a network rule looks up. */
	readonly besides: readonly string[];
	/** Rules that decide the same packets, before it or after it, by name; asked only where nothing closes. */
	readonly shadows: () => readonly string[];
	/** The write that takes it away from a world in which it stands. */
	readonly removal: (world: World) => Change | Unremovable;
	/** Whom else it serves, where it is not for this cluster alone; one sentence. */
	readonly others?: string;
};
