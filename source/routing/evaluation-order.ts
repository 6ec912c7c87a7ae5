import type {
	ApplicationRule,
	DnatRule,
	Firewall,
	NetworkRule,
	RuleCollection,
	RuleCollectionGroup,
} from '../topology/firewall.js';
import {knownValue} from '../topology/known.js';
import {rememberByObject} from '../topology/remember-by-object.js';

type AnyRule = NetworkRule | ApplicationRule | DnatRule;
type RuleOf<Kind extends AnyRule['kind']> = Extract<AnyRule, {kind: Kind}>;

/** A rule with where it stands; `rule` has the collection's action. */
export type PlacedRule<Rule extends AnyRule = AnyRule> = {
	readonly group: RuleCollectionGroup;
	readonly collection: RuleCollection;
	readonly rule: Rule;
};

/**
 * The rules of one type in the order in which Azure Firewall asks them: a parent policy's groups before the child's, then
 * groups by priority, then collections by priority, then as written. Types are asked DNAT, network, application,
 * whatever the priorities and the inheritance (rule-processing.md).
 */
export function rulesInOrder<Kind extends AnyRule['kind']>(
	firewall: Firewall,
	kind: Kind,
): readonly PlacedRule<RuleOf<Kind>>[] {
	return inOrder[kind](firewall);
}

const inOrder: {readonly [Kind in AnyRule['kind']]: (firewall: Firewall) => readonly PlacedRule<RuleOf<Kind>>[]} = {
	network: rememberByObject((firewall: Firewall) => placedRules(firewall, 'network')),
	application: rememberByObject((firewall: Firewall) => placedRules(firewall, 'application')),
	dnat: rememberByObject((firewall: Firewall) => placedRules(firewall, 'dnat')),
};

function placedRules<Kind extends AnyRule['kind']>(
	firewall: Firewall,
	kind: Kind,
): readonly PlacedRule<RuleOf<Kind>>[] {
	return (knownValue(firewall.groups) ?? [])
		.toSorted((a, b) => b.depth - a.depth || a.priority - b.priority)
		.flatMap(group =>
			group.collections
				.toSorted((a, b) => a.priority - b.priority)
				.flatMap(collection =>
					collection.rules
						.filter((rule): rule is RuleOf<Kind> => rule.kind === kind)
						.map(rule => ({group, collection, rule})),
				),
		);
}

/** `rcg-default-deny/app-deny-all-web/deny-all`; a classic firewall has no groups, so only `collection/rule`. */
export function placeLabel(firewall: Firewall, {group, collection, rule}: PlacedRule): string {
	const path = [collection.name, rule.name];
	return (firewall.policy === undefined ? path : [group.name, ...path]).join('/');
}
