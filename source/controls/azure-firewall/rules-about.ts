import {overlaps} from '../../network/interval-set.js';
import type {Box} from '../../network/packet-set.js';
import {ports} from '../../network/port-set.js';
import type {ApplicationRule, DnatRule, Firewall, FirewallAddresses, NetworkRule} from '../../topology/firewall.js';
import {mapKnown} from '../../topology/known.js';

/**
 * The firewall with only those rules that can say something about the packets asked about, by their ports and literal
 * sources. Most rules of a large firewall are for somebody else, and everything after this looks at each rule in depth.
 */
export function withRulesAbout(firewall: Firewall, asked: Box): Firewall {
	return {
		...firewall,
		groups: mapKnown(firewall.groups, groups =>
			groups.map(group => ({
				...group,
				collections: group.collections.map(collection => ({
					...collection,
					rules: collection.rules.filter(rule => concerns(rule, asked)),
				})),
			})),
		),
	};
}

function concerns(rule: NetworkRule | ApplicationRule | DnatRule, {source, protocol, destinationPort}: Box): boolean {
	switch (rule.kind) {
		case 'network': {
			return overlaps(rule.ports, destinationPort) && overlaps(rule.protocol, protocol) && mayHold(rule.source, source);
		}

		case 'application': {
			return rule.protocols.some(({port}) => overlaps(ports(port), destinationPort)) && mayHold(rule.source, source);
		}

		case 'dnat': {
			return true;
		}
	}
}

/** Tags and groups that could not be read may hold anything. */
function mayHold({addresses, tags, unreadGroups}: FirewallAddresses, source: Box['source']): boolean {
	return tags.length > 0 || unreadGroups.length > 0 || overlaps(addresses, source);
}
