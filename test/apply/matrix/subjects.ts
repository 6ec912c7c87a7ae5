import {readdirSync} from 'node:fs';
import type {Change} from '../../../source/plan/change.js';
import type {Plan} from '../../../source/plan/plan.js';
import {type LoadedWorld, loadWorld} from '../../../source/sandbox/world/load-world.js';
import {readFolder} from '../../../source/sandbox/world/read-folder.js';
import {objects, text} from '../../../source/topology/json.js';
import type {JsonObject} from '../../../source/topology/world.js';
import {only, planOf, practiceFolder} from '../stage.js';

/** What the matrix is run over: one kind of change in one practice world, or the whole plan for it. */
export type Subject = {
	readonly world: string;
	readonly kind: string;
	readonly loaded: LoadedWorld;
	readonly plan: Plan;
	/** Done first, by somebody who is not killed: what the plan finds there. */
	readonly earlier: readonly Change[];
	/** What somebody else does after the first process was killed: to what we write, or to something beside it. */
	readonly meanwhile?: {readonly change: Change; readonly isOurs: boolean};
};

/** Every practice world with every kind of change that can be made in it. */
export async function subjects(): Promise<readonly Subject[]> {
	const names = readdirSync(practiceFolder('.'), {withFileTypes: true}).flatMap(entry =>
		entry.isDirectory() ? [entry.name] : [],
	);
	const plans = await Promise.all(names.map(async name => [name, (await planOf(name)).plan] as const));
	const policies = plans.flatMap(([, {steps}]) =>
		steps.flatMap(({change}) => (change.kind === 'kube-object' && change.before === null ? [change] : [])),
	);
	return plans.flatMap(([world, plan]) => {
		const loaded = loadWorld(readFolder(practiceFolder(world)));
		const changes = [...firstOfEachKind(plan), ...inEveryWorld(loaded, policies[0])];
		const kinds = new Map(changes.map(change => [kindOf(change), change]));
		const each = [...kinds].flatMap(([kind, change]) => variants(kind, change, plan));
		const whole = plan.steps.length > 1 ? [{kind: 'the whole plan', plan: {...plan, basis: []}, earlier: []}] : [];
		return [...each, ...whole].map(subject => ({world, loaded, ...subject}));
	});
}

type Variant = Omit<Subject, 'world' | 'loaded'>;

function variants(kind: string, change: Change, plan: Plan): readonly Variant[] {
	const [smaller, other] = [otherOf(change, 1), otherOf(change, 2)];
	const beside = besideOf(change);
	const alone = {plan: only(plan, [change]), earlier: []};
	return [
		{kind, ...alone},
		...(smaller === undefined
			? []
			: [
					{
						kind: `${kind}, of which a part was there`,
						plan: only(plan, [{...change, before: smaller} as Change]),
						earlier: [{...change, after: smaller} as Change],
					},
				]),
		...(other === undefined
			? []
			: [
					{
						kind: `${kind}, changed by somebody else meanwhile`,
						...alone,
						meanwhile: {change: {...change, before: change.after, after: other} as Change, isOurs: true},
					},
				]),
		...(beside === undefined
			? []
			: [{kind: `${kind}, with another beside it meanwhile`, ...alone, meanwhile: {change: beside, isOurs: false}}]),
	];
}

function firstOfEachKind({steps}: Plan): readonly Change[] {
	const groups = Map.groupBy(
		steps.map(({change}) => change),
		kindOf,
	);
	return [...groups.values()].flatMap(([first]) => first ?? []);
}

function kindOf(change: Change): string {
	return change.kind === 'arm-child' ? change.type : change.kind;
}

