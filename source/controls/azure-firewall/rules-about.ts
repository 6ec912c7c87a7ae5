import {has, overlaps} from '../../network/interval-set.js';
import {nameIndex} from '../../network/name-index.js';
import type {Box} from '../../network/packet-set.js';
import {valueKey} from '../../network/value-key.js';
import {type PlacedRule, rulesInOrder} from '../../routing/evaluation-order.js';
import type {Host} from '../../routing/way.js';
import type {ApplicationRule, Firewall, FirewallAddresses, NetworkRule} from '../../topology/firewall.js';
import {rememberByKey} from '../../topology/remember-by-key.js';
import {rememberByObject} from '../../topology/remember-by-object.js';

/**
 * The network rules that can say something about the packets asked about, by their ports, protocol and literal sources.
 * Most rules of a large firewall are for somebody else, and everything after this looks at each rule in depth.
 */
export function networkRulesAbout(firewall: Firewall, asked: Box): readonly PlacedRule<NetworkRule>[] {
	return onService(firewall, asked).filter(({rule}) => mayHold(rule.source, asked.source));
}

/** The same for application rules: by the host, by port and by literal sources. */
export function applicationRulesAbout(
	firewall: Firewall,
	host: Host,
	asked: Box,
): readonly PlacedRule<ApplicationRule>[] {
	return applicationRulesNaming(firewall, host).filter(
		({rule}) => rule.protocols.some(({port}) => has(asked.destinationPort, port)) && mayHold(rule.source, asked.source),
	);
}

/** The application rules that may match a host: by its name, or because they do not say for which names they are. */
export function applicationRulesNaming(firewall: Firewall, host: Host): readonly PlacedRule<ApplicationRule>[] {
	switch (host.kind) {
		case 'nameless': {
			return [];
		}

		case 'unknown-name': {
			return rulesInOrder(firewall, 'application');
		}

		case 'named': {
			return byName(firewall).sharing(host.pattern);
		}
	}
}

/** Whether packets from there may match a rule; tags and groups that could not be read may hold anything. */
function mayHold({addresses, tags, unreadGroups}: FirewallAddresses, source: Box['source']): boolean {
	return tags.length > 0 || unreadGroups.length > 0 || overlaps(addresses, source);
}

/** Questions are for few services, so the rules for each are found once. */
const onService = rememberByKey(
	({protocol, destinationPort}: Box) => valueKey([protocol, destinationPort]),
	(firewall: Firewall, {protocol, destinationPort}) =>
		rulesInOrder(firewall, 'network').filter(
			({rule}) => overlaps(rule.ports, destinationPort) && overlaps(rule.protocol, protocol),
		),
);

const byName = rememberByObject((firewall: Firewall) =>
	nameIndex(rulesInOrder(firewall, 'application'), ({rule}) =>
		rule.fqdnTags.length + rule.targetUrls.length + rule.webCategories.length > 0 ? ['*'] : rule.targetFqdns,
	),
);
