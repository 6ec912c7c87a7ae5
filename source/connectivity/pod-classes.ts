import type {Address, Family} from '../network/address.js';
import {type AddressSet, ofFamily} from '../network/address-set.js';
import {compare, has, next} from '../network/interval-set.js';
import {type LabelExpression, type LabelOwner, type LabelTest, passesTest} from '../network/label-expression.js';
import type {Labels} from '../network/label-selector.js';
import {type Namespace, nameLabel, type Pod} from '../topology/kubernetes.js';
import {
	addClass,
	type ClassSet,
	classSet,
	everyClass,
	hasClass,
	intersectClasses,
	subtractClasses,
	unionClasses,
} from './class-set.js';
import {type SelectorIndex, selectorIndex} from './selector-index.js';

/** Everything about a pod that some policy looks at. Pods that agree in all of it are treated alike. */
export type LookedAt = {
	readonly tests: Readonly<Record<LabelOwner, readonly LabelTest[]>>;
	/** Namespaces that a policy means as its own. */
	readonly ownNamespaces: ReadonlySet<string>;
	/** `name/protocol` */
	readonly portNames: ReadonlySet<string>;
	/** Address blocks that may select pods. */
	readonly blocks: readonly AddressSet[];
};

export type PodClasses = {
	readonly size: number;
	readonly every: ClassSet;
	readonly members: readonly (readonly Pod[])[];
	/** Any pod of the class: what policies look at is the same in all of them. */
	readonly samples: readonly Pod[];
	readonly of: ReadonlyMap<Pod, number>;
	readonly byPodLabels: SelectorIndex;
	readonly byNamespaceLabels: SelectorIndex;
	readonly where: (expression: LabelExpression) => ClassSet;
	readonly inNamespace: (name: string) => ClassSet;
	readonly inBlock: (block: AddressSet) => ClassSet;
	readonly hostNetwork: ClassSet;
	/** Pods whose namespace was not read, so that of its labels only the name is known. */
	readonly inUnreadNamespace: ClassSet;
	/** Pods without an address yet. */
	readonly withoutAddress: ClassSet;
	/** Whether its packets may be of the family: its pods have an address of it, or none at all yet. */
	readonly speaks: (id: number) => boolean;
};

/** Blocks select pods by their addresses of one family. Cost: one key per pod, then everything else is per class. */
export function podClasses(
	pods: readonly Pod[],
	namespaces: readonly Namespace[],
	lookedAt: LookedAt,
	family: Family,
	isWindows: (pod: Pod) => boolean,
	accountLabels: (pod: Pod) => Labels,
): PodClasses {
	const labelsOf = namespaceLabels(namespaces);
	const known = new Set(namespaces.map(({name}) => name));
	const podKey = labelKey(lookedAt.tests.pod);
	const namespaceKey = labelKey(lookedAt.tests.namespace);
	const accountKey = labelKey(lookedAt.tests.account);
	const regionOf = regions(lookedAt.blocks);
	const placeInBlocks = (pod: Pod) =>
		speaksFamily(pod, family)
			? ofFamily(pod.addresses, family)
					.map(([first, last]) => `${regionOf(first)}-${regionOf(last)}`)
					.join()
			: 'silent';
	const namespaceKeys = new Map<string, string>();
	const ids = new Map<string, number>();
	const members: Pod[][] = [];
	const samples: Pod[] = [];
	const of = new Map<Pod, number>();
	for (const pod of pods) {
		let place = namespaceKeys.get(pod.namespace);
		if (place === undefined) {
			const own = lookedAt.ownNamespaces.has(pod.namespace) ? pod.namespace : '';
			place = `${own} ${known.has(pod.namespace) ? '' : '?'} ${namespaceKey(labelsOf(pod.namespace))}`;
			namespaceKeys.set(pod.namespace, place);
		}

		const key = [
			place,
			podKey(pod.labels),
			lookedAt.tests.account.length === 0 ? '' : accountKey(accountLabels(pod)),
			portSignature(pod, lookedAt.portNames),
			placeInBlocks(pod),
			pod.hostNetwork ? 'host' : '',
			isWindows(pod) ? 'windows' : '',
		].join('\n');
		const id = ids.get(key) ?? members.length;
		if (id === members.length) {
			ids.set(key, id);
			members.push([]);
			samples.push(pod);
		}

		members[id]?.push(pod);
		of.set(pod, id);
	}

	const size = members.length;
	const silent = classesWhere(samples, sample => !speaksFamily(sample, family));
	const indices = {
		pod: selectorIndex(samples.map(sample => sample.labels)),
		namespace: selectorIndex(samples.map(sample => labelsOf(sample.namespace))),
		account: selectorIndex(samples.map(accountLabels)),
	};
	return {
		size,
		every: everyClass(size),
		members,
		samples,
		of,
		byPodLabels: indices.pod,
		byNamespaceLabels: indices.namespace,
		where: expressionIndex(size, indices),
		inNamespace: namespaceIndex(samples),
		inBlock: blockIndex(samples, family),
		hostNetwork: classesWhere(samples, sample => sample.hostNetwork),
		inUnreadNamespace: classesWhere(samples, sample => !known.has(sample.namespace)),
		withoutAddress: classesWhere(samples, sample => sample.addresses.length === 0),
		speaks: id => !hasClass(silent, id),
	};
}

