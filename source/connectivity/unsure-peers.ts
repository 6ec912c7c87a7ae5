import type {Family} from '../network/address.js';
import {type AddressSet, addresses, anyIpv4, anyIpv6, ofFamily} from '../network/address-set.js';
import {difference, overlaps} from '../network/interval-set.js';
import {always, type LabelExpression, testsOf} from '../network/label-expression.js';
import {nameLabel} from '../topology/kubernetes.js';
import {
	type ClassSet,
	classSet,
	intersectClasses,
	isEmptyClassSet,
	subtractClasses,
	unionClasses,
} from './class-set.js';
import {calicoNameLabel, type PodClasses} from './pod-classes.js';
import type {PodsTerm} from './policy-terms.js';

/** Pods that a peer selects or not, by something about them that was not read. */
export type UnsurePeers = {readonly classes: ClassSet; readonly doubt: string};

/** A namespace that is not among those that were read has labels that nobody knows, its name apart. */
export function unsureSelection(
	{namespaces, pods, where = always}: PodsTerm,
	ownNamespace: string | undefined,
	classes: PodClasses,
): readonly UnsurePeers[] {
	if (isEmptyClassSet(classes.inUnreadNamespace)) {
		return [];
	}

	const isOwn = namespaces === undefined && ownNamespace !== undefined;
	const byLabel = (namespaces ?? []).filter(({key}) => !isName(key));
	const tests = testsOf(where).filter(isAboutUnread);
	if (byLabel.length + tests.length === 0) {
		return [];
	}

	const places = isOwn
		? classes.inNamespace(ownNamespace)
		: classes.byNamespaceLabels((namespaces ?? []).filter(({key}) => isName(key)));
	const selected = intersectClasses(intersectClasses(classes.inUnreadNamespace, places), classes.byPodLabels(pods));
	const held = readWhere(where, classes);
	const maybe = intersectClasses(selected, held.maybe);
	const unsure = byLabel.length > 0 ? maybe : subtractClasses(maybe, held.sure);
	const keys = [...new Set([...byLabel.map(({key}) => key), ...tests.map(({test}) => test.key)])];
	const doubt = `namespaceSelector ${keys.join(', ')}, a label of a namespace whose object was not read`;
	return isEmptyClassSet(unsure) ? [] : [{classes: unsure, doubt}];
}

function isName(key: string): boolean {
	return key === nameLabel || key === calicoNameLabel;
}

function isAboutUnread({owner, test}: Extract<LabelExpression, {kind: 'test'}>): boolean {
	return owner === 'namespace' && !isName(test.key);
}

/** The classes for which an expression holds, and those for which it may. */
function readWhere(
	expression: LabelExpression,
	classes: PodClasses,
): {readonly sure: ClassSet; readonly maybe: ClassSet} {
	switch (expression.kind) {
		case 'test': {
			const found = classes.where(expression);
			return isAboutUnread(expression)
				? {
						sure: subtractClasses(found, classes.inUnreadNamespace),
						maybe: unionClasses(found, classes.inUnreadNamespace),
					}
				: {sure: found, maybe: found};
		}

		case 'and':
		case 'or': {
			const parts = expression.parts.map(part => readWhere(part, classes));
			const [join, start] =
				expression.kind === 'and' ? [intersectClasses, classes.every] : [unionClasses, classSet(classes.size)];
			return {
				sure: parts.map(({sure}) => sure).reduce(join, start),
				maybe: parts.map(({maybe}) => maybe).reduce(join, start),
			};
		}

		case 'not': {
			const {sure, maybe} = readWhere(expression.part, classes);
			return {sure: subtractClasses(classes.every, maybe), maybe: subtractClasses(classes.every, sure)};
		}
	}
}

/** Addresses that a pod may get: not this host, loopback, link-local or multicast (RFC 6890). */
const anyPods = {
	IPv4: difference(anyIpv4, addresses('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3')),
	IPv6: difference(anyIpv6, addresses('::/127', 'fe80::/10', 'ff00::/8')),
} as const satisfies Record<Family, AddressSet>;

/** A pod that has no address yet is in a block when every address of the family that it may get is, and out when none is. */
export function unaddressedPods(
	block: AddressSet,
	classes: PodClasses,
	podCidrs: AddressSet,
	family: Family,
): {readonly sure: ClassSet; readonly unsure: readonly UnsurePeers[]} {
	const anywhere = anyPods[family];
	const networks = ofFamily(podCidrs, family);
	const none = classSet(classes.samples.length);
	let sure = none;
	let unsure = none;
	const parts = [
		[intersectClasses(classes.withoutAddress, classes.hostNetwork), anywhere],
		[subtractClasses(classes.withoutAddress, classes.hostNetwork), networks.length > 0 ? networks : anywhere],
	] as const;
	for (const [pods, possible] of parts) {
		if (difference(possible, block).length === 0) {
			sure = unionClasses(sure, pods);
		} else if (overlaps(possible, block)) {
			unsure = unionClasses(unsure, pods);
		}
	}

	return {
		sure,
		unsure: isEmptyClassSet(unsure) ? [] : [{classes: unsure, doubt: 'ipBlock and a pod that has no address yet'}],
	};
}
