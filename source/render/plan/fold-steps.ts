import type {Step} from '../../plan/plan.js';

/** Steps that are told together, and the number of the first one. */
export type StepGroup = {readonly first: number; readonly steps: readonly Step[]; readonly title: string};

/** Neighbours that apply objects of one kind for the same purpose, as one; all others alone. */
export function foldSteps(steps: readonly Step[]): readonly StepGroup[] {
	const groups: StepGroup[] = [];
	for (const [index, step] of steps.entries()) {
		const last = groups.at(-1);
		const previous = last?.steps.at(-1);
		if (last !== undefined && previous !== undefined && isAlike(previous, step)) {
			const together = [...last.steps, step];
			groups[groups.length - 1] = {...last, steps: together, title: titleOf(together)};
		} else {
			groups.push({first: index + 1, steps: [step], title: step.title});
		}
	}

	return groups;
}

/** A dangerous step is told alone, with its warning. */
function isAlike(a: Step, b: Step): boolean {
	return (
		a.change.kind === 'kube-object' &&
		b.change.kind === 'kube-object' &&
		a.change.ref.kind === b.change.ref.kind &&
		a.reason === b.reason &&
		a.danger === undefined &&
		b.danger === undefined
	);
}

/** `Apply 2 NetworkPolicies aksess-debug-ingress in claims, claims-priya`; numbers at the end of names are left out. */
function titleOf(steps: readonly Step[]): string {
	const refs = steps.flatMap(({change}) => (change.kind === 'kube-object' ? [change.ref] : []));
	const kind = refs[0]?.kind ?? '';
	const names = [...new Set(refs.map(({name}) => name.replace(/-\d+$/, '')))];
	const namespaces = [...new Set(refs.flatMap(({namespace}) => namespace ?? []))];
	const where = namespaces.length === 0 ? '' : ` in ${namespaces.join(', ')}`;
	return `Apply ${steps.length} ${kind.replace(/y$/, 'ie')}s ${names.join(', ')}${where}`;
}
