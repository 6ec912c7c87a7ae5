import type {AppliedRule} from './applied-rule.js';
import {type ClassSet, forEachClass} from './class-set.js';
import type {PodClasses} from './pod-classes.js';

/**
 * Cilium may take a named port for the number it has in another pod when pods that one rule is about disagree
 * (AKS azure-cni-powered-by-cilium), so what such a rule opens is not known.
 */
export function withNamedPortDoubt(rule: AppliedRule, destinations: ClassSet, {samples}: PodClasses): AppliedRule {
	for (const {protocol, port} of rule.term.ports ?? []) {
		if (!('name' in port)) {
			continue;
		}

		const numbers = new Set<number>();
		forEachClass(destinations, id => {
			for (const own of samples[id]?.ports ?? []) {
				if (own.name === port.name && own.protocol === protocol) {
					numbers.add(own.port);
				}
			}
		});
		if (numbers.size > 1) {
			return {...rule, doubt: rule.doubt ?? `the named port ${port.name}, which is not one number in all pods`};
		}
	}

	return rule;
}
