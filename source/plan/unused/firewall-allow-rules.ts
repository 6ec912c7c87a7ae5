import {applicationRules} from '../../controls/azure-firewall/application-rules.js';
import {compareFirewalls} from '../../controls/azure-firewall/compare-firewalls.js';
import {networkMatchRules} from '../../controls/azure-firewall/network-rules.js';
import {type AddressSet, formatAddresses} from '../../network/address-set.js';
import {type MatchRule, partition} from '../../network/first-match.js';
import {difference, isEmpty, overlaps, unionOf} from '../../network/interval-set.js';
import {overlap} from '../../network/name-pattern.js';
import {formatPorts, portsOf} from '../../network/port-set.js';
import {protocols} from '../../network/protocol-set.js';
import {clusterSubnets} from '../../profiles/cluster-subnets.js';
import {boundOf} from '../../routing/bounded-rules.js';
import {abbreviate} from '../../routing/destination-cases.js';
import {type PlacedRule, placeLabel, rulesInOrder} from '../../routing/evaluation-order.js';
import type {AddressView} from '../../routing/extent.js';
import {question} from '../../routing/question.js';
import {plainView} from '../../routing/resolve-tags.js';
import type {Hop} from '../../routing/way.js';
import {armName, sameArmId} from '../../topology/arm-id.js';
import type {ApplicationRule, Firewall, FirewallAddresses, NetworkRule} from '../../topology/firewall.js';
import {knownValue, mapKnown} from '../../topology/known.js';
import type {Topology} from '../../topology/topology.js';
import {firewallRuleRemoval} from '../remove/firewall-removals.js';
import type {AllowRule} from './allow-rule.js';

/**
 * The rules by which firewalls let through, or publish, something of this cluster. A hub's firewall serves others too:
 * a rule for their addresses alone is none of this cluster's business.
 */
export function firewallAllowRules(topology: Topology): readonly AllowRule[] {
	const cluster = knownValue(topology.cluster);
	const own = cluster === undefined ? [] : clusterSubnets(cluster, topology).subnets.map(({prefixes}) => prefixes);
	const inside = unionOf(own);
	const seen = new Set<string>();
	return topology.firewalls.flatMap(firewall =>
		[
			...rulesInOrder(firewall, 'network'),
			...rulesInOrder(firewall, 'application'),
			...rulesInOrder(firewall, 'dnat'),
		].flatMap(placed => {
			// Firewalls with one policy have one rule, whose end is the end for both.
			const key = [placed.group.id.toLowerCase(), placed.collection.name, positionOf(placed)].join(' ');
			if (placed.collection.action === 'deny' || !concerns(placed, inside) || seen.has(key)) {
				return [];
			}

			seen.add(key);
			return [allowRule(placed, firewall, topology, inside)];
		}),
	);
}

function positionOf({collection, rule}: PlacedRule): number {
	return collection.rules.indexOf(rule);
}

/** What is translated leads to an address of the cluster's subnets; what leaves comes from one. */
function concerns({rule}: PlacedRule, inside: AddressSet): boolean {
	if (rule.kind === 'dnat') {
		const {translatedAddress} = rule;
		return translatedAddress === undefined || overlaps([[translatedAddress, translatedAddress]], inside);
	}

	const {addresses, tags, unreadGroups} = rule.source;
	return tags.length + unreadGroups.length > 0 || overlaps(addresses, inside);
}

function allowRule(placed: PlacedRule, firewall: Firewall, topology: Topology, inside: AddressSet): AllowRule {
	const {rule} = placed;
	const without = (world: Topology) => withoutRule(placed, world);
	const outside = rule.kind === 'dnat' ? [] : difference(rule.source.addresses, inside);
	return {
		id: `azure-firewall/${firewall.name}/${placeLabel(firewall, placed)}`,
		control: 'azure-firewall',
		resource: firewall.id,
		rule: placeLabel(firewall, placed),
		without,
		compare: (before, after) => compareFirewalls(before, after, []),
		mayMatch: hop => isHere(hop, firewall) && mayMatch(placed, hop),
		besides: rule.kind === 'dnat' ? [] : besides(rule),
		removal: world => firewallRuleRemoval(world, firewall, placed),
		shadows: () => shadows(placed, firewall, without(topology), topology),
		...(isEmpty(outside)
			? {}
			: {
					others: `It is for ${abbreviate(formatAddresses(outside))}, too: nobody asked what is needed there.`,
				}),
	};
}

