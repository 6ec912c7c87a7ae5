import type {ChangeKind, ChangeOf} from '../../plan/change.js';
import type {Step} from '../../plan/plan.js';
import type {KubeObject} from '../../topology/world.js';

/** Of every kind of change, the object that a manifest can hold of it; null where there is none. */
const manifests: {readonly [Kind in ChangeKind]: (change: ChangeOf<Kind>) => KubeObject | null} = {
	'arm-child': () => null,
	'classic-collections': () => null,
	'authorized-ranges': () => null,
	'kube-object': ({after}) => after,
	// Only some keys of an object that somebody else keeps: applied as a manifest they would be all of it.
	'kube-metadata': () => null,
	// Applied as a manifest, one list would be all of the policy.
	'policy-entries': () => null,
};

function manifestOf<Kind extends ChangeKind>(change: ChangeOf<Kind>): KubeObject | null {
	return manifests[change.kind](change);
}

export function appliedObjects(steps: readonly Step[]): readonly KubeObject[] {
	return steps.flatMap(({change}) => manifestOf(change) ?? []);
}
