import {list, object} from '../topology/json.js';
import type {Json, JsonObject, KubeObject, World} from '../topology/world.js';
import {exactHash} from './basis.js';
import type {ChangeOf} from './change.js';
import type {Wanted} from './collect-needs.js';
import type {Draft} from './draft.js';
import {findObject, kubeRefOf, withoutServerFields} from './kube-ref.js';

type Group = {
	readonly requirement: string;
	readonly policies: readonly KubeObject[];
	readonly wanted: readonly Wanted[];
};

/**
 * One policy per requirement, namespace and selected pods, named after the requirement: policies only ever add, so the
 * rules of several that select the same pods mean the same in one. An object of ours from an earlier run keeps its
 * rules; nobody else's object is ever written to.
 */
export function policyChanges(wanted: readonly Wanted[], world: World): readonly Draft<ChangeOf<'kube-object'>>[] {
	const taken = new Set<string>();
	return groups(wanted).map(({requirement, policies, wanted: sources}) => {
		const [first, ...others] = policies;
		const merged = others.reduce(mergePolicies, first as KubeObject);
		const {name, before} = place(merged, requirement, world, taken);
		taken.add(`${merged.kind} ${merged.metadata.namespace}/${name}`);
		const named = {...merged, metadata: {...merged.metadata, name}};
		return {
			change: {
				kind: 'kube-object',
				ref: kubeRefOf(named),
				before: before === undefined ? null : withoutServerFields(before),
				after: before === undefined ? named : mergePolicies(withoutServerFields(before), named),
			},
			wanted: sources,
		};
	});
}

function groups(wanted: readonly Wanted[]): readonly Group[] {
	const found = new Map<string, Group>();
	for (const item of wanted) {
		if (item.need.kind === 'network-policy') {
			const {policy} = item.need;
			const {requirement} = item.flow;
			const key = [policy.kind, policy.metadata.namespace, requirement, exactHash(selectorOf(policy))].join(' ');
			const group = found.get(key);
			found.set(key, {
				requirement,
				policies: [...(group?.policies ?? []), policy],
				wanted: [...(group?.wanted ?? []), item],
			});
		}
	}

	return [...found.values()];
}

/** The first name that is free, or that is ours and selects the same pods. */
function place(
	policy: KubeObject,
	requirement: string,
	world: World,
	taken: ReadonlySet<string>,
): {readonly name: string; readonly before: KubeObject | undefined} {
	for (let number = 1; ; number++) {
		const name = policyName(requirement, number);
		const before = findObject(world, {...kubeRefOf(policy), name});
		const isFree = !taken.has(`${policy.kind} ${policy.metadata.namespace}/${name}`);
		if (isFree && (before === undefined || (isOurs(before) && sameSelector(before, policy)))) {
			return {name, before};
		}
	}
}

/** Object names are DNS labels (RFC 1123): small letters, digits, dashes, at most 63 to be safe everywhere. */
function policyName(requirement: string, number: number): string {
	const stem = `aksess-${requirement}`
		.toLowerCase()
		.replaceAll(/[^a-z\d-]+/g, '-')
		.slice(0, 56)
		.replace(/-+$/, '');
	return number === 1 ? stem : `${stem}-${number}`;
}

function isOurs(object: KubeObject): boolean {
	return object.metadata.labels?.['app.kubernetes.io/managed-by'] === 'aksess';
}

function sameSelector(a: KubeObject, b: KubeObject): boolean {
	return exactHash(selectorOf(a)) === exactHash(selectorOf(b));
}

function selectorOf(policy: KubeObject): Json {
	const spec = specOf(policy);
	return spec['podSelector'] ?? spec['endpointSelector'] ?? {};
}

const lists = ['policyTypes', 'ingress', 'egress', 'ingressDeny', 'egressDeny'] as const;

function mergePolicies(a: KubeObject, b: KubeObject): KubeObject {
	const [x, y] = [specOf(a), specOf(b)];
	const merged = lists.flatMap(field => {
		const items = distinct([...list(x, field), ...list(y, field)]);
		return items.length === 0 ? [] : [[field, items] as const];
	});
	return {...a, spec: {...x, ...y, ...Object.fromEntries(merged)}};
}

function distinct(items: readonly Json[]): readonly Json[] {
	return [...new Map(items.map(item => [exactHash(item), item])).values()];
}

function specOf(policy: KubeObject): JsonObject {
	return object(policy, 'spec') ?? {};
}
