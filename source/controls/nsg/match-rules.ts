import {anyAddress, holdsFamily} from '../../network/address-set.js';
import type {MatchRule} from '../../network/first-match.js';
import {equals, overlaps} from '../../network/interval-set.js';
import {type Box, box, isEmptyBox, type PacketSet} from '../../network/packet-set.js';
import {anyPort} from '../../network/port-set.js';
import {anyProtocol} from '../../network/protocol-set.js';
import {valueKey} from '../../network/value-key.js';
import {applicationGroupExtent} from '../../routing/application-group.js';
import {type BoundedRule, boundOf} from '../../routing/bounded-rules.js';
import {type AddressView, type Extent, exactly, uniteExtents} from '../../routing/extent.js';
import {plainView} from '../../routing/resolve-tags.js';
import {type TagReading, virtualNetworkExtent, withNetworkTags} from '../../routing/virtual-network-tag.js';
import type {ArmId} from '../../topology/arm-id.js';
import {rememberByKey} from '../../topology/remember-by-key.js';
import type {Topology} from '../../topology/topology.js';
import type {RuleAddresses, SecurityGroup, SecurityRule} from '../../topology/virtual-network.js';

type SecurityViews = {
	readonly source: AddressView;
	readonly destination: AddressView;
	/** Who is in an application security group. */
	readonly group: (id: ArmId) => Extent;
};

/** One direction of a security group as an ordered list; the first match decides (network-security-groups-overview). */
export function securityRules(
	group: SecurityGroup,
	direction: SecurityRule['direction'],
	views: SecurityViews,
	rules = rulesInOrder(group, direction),
): readonly BoundedRule<SecurityRule>[] {
	return [...rules, lastResort(direction)].map(rule => boundedRule(rule, views));
}

function rulesInOrder({rules}: SecurityGroup, direction: SecurityRule['direction']): readonly SecurityRule[] {
	return rules.filter(rule => rule.direction === direction).toSorted((a, b) => a.priority - b.priority);
}

/**
 * Only those rules that can say something about a flow, by direction, protocol and ports: each of them is looked at in
 * depth afterwards. The rules that match every port, the default ones among them, always stay. Flows are for few services,
 * so the rules for each are found once.
 */
export const rulesAbout = rememberByKey(
	({direction, protocol, sourcePort, destinationPort}: ServiceAsked) =>
		valueKey([direction, protocol, sourcePort, destinationPort]),
	(group: SecurityGroup, {direction, protocol, sourcePort, destinationPort}) =>
		rulesInOrder(group, direction).filter(
			rule =>
				overlaps(rule.destinationPorts, destinationPort) &&
				overlaps(rule.protocol, protocol) &&
				overlaps(rule.sourcePorts, sourcePort),
		),
);

type ServiceAsked = Pick<Box, 'protocol' | 'sourcePort' | 'destinationPort'> & Pick<SecurityRule, 'direction'>;

/**
 * The same as plain rows, for comparing a group before and after a change. `bound` settles what is not known (service
 * tags without a list, application security groups); use the same on both sides.
 */
export function nsgMatchRules(
	group: SecurityGroup,
	direction: SecurityRule['direction'],
	topology: Topology,
	{subnet, reading, bound}: {readonly subnet: ArmId; readonly reading: TagReading; readonly bound: 'worst' | 'best'},
): readonly MatchRule<SecurityRule>[] {
	const view = withNetworkTags(plainView(topology), virtualNetworkExtent(subnet, topology, reading));
	return boundOf(
		securityRules(group, direction, {
			source: view,
			destination: view,
			group: id => applicationGroupExtent(id, topology),
		}),
		bound,
	);
}

function boundedRule(rule: SecurityRule, views: SecurityViews): BoundedRule<SecurityRule> {
	const source = extentOf(rule.source, views.source, views.group);
	const destination = extentOf(rule.destination, views.destination, views.group);
	const rows = (bound: 'least' | 'most'): PacketSet => {
		const row = box({
			source: source[bound],
			destination: destination[bound],
			protocol: rule.protocol,
			sourcePort: rule.sourcePorts,
			destinationPort: rule.destinationPorts,
		});
		return isEmptyBox(row) ? [] : [row];
	};
	return {
		least: rows('least'),
		most: rows('most'),
		unknown: [...source.unknown, ...destination.unknown],
		action: rule.access,
		origin: rule,
	};
}

function extentOf(side: RuleAddresses, view: AddressView, group: SecurityViews['group']): Extent {
	return uniteExtents([
		exactly(view.literal(side.addresses)),
		...side.tags.map(view.tag),
		...side.applicationSecurityGroups.map(group),
	]);
}

/** Azure's own last rule, for a group whose default rules were not in the answer. */
function lastResort(direction: SecurityRule['direction']): SecurityRule {
	const any = {addresses: anyAddress, tags: [], applicationSecurityGroups: []};
	return {
		name: direction === 'inbound' ? 'DenyAllInBound' : 'DenyAllOutBound',
		priority: 65_500,
		direction,
		access: 'deny',
		protocol: anyProtocol,
		source: any,
		sourcePorts: anyPort,
		destination: any,
		destinationPorts: anyPort,
		isDefault: true,
	};
}

/** `DenyAllElseInBound (4000)` */
export function ruleLabel({name, priority}: SecurityRule): string {
	return `${name} (${priority})`;
}

/** A rule that denies whatever nobody allowed, not somebody's decision about just this traffic. */
export function isCatchAll(rule: SecurityRule): boolean {
	const far = rule.direction === 'inbound' ? rule.source : rule.destination;
	const anywhere = holdsFamily(far.addresses) || far.tags.some(tag => tag.toLowerCase() === 'internet');
	return rule.isDefault || (anywhere && equals(rule.destinationPorts, anyPort));
}
