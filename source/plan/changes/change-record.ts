import type {z} from 'zod';
import type {ArmId} from '../../topology/arm-id.js';
import type {World} from '../../topology/world.js';
import type {ChangeKind, ChangeOf, KubeRef} from '../change.js';
import type {Danger} from '../plan.js';
import type {Stored} from '../stored.js';

/** A permission that a change takes, and where. */
export type RequiredAction = {readonly action: string; readonly scope: ArmId};

export type KubeAccess = {
	readonly verb: 'create' | 'patch' | 'delete';
	readonly group: string;
	readonly resource: string;
	readonly namespace: string | undefined;
	readonly name: string;
};

/** Values to show beside each other, as the API spells them; undefined or null where there is nothing. */
export type Difference = {
	readonly before: unknown;
	readonly after: unknown;
	/** Whether empty lists and objects say something: in Kubernetes an empty selector is every pod. */
	readonly emptyMatters: boolean;
};

/**
 * All that is known of one kind of change, but for what other layers know of it: its script (`render/bash/steps/`) and its
 * requests (`apply/writers/`).
 */
export type ChangeRecord<Kind extends ChangeKind> = {
	/** What a plan file or a journal may ask to be written; both come from outside. */
	readonly schema: z.ZodType<Stored<ChangeOf<Kind>>>;
	/** For `--without`, unless another change of the plan has the same: `authorized-ranges/aks-prod`. */
	readonly id: (change: ChangeOf<Kind>) => string;
	/** Imperative, for people. */
	readonly title: (change: ChangeOf<Kind>) => string;
	/** The resource or object that is written. */
	readonly target: (change: ChangeOf<Kind>) => ArmId | KubeRef;
	/** What takes it back. */
	readonly invert: (change: ChangeOf<Kind>) => ChangeOf<Kind>;
	/** Two writes to one target, the second made from what the first leaves, as one. */
	readonly onTopOf: (first: ChangeOf<Kind>, second: ChangeOf<Kind>) => ChangeOf<Kind>;
	/** What of the target becomes what; that it is the target is said beside it. */
	readonly difference: (change: ChangeOf<Kind>) => Difference;
	/** Why the change itself must be consented to by name, whatever it is for. */
	readonly danger: (change: ChangeOf<Kind>) => Danger | undefined;
	/** The world with the change made. */
	readonly applyToWorld: (world: World, change: ChangeOf<Kind>) => World;
	/** What the change was made from: whether it still fits is up to these. */
	readonly basis: (change: ChangeOf<Kind>) => readonly (ArmId | KubeRef)[];
	/** Policies select by labels, so these come first; everything else is independent once it is in order. */
	readonly stage: (change: ChangeOf<Kind>) => 'independent' | 'label' | 'policy';
	/** Changes of one lane are refused at the same time. */
	readonly lane: (change: ChangeOf<Kind>) => string;
	/** Whether it decides about who may call the API server, and so about whoever makes it. */
	readonly mayLockOut: boolean;
	/** What the write needs in Azure. */
	readonly requiredActions: (change: ChangeOf<Kind>) => readonly RequiredAction[];
	/**
	 * What it may need beyond that because it names other resources. Nobody could try these with a real principal
	 * (facts K), so they are in the role, and their absence stops nothing.
	 */
	readonly linkedActions: (change: ChangeOf<Kind>) => readonly string[];
	/** What the write needs in the cluster. */
	readonly kubeAccesses: (change: ChangeOf<Kind>) => readonly KubeAccess[];
};
