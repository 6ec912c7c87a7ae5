import type {Topology} from '../../topology/topology.js';
import type {AllowRule} from './allow-rule.js';
import {firewallAllowRules} from './firewall-allow-rules.js';
import {policyAllowRules} from './policy-allow-rules.js';
import {rangeAllowRules} from './range-allow-rules.js';
import {securityGroupAllowRules} from './security-group-allow-rules.js';

/** Everything that lets something through and could go, each with an id of its own: a second one of a name is `NAME#2`. */
export function allowRules(topology: Topology): readonly AllowRule[] {
	const seen = new Map<string, number>();
	return [
		...firewallAllowRules(topology),
		...securityGroupAllowRules(topology),
		...rangeAllowRules(topology),
		...policyAllowRules(topology),
	].map(rule => {
		const count = (seen.get(rule.id) ?? 0) + 1;
		seen.set(rule.id, count);
		return count === 1 ? rule : {...rule, id: `${rule.id}#${count}`};
	});
}
