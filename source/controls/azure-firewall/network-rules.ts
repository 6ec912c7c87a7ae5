import {anyIpv4} from '../../network/address-set.js';
import type {MatchRule} from '../../network/first-match.js';
import {emptySet} from '../../network/interval-set.js';
import {covers, type NamePattern, overlap} from '../../network/name-pattern.js';
import {box, isEmptyBox, type PacketSet} from '../../network/packet-set.js';
import {type BoundedRule, boundOf} from '../../routing/bounded-rules.js';
import {type PlacedRule, rulesInOrder} from '../../routing/evaluation-order.js';
import {type AddressView, type Extent, exactly, nowhere, uniteExtents, unsure} from '../../routing/extent.js';
import {firewallExtent} from '../../routing/firewall-extent.js';
import {plainView} from '../../routing/resolve-tags.js';
import {commandLine} from '../../topology/command-line.js';
import type {Firewall, NetworkRule} from '../../topology/firewall.js';
import type {Topology} from '../../topology/topology.js';

/** What is asked about a destination besides its addresses. */
type NameQuestion = {
	/** Undefined for a flow to addresses. */
	readonly name: NamePattern | undefined;
	/** Nodes and pods ask the firewall itself for names, so that both know the same addresses (dns-details.md). */
	readonly resolvesThroughFirewall: boolean;
};

const noName: NameQuestion = {name: undefined, resolvesThroughFirewall: false};

export function networkRules(
	firewall: Firewall,
	sourceView: AddressView,
	destinationView: AddressView,
	asked: NameQuestion,
	rules = rulesInOrder(firewall, 'network'),
): readonly BoundedRule<PlacedRule<NetworkRule>>[] {
	return rules.map(placed => {
		const {rule, collection} = placed;
		const source = firewallExtent(rule.source, sourceView);
		const destination = uniteExtents([
			firewallExtent(rule.destination, destinationView),
			nameExtent(rule, firewall, asked),
		]);
		const rows = (bound: 'least' | 'most'): PacketSet => {
			const row = box({
				source: source[bound],
				destination: destination[bound],
				protocol: rule.protocol,
				destinationPort: rule.ports,
			});
			return isEmptyBox(row) ? [] : [row];
		};
		return {
			least: rows('least'),
			most: rows('most'),
			unknown: [...source.unknown, ...destination.unknown],
			action: collection.action === 'deny' ? 'deny' : 'allow',
			origin: placed,
		};
	});
}

/**
 * A firewall's network rules as plain rows, for comparing it before and after a change; FQDNs hold no addresses here.
 * `bound` settles what is not known (service tags without a list, unread IP groups): use the same on both sides.
 */
export function networkMatchRules(
	firewall: Firewall,
	topology: Topology,
	bound: 'worst' | 'best' = 'best',
): readonly MatchRule<PlacedRule<NetworkRule>>[] {
	const view = plainView(topology);
	return boundOf(networkRules(firewall, view, view, noName), bound);
}

/**
 * A name in a network rule stands for that name only, needs DNS proxy, and does not exist on Basic
 * (fqdn-filtering-network-rules.md, features-by-sku.md). Where the firewall and the client may resolve differently, the
 * rule may miss.
 */
function nameExtent({destinationFqdns}: NetworkRule, firewall: Firewall, asked: NameQuestion): Extent {
	const {name} = asked;
	if (name === undefined || firewall.tier.toLowerCase() === 'basic') {
		return nowhere;
	}

	if (destinationFqdns.some(fqdn => covers(fqdn, name))) {
		return firewall.dnsProxy && asked.resolvesThroughFirewall
			? exactly(anyIpv4)
			: unsure({
					datum: `whether ${firewall.name} and the client resolve ${name} to the same addresses`,
					command: commandLine(
						'az',
						'network',
						'firewall',
						'show',
						'--ids',
						firewall.id,
						'--query',
						'additionalProperties',
					),
				});
	}

	return destinationFqdns.some(fqdn => overlap(fqdn, name))
		? unsure({datum: `the exact name behind ${name}`, command: 'nslookup NAME'}, emptySet)
		: nowhere;
}