/** What can be done to any cluster: a label, an annotation, a policy. */
function inEveryWorld(world: LoadedWorld, policy: Change | undefined): readonly Change[] {
	const namespaces = [...world.objects.values()].filter(object => object['kind'] === 'Namespace');
	const name = String((namespaces.at(-1)?.['metadata'] as JsonObject | undefined)?.['name'] ?? 'default');
	const ref = {apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name};
	const metadata: Change = {
		kind: 'kube-metadata',
		ref,
		field: 'labels',
		before: {'example.com/reviewed': null},
		after: {'example.com/reviewed': 'yes'},
	};
	const entries = firstEntryOf(world);
	if (policy?.kind !== 'kube-object' || policy.after === null) {
		return [metadata, ...entries];
	}

	const after = {...policy.after, metadata: {...policy.after.metadata, namespace: name}};
	return [metadata, ...entries, {...policy, ref: {...policy.ref, namespace: name}, after}];
}

/** The first entry of a policy that stands there, taken away. */
function firstEntryOf(world: LoadedWorld): readonly Change[] {
	const policy = [...world.objects.values()].find(
		object => object['kind'] === 'NetworkPolicy' && objects(object, 'spec', 'ingress').length > 0,
	);
	const before = objects(policy, 'spec', 'ingress');
	return policy === undefined
		? []
		: [
				{
					kind: 'policy-entries',
					ref: {
						apiVersion: 'networking.k8s.io/v1',
						kind: 'NetworkPolicy',
						namespace: text(policy, 'metadata', 'namespace'),
						name: text(policy, 'metadata', 'name') ?? '',
					},
					direction: 'ingress',
					before,
					after: before.slice(1),
				},
			];
}

/** The same thing with something else in it: as an earlier run left it, or as somebody else changed it. */
function otherOf(change: Change, number: number): Change['after'] | undefined {
	switch (change.kind) {
		case 'arm-child': {
			const {after, type} = change;
			const field = type === 'route' ? 'addressPrefix' : 'priority';
			const value = type === 'route' ? `52.9.8.${number}/32` : Number(after?.properties['priority']) + number;
			return after === null ? undefined : {...after, properties: {...after.properties, [field]: value}};
		}

		case 'classic-collections': {
			const other = (list: keyof typeof change.after) =>
				change.after[list].map(collection => {
					const properties = collection['properties'] as JsonObject;
					return {...collection, properties: {...properties, priority: Number(properties['priority']) + number}};
				});
			return {
				natRuleCollections: other('natRuleCollections'),
				networkRuleCollections: other('networkRuleCollections'),
				applicationRuleCollections: other('applicationRuleCollections'),
			};
		}

		case 'kube-object': {
			const spec = change.after?.['spec'] as JsonObject | undefined;
			const podSelector = {matchLabels: {'example.com/other': String(number)}};
			return change.after === null ? undefined : {...change.after, spec: {...spec, podSelector}};
		}

		case 'kube-metadata': {
			return Object.fromEntries(Object.keys(change.after).map(key => [key, `other-${number}`]));
		}

		case 'policy-entries': {
			return [{ports: [{protocol: 'TCP', port: 7000 + number}]}];
		}

		case 'authorized-ranges': {
			return undefined;
		}
	}
}

/** Something of the same kind that is not ours, in the same place. */
function besideOf(change: Change): Change | undefined {
	switch (change.kind) {
		case 'arm-child': {
			const {after, id} = change;
			const own = {
				'rule-collection-group': {priority: 64_000},
				'security-rule': {priority: 4001},
				route: {addressPrefix: '52.9.9.9/32'},
			};
			return after === null
				? undefined
				: {
						...change,
						id: `${id}-theirs`,
						after: {
							...after,
							id: `${id}-theirs`,
							name: `${after.name}-theirs`,
							properties: {...after.properties, ...own[change.type]},
						},
					};
		}

		case 'kube-metadata': {
			return {...change, before: {'example.com/theirs': null}, after: {'example.com/theirs': 'yes'}};
		}

		case 'authorized-ranges': {
			return {...change, after: [...change.before, '52.1.2.3/32']};
		}

		case 'classic-collections':
		case 'policy-entries':
		case 'kube-object': {
			return undefined;
		}
	}
}
