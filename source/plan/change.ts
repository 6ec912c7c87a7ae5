import {assertNever} from '../errors.js';
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

/**
 * One write, with the state before and after it, as the API spells them; `null` is "not there". Because a change
 * carries its own past, its inverse is computed ({@link invert}) and a half-done run can be judged from the outside.
 */
export type Change =
	| {
			/** A child resource that is only ever put or deleted whole, and is ours or new. */
			readonly kind: 'arm-child';
			readonly type: 'rule-collection-group' | 'security-rule' | 'route';
			readonly id: ArmId;
			readonly before: ArmResource | null;
			readonly after: ArmResource | null;
	  }
	| {
			readonly kind: 'classic-collections';
			readonly firewall: ArmId;
			readonly before: ClassicCollections;
			readonly after: ClassicCollections;
	  }
	| {
			readonly kind: 'authorized-ranges';
			readonly cluster: ArmId;
			readonly before: readonly string[];
			readonly after: readonly string[];
	  }
	| {
			readonly kind: 'kube-object';
			readonly ref: KubeRef;
			readonly before: KubeObject | null;
			readonly after: KubeObject | null;
	  }
	| {
			/** Labels or annotations; `null` is "not set". Only the named keys are touched. */
			readonly kind: 'kube-metadata';
			readonly ref: KubeRef;
			readonly field: 'labels' | 'annotations';
			readonly before: Readonly<Record<string, string | null>>;
			readonly after: Readonly<Record<string, string | null>>;
	  };

/** One kind of change: `ChangeOf<'arm-child'>`. */
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, {readonly kind: Kind}>;

/** Undo is a change too: the same resource, with before and after exchanged. */
export function invert(change: Change): Change {
	switch (change.kind) {
		case 'arm-child': {
			return {...change, before: change.after, after: change.before};
		}

		case 'classic-collections': {
			return {...change, before: change.after, after: change.before};
		}

		case 'authorized-ranges': {
			return {...change, before: change.after, after: change.before};
		}

		case 'kube-object': {
			return {...change, before: change.after, after: change.before};
		}

		case 'kube-metadata': {
			return {...change, before: change.after, after: change.before};
		}

		default: {
			return assertNever(change);
		}
	}
}
