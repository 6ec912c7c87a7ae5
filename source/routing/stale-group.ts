import {ofFamily} from '../network/address-set.js';
import {equals} from '../network/interval-set.js';
import {sameArmId} from '../topology/arm-id.js';
import type {GroupInForce} from '../topology/told-groups.js';
import type {RuleAddresses, SecurityGroup, SecurityRule} from '../topology/virtual-network.js';

/** Rules in which a group as it was read and what an interface was told of it differ, by `name (priority)`. */
export type RuleDifference = {readonly onlyInGroup: readonly string[]; readonly onlyInAnswer: readonly string[]};

/** Whether one of the two is older, or the answer is about another group. */
export function contradicts(told: GroupInForce, group: SecurityGroup): boolean {
	const {onlyInGroup, onlyInAnswer} = ruleDifference(told, group);
	return !sameArmId(told.group, group.id) || onlyInGroup.length + onlyInAnswer.length > 0;
}

/** Azure's own rules are the same everywhere, and of IPv6 an interface says nothing. */
export function ruleDifference(told: GroupInForce, group: SecurityGroup): RuleDifference {
	const own = group.rules.filter(rule => !rule.isDefault && isOfIpv4(rule));
	const answered = told.rules.filter(rule => !rule.isDefault && isOfIpv4(rule));
	return {
		onlyInGroup: own.filter(rule => !answered.some(other => isSame(rule, other))).map(labelOf),
		onlyInAnswer: answered.filter(rule => !own.some(other => isSame(other, rule))).map(labelOf),
	};
}

function labelOf({name, priority}: SecurityRule): string {
	return `${name} (${priority})`;
}

function isOfIpv4({source, destination}: SecurityRule): boolean {
	return [source, destination].every(
		({addresses, tags, applicationSecurityGroups}) =>
			ofFamily(addresses, 'IPv4').length + tags.length + applicationSecurityGroups.length > 0,
	);
}

function isSame(own: SecurityRule, told: SecurityRule): boolean {
	return (
		own.direction === told.direction &&
		own.priority === told.priority &&
		own.access === told.access &&
		equals(own.protocol, told.protocol) &&
		equals(own.sourcePorts, told.sourcePorts) &&
		equals(own.destinationPorts, told.destinationPorts) &&
		isSameSide(own.source, told.source) &&
		isSameSide(own.destination, told.destination)
	);
}

/** Who was in an application group when the interface was asked says not whether it still is. */
function isSameSide(own: RuleAddresses, told: RuleAddresses): boolean {
	return (
		own.applicationSecurityGroups.length > 0 ||
		(equals(ofFamily(own.addresses, 'IPv4'), ofFamily(told.addresses, 'IPv4')) && namesOf(own) === namesOf(told))
	);
}

function namesOf({tags}: RuleAddresses): string {
	return [...new Set(tags.map(tag => tag.toLowerCase()))].toSorted().join();
}
