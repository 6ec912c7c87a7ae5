import type {ArmId} from '../topology/arm-id.js';
import type {ArmResource, JsonObject, KubeObject} from '../topology/world.js';

/** The lists of a classic firewall, as the API names them. */
export const classicLists = ['natRuleCollections', 'networkRuleCollections', 'applicationRuleCollections'] as const;

/** Our own collections inside a classic firewall; the rest of the firewall is merged in when it is written. */
export type ClassicCollections = Readonly<Record<(typeof classicLists)[number], readonly JsonObject[]>>;

export type KubeRef = {
	readonly apiVersion: string;
	readonly kind: string;
	readonly namespace: string | undefined;
	readonly name: string;
};

/** What each kind of change holds. */
type Changes = {
	/** A child resource that is only ever put or deleted whole, and is ours or new. */
	readonly 'arm-child': {
		readonly type: 'rule-collection-group' | 'security-rule' | 'route';
		readonly id: ArmId;
		readonly before: ArmResource | null;
		readonly after: ArmResource | null;
	};
	readonly 'classic-collections': {
		readonly firewall: ArmId;
		readonly before: ClassicCollections;
		readonly after: ClassicCollections;
	};
	readonly 'authorized-ranges': {
		readonly cluster: ArmId;
		readonly before: readonly string[];
		readonly after: readonly string[];
	};
	readonly 'kube-object': {
		readonly ref: KubeRef;
		readonly before: KubeObject | null;
		readonly after: KubeObject | null;
	};
	/** One list of a network policy of somebody else's, whole; the rest of the policy is not touched. */
	readonly 'policy-entries': {
		readonly ref: KubeRef;
		readonly direction: 'ingress' | 'egress';
		readonly before: readonly JsonObject[];
		readonly after: readonly JsonObject[];
	};
	/** Labels or annotations; `null` is "not set". Only the named keys are touched. */
	readonly 'kube-metadata': {
		readonly ref: KubeRef;
		readonly field: 'labels' | 'annotations';
		readonly before: Readonly<Record<string, string | null>>;
		readonly after: Readonly<Record<string, string | null>>;
	};
};

export type ChangeKind = keyof Changes;

/** One kind of change: `ChangeOf<'arm-child'>`. */
export type ChangeOf<Kind extends ChangeKind> = {
	readonly [One in Kind]: {readonly kind: One} & Changes[One];
}[Kind];

/**
 * One write, with the state before and after it, as the API spells them; `null` is "not there". Because a change
 * carries its own past, its inverse is computed and a half-done run can be judged from the outside. What there is to
 * know of each kind stands in its record (`plan/changes/`).
 */
export type Change = ChangeOf<ChangeKind>;
