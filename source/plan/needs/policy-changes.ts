import {engineRules} from '../../connectivity/engine-rules.js';
import {list, object} from '../../topology/json.js';
import {knownValue} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import type {Json, JsonObject, KubeObject, World} from '../../topology/world.js';
import {exactHash} from '../basis.js';
import type {ChangeOf} from '../change.js';
import {findObject, kubeRefOf, withoutServerFields} from '../kube-ref.js';
import type {Wanted} from '../wanted.js';
import type {Draft} from './draft.js';
import {type BlockReading, cutRule, holdsRule, rulesOf, selectorOf, type WrittenPolicyRule} from './policy-rules.js';
import {bySharers, fewest, requirementsOf, type Served, type Sharers, sharedName, withoutOverlap} from './served.js';

type Group = {
	/** With no name yet. */
	readonly policy: KubeObject;
	readonly wanted: readonly Wanted[];
};

/**
 * One policy per namespace, selected pods and requirements that share its rules, named after these: policies only ever
 * add, so the rules of several that select the same pods mean the same in one, and what one of them says no other needs
 * to. An object of ours from an earlier run keeps its rules; nobody else's object is ever written to.
 */
export function policyChanges(
	wanted: readonly Wanted[],
	world: World,
	topology: Topology,
	sharers: Sharers = requirementsOf,
): readonly Draft<ChangeOf<'kube-object'>>[] {
	const engine = engineRules[knownValue(topology.cluster)?.policyEngine ?? 'kubernetes'];
	const taken = new Set<string>();
	return groups(wanted, engine).map(({policy, wanted: sources}) => {
		const {name, before} = place(policy, sharedName(sharers(sources)), world, taken);
		taken.add(`${policy.kind} ${policy.metadata.namespace}/${name}`);
		const named = {...policy, metadata: {...policy.metadata, name}};
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

function groups(wanted: readonly Wanted[], engine: BlockReading): readonly Group[] {
	const rules = wanted.flatMap(item =>
		item.need.kind === 'network-policy' ? rulesOf(item.need.policy).map(effect => ({effect, wanted: [item]})) : [],
	);
	const alike = bySharers(
		withoutOverlap(
			fewest(rules, {holds: (whole, part) => holdsRule(whole, part, engine), place: placeOf}),
			(rule, others) => cutRule(rule, others, engine),
			placeOf,
		),
	);
	return alike.flatMap(shared => {
		const places = Map.groupBy(shared, ({effect: {kind, namespace, selector}}) =>
			[kind, namespace, exactHash(selector)].join(' '),
		);
		return [...places.values()].flatMap(items => groupOf(items) ?? []);
	});
}

function placeOf({kind, namespace, direction}: WrittenPolicyRule): string {
	return `${kind} ${namespace} ${direction}`;
}

function groupOf(items: readonly Served<WrittenPolicyRule>[]): Group | undefined {
	const wanted = [...new Set(items.flatMap(item => item.wanted))];
	const policies = wanted.flatMap(({need}) => (need.kind === 'network-policy' ? [need.policy] : []));
	const effects = items.map(({effect}) => effect);
	const [first] = effects;
	const model = policies.find(
		policy =>
			first !== undefined &&
			policy.kind === first.kind &&
			policy.metadata.namespace === first.namespace &&
			exactHash(selectorOf(policy)) === exactHash(first.selector),
	);
	if (model === undefined) {
		return undefined;
	}

	const {policyTypes, ingress, egress, ...rest} = specOf(model);
	const inDirection = (direction: WrittenPolicyRule['direction']) =>
		effects.filter(effect => effect.direction === direction).map(({rule}) => rule);
	const said = [...new Set(effects.map(({direction}) => direction))];
	const types = said.map(direction => (direction === 'ingress' ? 'Ingress' : 'Egress'));
	const spec = {
		...rest,
		...(policyTypes === undefined ? {} : {policyTypes: types}),
		...Object.fromEntries(said.map(direction => [direction, inDirection(direction)])),
	};
	return {policy: {...model, spec}, wanted};
}

/** The first name that is free, or that is ours and selects the same pods. */
function place(
	policy: KubeObject,
	stem: string,
	world: World,
	taken: ReadonlySet<string>,
): {readonly name: string; readonly before: KubeObject | undefined} {
	for (let number = 1; ; number++) {
		const name = policyName(stem, number);
		const before = findObject(world, {...kubeRefOf(policy), name});
		const isFree = !taken.has(`${policy.kind} ${policy.metadata.namespace}/${name}`);
		if (isFree && (before === undefined || (isOurs(before) && sameSelector(before, policy)))) {
			return {name, before};
		}
	}
}

/** Object names are DNS labels (RFC 1123): small letters, digits, dashes, at most 63 to be safe everywhere. */
function policyName(name: string, number: number): string {
	const stem = `aksess-${name}`
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
