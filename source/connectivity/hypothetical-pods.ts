import {always, testsOf} from '../network/label-expression.js';
import type {LabelSelector} from '../network/label-selector.js';
import {selects} from '../network/label-selector.js';
import {known, knownValue} from '../topology/known.js';
import {type Namespace, nameLabel, type Pod} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import {type LabelChoice, labelChoices} from './label-choices.js';
import {calicoNameLabel} from './pod-classes.js';
import type {PodsTerm, PolicyTerm} from './policy-terms.js';

type Labels = Readonly<Record<string, string>>;

/** Pods that are not there and might be added, one for each kind that some policy's peers tell apart. */
export type HypotheticalPods = {
	/** Whatever every one of these may open, any pod may. */
	readonly any: readonly Pod[];
	/** One for each selector of peers, by what it is called. */
	readonly selected: ReadonlyMap<string, Pod>;
	/** The cluster with all of them in it. */
	readonly topology: Topology;
};

const anyNamespace = '{any namespace}';

export function hypotheticalPods(topology: Topology, policies: readonly PolicyTerm[]): HypotheticalPods {
	const {kubernetes} = topology;
	const existing = new Map((knownValue(kubernetes.namespaces) ?? []).map(item => [item.name, item]));
	const namespaces = new Map<string, Namespace>();
	const placeIn = (name: string, labels: Labels) => {
		if (!existing.has(name)) {
			namespaces.set(name, {name, labels: {[nameLabel]: name, ...labels}});
		}

		return name;
	};
	const named = peersOf(policies);
	const podsFor = ({peer, own}: NamedPeer) =>
		labelChoices(peer.where ?? always).flatMap(choice => {
			const place = placeOf(peer, choice.namespace, own, existing);
			const labels = satisfying(peer.pods, choice.pod);
			if (place === undefined || labels === undefined) {
				return [];
			}

			const name = Object.keys(labels).length === 0 ? '{any pod}' : `{pod ${describe(labels)}}`;
			const pod = podWith(placeIn(place.name, place.labels), name, labels, choice.account[calicoNameLabel]);
			return [[`${place.label}/${name}`, pod] as const];
		});
	const selected = new Map(named.filter(({opens}) => opens).flatMap(podsFor));

	// Without labels, with every label that is asked for at another value, with each value that is excluded, and as those
	// whom a rule closes out.
	const selectors = named.flatMap(({peer}) => [peer.pods, ...(peer.namespaces === undefined ? [] : [peer.namespaces])]);
	const wheres = named.flatMap(({peer}) => peer.where ?? []);
	const keys = wheres.flatMap(testsOf).map(({test}) => test.key);
	const variants: readonly LabelChoice[] = [
		...[{}, others(selectors, keys), ...excluded(selectors)].map(labels => ({
			pod: labels,
			namespace: labels,
			account: {},
		})),
		...wheres.flatMap(where => labelChoices({kind: 'not', part: where})),
	];
	const different = new Map(variants.map(variant => [JSON.stringify(variant), variant]));
	const any = [
		...[...different.values()].map(({pod, namespace, account}, index) =>
			podWith(
				placeIn(index === 0 ? anyNamespace : `${anyNamespace} ${index}`, namespace),
				`{any pod} ${index}`,
				pod,
				account[calicoNameLabel],
			),
		),
		...new Map(named.filter(({opens}) => !opens).flatMap(podsFor)).values(),
	];
	return {
		any,
		selected,
		topology: {
			...topology,
			kubernetes: {
				...kubernetes,
				pods: known([...(knownValue(kubernetes.pods) ?? []), ...any, ...selected.values()]),
				namespaces: known([...existing.values(), ...namespaces.values()]),
			},
		},
	};
}

type NamedPeer = {
	readonly peer: PodsTerm;
	readonly own: string | undefined;
	/** Whoever is such a peer may do more than others, not less. */
	readonly opens: boolean;
};

function peersOf(policies: readonly PolicyTerm[]): readonly NamedPeer[] {
	return policies.flatMap(policy =>
		[...policy.rules.ingress, ...policy.rules.egress].flatMap(({peers = [], except = [], action}) =>
			[
				...peers.map(peer => ({peer, opens: action === 'allow'})),
				...except.map(peer => ({peer, opens: action !== 'allow'})),
			].flatMap(({peer, opens}) => (peer.kind === 'pods' ? [{peer, opens, own: policy.id.namespace}] : [])),
		),
	);
}

/** A namespace that the selector means: one that is there when it names one, else one that might be added. */
function placeOf(
	{namespaces}: PodsTerm,
	chosen: Labels,
	own: string | undefined,
	existing: ReadonlyMap<string, Namespace>,
): {readonly name: string; readonly label: string; readonly labels: Labels} | undefined {
	if (namespaces === undefined && own !== undefined) {
		return {name: own, label: own, labels: {}};
	}

	const labels = satisfying(namespaces ?? [], chosen);
	if (labels === undefined) {
		return undefined;
	}

	const {[nameLabel]: kubernetesName, [calicoNameLabel]: name = kubernetesName, ...rest} = labels;
	if (name !== undefined && name !== 'any') {
		const found = existing.get(name);
		const known = {...found?.labels, [calicoNameLabel]: name};
		return found !== undefined && !selects(namespaces ?? [], known) ? undefined : {name, label: name, labels: rest};
	}

	const label = Object.keys(rest).length === 0 ? anyNamespace : `{namespace ${describe(rest)}}`;
	return {name: label, label, labels: rest};
}

/** Labels that a selector selects; undefined when it selects none. */
function satisfying(selector: LabelSelector, chosen: Labels): Labels | undefined {
	const labels: Record<string, string> = {...chosen};
	for (const {key, operator, values} of selector) {
		if (operator === 'In' && values[0] !== undefined) {
			labels[key] = values[0];
		} else if (operator === 'Exists') {
			labels[key] ??= 'any';
		}
	}

	return selects(selector, labels) ? labels : undefined;
}

function others(selectors: readonly LabelSelector[], keys: readonly string[]): Labels {
	return Object.fromEntries(
		[...selectors.flat().map(({key}) => key), ...keys].flatMap(key => (isName(key) ? [] : [[key, 'another-value']])),
	);
}

function excluded(selectors: readonly LabelSelector[]): readonly Labels[] {
	return selectors
		.flat()
		.flatMap(({key, operator, values}) =>
			operator === 'NotIn' && !isName(key) ? values.map(value => ({[key]: value})) : [],
		);
}

/** Names are not put on by anybody. */
function isName(key: string): boolean {
	return key === nameLabel || key === calicoNameLabel;
}

function podWith(namespace: string, name: string, labels: Labels, serviceAccount: string | undefined): Pod {
	return {
		namespace,
		name,
		labels,
		addresses: [],
		hostNetwork: false,
		node: undefined,
		callsApiServerByName: false,
		ports: [],
		serviceAccount,
		workload: {kind: 'Pod', name},
		planned: true,
	};
}

function describe(labels: Labels): string {
	return Object.entries(labels)
		.map(([key, value]) => `${key}=${value}`)
		.join(',');
}
