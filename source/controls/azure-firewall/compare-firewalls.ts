import {formatAddress} from '../../network/address.js';
import {formatAddresses} from '../../network/address-set.js';
import {allowedDifference} from '../../network/allowed-difference.js';
import {has} from '../../network/interval-set.js';
import {covers, type NamePattern} from '../../network/name-pattern.js';
import {formatPacket} from '../../network/packet.js';
import {formatBox} from '../../network/packet-set.js';
import {formatPorts} from '../../network/port-set.js';
import {valueKey} from '../../network/value-key.js';
import type {Flow} from '../../profiles/flow.js';
import {boundOf} from '../../routing/bounded-rules.js';
import {type PlacedRule, rulesInOrder} from '../../routing/evaluation-order.js';
import {plainView} from '../../routing/resolve-tags.js';
import {sameArmId} from '../../topology/arm-id.js';
import type {ApplicationRule, DnatRule, Firewall} from '../../topology/firewall.js';
import type {Topology} from '../../topology/topology.js';
import {compareRequired} from '../compare-required.js';
import {type Comparison, joinComparisons, nothingChanged, type Opened} from '../comparison.js';
import {requiredThroughFirewall} from '../required-packets.js';
import {applicationRules} from './application-rules.js';
import {networkMatchRules} from './network-rules.js';

