import {calicoTerms} from '../../source/connectivity/calico/calico-terms.js';
import type {PolicyTerm} from '../../source/connectivity/policy-terms.js';
import type {KubeObject} from '../../source/topology/world.js';

const tierCount = 5;
const policiesPerTier = 40;

/** 200 global policies in 5 tiers that mean parts of the cluster, allow, deny and hand over. */
export function calicoPolicies(): readonly PolicyTerm[] {
	const tiers = Array.from({length: tierCount}, (_, index) =>
		calico('Tier', `tier-${index}`, {order: 100 * (index + 1), defaultAction: index % 2 === 0 ? 'Pass' : 'Deny'}),
	);
	const policies = tiers.flatMap((_, tier) => Array.from({length: policiesPerTier}, (_, index) => policy(tier, index)));
	return calicoTerms(
		{policies, tiers, networkSets: [], hostEndpoints: []},
		{namespaceLabels: () => ({}), services: {services: [], endpoints: []}},
	);
}

function policy(tier: number, index: number): KubeObject {
	const team = `projectcalico.org/namespace in {'team-${index}', 'team-${index + 40}', 'team-${index + 80}'}`;
	const selector = index === 0 ? 'all()' : index % 2 === 0 ? `app == 'app-${index % 10}' && ${team}` : team;
	const rules = [
		{action: 'Deny', protocol: 'TCP', destination: {ports: [22 + tier]}},
		{action: 'Allow', protocol: 'UDP', source: {selector: `app == 'app-${index % 10}'`}, destination: {ports: [53]}},
		...(tier % 2 === 0 && index % 4 !== 0 ? [] : [{action: 'Pass'}]),
	];
	return calico('GlobalNetworkPolicy', `tier-${tier}.policy-${index}`, {
		tier: `tier-${tier}`,
		order: index,
		selector,
		types: ['Ingress', 'Egress'],
		ingress: rules,
		egress: rules,
	});
}

function calico(
	kind: string,
	name: string,
	spec: KubeObject['metadata'] | Readonly<Record<string, unknown>>,
): KubeObject {
	// What is made here is JSON; its types say more than that.
	return {apiVersion: 'projectcalico.org/v3', kind, metadata: {name}, spec} as KubeObject;
}