function withoutRule({group, collection, rule}: PlacedRule, topology: Topology): Topology {
	const position = collection.rules.indexOf(rule);
	return {
		...topology,
		firewalls: topology.firewalls.map(firewall => ({
			...firewall,
			groups: mapKnown(firewall.groups, groups =>
				groups.map(other =>
					sameArmId(other.id, group.id)
						? {
								...other,
								collections: other.collections.map(one =>
									one.name === collection.name && one.action === collection.action
										? {...one, rules: one.rules.filter((_, index) => index !== position)}
										: one,
								),
							}
						: other,
				),
			),
		})),
	};
}

function isHere({place}: Hop, {id}: Firewall): boolean {
	return place.kind === 'publication' || (place.kind === 'firewall' && sameArmId(place.firewall.id, id));
}

function mayMatch({rule}: PlacedRule, {place, packets}: Hop): boolean {
	// Where the internet gets in, ports and addresses are translated.
	if (rule.kind === 'dnat' || place.kind === 'publication') {
		return true;
	}

	const [{protocol, destinationPort}] = question(packets);
	if (!mayHold(rule.source, packets.source, packets.sourceView)) {
		return false;
	}

	return rule.kind === 'network'
		? overlaps(rule.protocol, protocol) &&
				overlaps(rule.ports, destinationPort) &&
				(rule.destinationFqdns.length > 0 || mayHold(rule.destination, packets.destination, packets.destinationView))
		: overlaps(protocols('tcp'), protocol) &&
				overlaps(portsOf(rule.protocols.map(({port}) => port)), destinationPort) &&
				packets.hosts.some(host => host.kind !== 'named' || isOpaque(rule) || namesOverlap(rule, host.pattern));
}

function mayHold({addresses, tags, unreadGroups}: FirewallAddresses, asked: AddressSet, view: AddressView): boolean {
	return tags.length + unreadGroups.length > 0 || isEmpty(asked) || overlaps(view.literal(addresses), asked);
}

function isOpaque({fqdnTags, targetUrls, webCategories}: ApplicationRule): boolean {
	return fqdnTags.length + targetUrls.length + webCategories.length > 0;
}

function namesOverlap({targetFqdns}: ApplicationRule, pattern: string): boolean {
	return targetFqdns.some(fqdn => overlap(fqdn, pattern));
}

function besides(rule: NetworkRule | ApplicationRule): readonly string[] {
	const sides = rule.kind === 'network' ? [rule.source, rule.destination] : [rule.source];
	const unread = sides.flatMap(({unreadGroups}) => unreadGroups);
	return [
		...(rule.kind === 'network'
			? rule.destinationFqdns.map(
					name =>
						`${formatAddresses(rule.source.addresses)} to the addresses of ${name}, port ${formatPorts(rule.ports)}`,
				)
			: []),
		...unread.map(id => `what IP group ${armName(id)} holds, which could not be read`),
	];
}

function shadows({rule}: PlacedRule, firewall: Firewall, less: Topology, topology: Topology): readonly string[] {
	const rest = less.firewalls.find(({id}) => sameArmId(id, firewall.id)) ?? firewall;
	const label = (origin: PlacedRule) => placeLabel(firewall, origin);
	switch (rule.kind) {
		case 'network': {
			return deciding(networkMatchRules(firewall, topology), networkMatchRules(rest, less), rule).map(label);
		}

		case 'application': {
			return rule.targetFqdns
				.flatMap(pattern => {
					const host = {kind: 'named', pattern, outsideAzure: false} as const;
					const rules = (one: Firewall, world: Topology) =>
						boundOf(applicationRules(one, plainView(world), host), 'worst');
					return deciding(rules(firewall, topology), rules(rest, less), rule);
				})
				.map(label);
		}

		case 'dnat': {
			return [];
		}
	}
}

/** Those of the other rules that decide what the rule matches. */
function deciding<Rule extends PlacedRule['rule']>(
	all: readonly MatchRule<PlacedRule<Rule>>[],
	rest: readonly MatchRule<PlacedRule<Rule>>[],
	rule: Rule,
): readonly PlacedRule<Rule>[] {
	const own = all.find(({origin}) => origin.rule === rule);
	return partition(rest, own?.match ?? []).shares.map(({origin}) => origin);
}