/** Every firewall before and after: network rules as packets, application rules by name, DNAT by what is published. */
export function compareFirewalls(
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'azure-firewall'> {
	return joinComparisons(
		after.firewalls.map(now => {
			const old = before.firewalls.find(firewall => sameArmId(firewall.id, now.id));
			return old === undefined || valueKey(old.groups) === valueKey(now.groups)
				? nothingChanged
				: joinComparisons([
						compareNetworkRules(old, now, before, after, required),
						compareNames(old, now, before, after, required),
						comparePublished(old, now, required),
					]);
		}),
	);
}

function compareNetworkRules(
	old: Firewall,
	now: Firewall,
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'azure-firewall'> {
	const place = {control: 'azure-firewall', resource: now.id, by: 'network rules'} as const;
	const needed = requiredThroughFirewall(required, now.id, after);
	return (
		compareRequired(place, networkMatchRules(old, before), networkMatchRules(now, after), needed) ?? {
			...nothingChanged,
			undecided: [`The network rules of ${now.name} are too tangled to compare.`],
		}
	);
}

/**
 * Names are a dimension of their own: the patterns that appear on one side only stand for all that changed. Each is
 * asked before and after; sources and ports are compared exactly.
 */
function compareNames(
	old: Firewall,
	now: Firewall,
	before: Topology,
	after: Topology,
	required: readonly Flow[],
): Comparison<'azure-firewall'> {
	const comparisons = changedPatterns(old, now).map(pattern => {
		const host = {kind: 'named', pattern, outsideAzure: false} as const;
		const rules = (firewall: Firewall, topology: Topology) =>
			boundOf(applicationRules(firewall, plainView(topology), host), 'worst');
		const difference = allowedDifference(rules(old, before), rules(now, after));
		if (difference.state === 'undecided') {
			return {...nothingChanged, undecided: [`What ${now.name} lets through to ${pattern} is too tangled to compare.`]};
		}

		const {opened, closed} = difference;
		const what = (packets: typeof opened.packets) =>
			packets
				.map(packet => `${formatAddresses(packet.source)} to ${pattern}, tcp ${formatPorts(packet.destinationPort)}`)
				.join('; ');
		const place = {control: 'azure-firewall', resource: now.id} as const;
		return {
			opened:
				opened.example === undefined
					? []
					: [{...place, what: what(opened.packets), wider: widerName(pattern, required)}],
			closed:
				closed.example === undefined
					? []
					: [
							{
								...place,
								what: what(closed.packets),
								witness: formatPacket(closed.example.packet),
							},
						],
			undecided: [],
		} satisfies Comparison<'azure-firewall'>;
	});
	return joinComparisons([...comparisons, compareOpaque(old, now)]);
}

function changedPatterns(old: Firewall, now: Firewall): readonly NamePattern[] {
	const spelled = (firewall: Firewall) =>
		new Map(
			rulesInOrder(firewall, 'application').flatMap(placed =>
				placed.rule.targetFqdns.map(pattern => [`${place(placed)} ${pattern}`, pattern] as const),
			),
		);
	const [a, b] = [spelled(old), spelled(now)];
	const changed = [...a, ...b].filter(([key]) => a.has(key) !== b.has(key)).map(([, pattern]) => pattern);
	return [...new Set(changed)];
}

function place({group, collection, rule}: PlacedRule<ApplicationRule>): string {
	return valueKey([group.depth, group.priority, collection.priority, collection.action, rule.source, rule.protocols]);
}

/** A name is required when a flow wants it; a wider pattern is not, and says which names would do. */
function widerName(pattern: NamePattern, required: readonly Flow[]): Opened['wider'] {
	const wanted = required.flatMap(({path}) =>
		path.kind === 'egress' && path.destination.kind === 'name' ? [path.destination.pattern] : [],
	);
	if (wanted.some(name => covers(name, pattern))) {
		return undefined;
	}

	const inside = wanted.filter(name => covers(pattern, name));
	return {
		reason: `Azure Firewall takes * only at the left, so ${pattern} stands for ${inside.join(', ') || 'more than is required'} and every other name that ends so.`,
		alternative: inside.some(name => name.includes('*'))
			? 'Give the exact name (--dataplane-fqdn NAME) to open that one only.'
			: undefined,
		witness: pattern.replace('*', 'anything'),
	};
}

/** FQDN tags, URLs and web categories cannot be listed as names; a rule with them that is new is said as it is. */
function compareOpaque(old: Firewall, now: Firewall): Comparison<'azure-firewall'> {
	const opaque = (firewall: Firewall) =>
		rulesInOrder(firewall, 'application')
			.filter(({collection}) => collection.action === 'allow')
			.flatMap(({rule}) =>
				[...rule.fqdnTags, ...rule.targetUrls, ...rule.webCategories].map(name => `${rule.name}: ${name}`),
			);
	const [a, b] = [opaque(old), opaque(now)];
	const resource = now.id;
	return {
		opened: b
			.filter(name => !a.includes(name))
			.map(what => ({
				control: 'azure-firewall' as const,
				resource,
				what,
				wider: {reason: 'What it stands for is not published as names.', alternative: undefined, witness: what},
			})),
		closed: a
			.filter(name => !b.includes(name))
			.map(what => ({control: 'azure-firewall' as const, resource, what, witness: what})),
		undecided: [],
	};
}

function comparePublished(old: Firewall, now: Firewall, required: readonly Flow[]): Comparison<'azure-firewall'> {
	const published = (firewall: Firewall) =>
		new Map(rulesInOrder(firewall, 'dnat').map(({rule}) => [describeDnat(rule), rule]));
	const [a, b] = [published(old), published(now)];
	const resource = now.id;
	return {
		opened: [...b]
			.filter(([what]) => !a.has(what))
			.map(([what, rule]) => ({
				control: 'azure-firewall' as const,
				resource,
				what,
				wider: isRequiredPublication(rule, required)
					? undefined
					: {reason: 'No required flow needs this address and port.', alternative: undefined, witness: what},
			})),
		closed: [...a]
			.filter(([what]) => !b.has(what))
			.map(([what]) => ({control: 'azure-firewall' as const, resource, what, witness: what})),
		undecided: [],
	};
}

function describeDnat({
	source,
	destination,
	protocol,
	ports,
	translatedAddress,
	translatedFqdn,
	translatedPort,
}: DnatRule): string {
	const target = translatedAddress === undefined ? (translatedFqdn ?? '') : formatAddress(translatedAddress);
	const from = formatBox({
		source: source.addresses,
		destination,
		protocol,
		sourcePort: [[0, 65_535]],
		destinationPort: ports,
	});
	return `${from} as ${target}:${translatedPort ?? formatPorts(ports)}`;
}

function isRequiredPublication({translatedAddress, ports}: DnatRule, required: readonly Flow[]): boolean {
	return (
		translatedAddress !== undefined &&
		required.some(
			flow =>
				flow.path.kind === 'ingress' &&
				has(flow.path.service.loadBalancerAddresses, translatedAddress) &&
				ports.every(([first, last]) => has(flow.ports, first) && has(flow.ports, last)),
		)
	);
}