function speaksFamily({addresses}: Pod, family: Family): boolean {
	return addresses.length === 0 || ofFamily(addresses, family).length > 0;
}

/** Calico's own label for the name of a namespace or an account; nobody has to set it. */
export const calicoNameLabel = 'projectcalico.org/name';

function classesWhere(samples: readonly Pod[], holds: (sample: Pod) => boolean): ClassSet {
	return classSet(
		samples.length,
		samples.flatMap((sample, id) => (holds(sample) ? [id] : [])),
	);
}

/** A namespace that was not read still has the one label that the API server gives every namespace. */
function namespaceLabels(namespaces: readonly Namespace[]): (name: string) => Labels {
	const known = new Map(
		namespaces.map(({name, labels}) => [name, {...labels, [calicoNameLabel]: name} as Labels] as const),
	);
	return name => known.get(name) ?? {[nameLabel]: name, [calicoNameLabel]: name};
}

function expressionIndex(
	size: number,
	indices: Readonly<Record<LabelOwner, SelectorIndex>>,
): (expression: LabelExpression) => ClassSet {
	const every = everyClass(size);
	const find = (expression: LabelExpression): ClassSet => {
		switch (expression.kind) {
			case 'test': {
				return indices[expression.owner]([expression.test]);
			}

			case 'and': {
				return expression.parts.map(find).reduce(intersectClasses, every);
			}

			case 'or': {
				return expression.parts.map(find).reduce(unionClasses, classSet(size));
			}

			case 'not': {
				return subtractClasses(every, find(expression.part));
			}
		}
	};
	return find;
}

/**
 * The part of a pod's labels that tests can tell apart: values that no test names are all "another", except to tests that
 * look into them.
 */
function labelKey(tests: readonly LabelTest[]): (labels: Labels) => string {
	const named = new Map<string, {readonly values: Set<string>; readonly within: Map<string, LabelTest>}>();
	for (const test of tests) {
		const known = named.get(test.key) ?? {values: new Set(), within: new Map()};
		named.set(test.key, known);
		if (test.operator === 'Contains' || test.operator === 'StartsWith' || test.operator === 'EndsWith') {
			known.within.set(JSON.stringify(test), test);
			continue;
		}

		for (const value of test.values) {
			known.values.add(value);
		}
	}

	return labels => {
		const parts: string[] = [];
		for (const [key, value] of Object.entries(labels)) {
			const looked = named.get(key);
			if (looked !== undefined) {
				const passed = [...looked.within.values()].map(test => (passesTest(test, value) ? '+' : '-')).join('');
				parts.push(looked.values.has(value) ? `${key}=${value}` : `${key}!${passed}`);
			}
		}

		return parts.sort().join(' ');
	};
}

/** Which numbers the looked-at port names stand for in this pod. */
export function portSignature(pod: Pod, portNames: ReadonlySet<string>): string {
	return pod.ports
		.filter(({name, protocol}) => name !== undefined && portNames.has(`${name}/${protocol}`))
		.map(({name, protocol, port}) => `${name}/${protocol}=${port}`)
		.sort()
		.join(' ');
}

/** Numbers the stretches of addresses between the ends of blocks; within one, all addresses are in the same blocks. */
function regions(blocks: readonly AddressSet[]): (address: Address) => number {
	const starts = [...new Set(blocks.flat().flatMap(([first, last]) => [first, next(last)]))].sort(compare);
	return address => {
		let low = 0;
		let high = starts.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((starts[middle] ?? 0) <= address) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	};
}

function namespaceIndex(samples: readonly Pod[]): (name: string) => ClassSet {
	const sets = new Map<string, ClassSet>();
	const none = classSet(samples.length);
	for (const [id, {namespace}] of samples.entries()) {
		let set = sets.get(namespace);
		if (set === undefined) {
			set = classSet(samples.length);
			sets.set(namespace, set);
		}

		addClass(set, id);
	}

	return name => sets.get(name) ?? none;
}

function blockIndex(samples: readonly Pod[], family: Family): (block: AddressSet) => ClassSet {
	const known = new Map<string, ClassSet>();
	return block => {
		const key = block.join(';');
		let set = known.get(key);
		if (set === undefined) {
			set = classSet(
				samples.length,
				samples.flatMap((sample, id) =>
					ofFamily(sample.addresses, family).some(([first]) => has(block, first)) ? [id] : [],
				),
			);
			known.set(key, set);
		}

		return set;
	};
}
