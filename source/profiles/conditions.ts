import {knownValue} from '../topology/known.js';
import type {Pod} from '../topology/kubernetes.js';
import type {Topology} from '../topology/topology.js';
import type {BindContext} from './bind-context.js';
import {type FactName, isFactName} from './facts.js';
import {ownFactValue} from './own-facts.js';
import {parameterValue} from './parameters.js';
import type {Condition, Conditions, Profile} from './profile.js';
import {runningFeatures} from './running-features.js';

/**
 * Three values, because what was not answered or not read excludes nothing: a requirement stands unless a condition
 * `fails`, a note is printed only when all `hold`.
 */
type Truth = 'holds' | 'fails' | 'unknown';

const noPods: readonly Pod[] = [];

function truthOf(condition: Condition, context: BindContext): Truth {
	const values = valuesOf(condition, context);
	if (values === undefined) {
		return 'unknown';
	}

	const wanted = condition.in ?? condition.not ?? [];
	const meets = values.some(value => wanted.includes(value));
	if (meets === (condition.in !== undefined)) {
		return 'holds';
	}

	return isContradicted(condition, context) ? 'unknown' : 'fails';
}

/** A feature that is off, and whose agents run: what was read contradicts itself. */
function isContradicted({fact, in: wanted = []}: Condition, {topology}: BindContext): boolean {
	const running = fact === 'feature' ? runningFeatures(knownValue(topology.kubernetes.pods) ?? noPods) : undefined;
	return running !== undefined && wanted.some(feature => running.has(feature));
}

/** Why the conditions exclude this cluster; undefined when they do not. */
export function exclusion(conditions: Conditions, context: BindContext): string | undefined {
	const failed = conditions.find(condition => truthOf(condition, context) === 'fails');
	return failed === undefined ? undefined : (failed.otherwise ?? describe(failed, context));
}

export function allHold(conditions: Conditions, context: BindContext): boolean {
	return conditions.every(condition => truthOf(condition, context) === 'holds');
}

function describe(condition: Condition, context: BindContext): string {
	const value = (valuesOf(condition, context) ?? []).join(' and ');
	if (condition.parameter !== undefined) {
		const title = context.profile.parameters[condition.parameter]?.title ?? condition.parameter;
		return `${title} is ${value}.`;
	}

	return `The cluster's ${condition.fact?.replaceAll('-', ' ')} is ${value}.`;
}

function valuesOf(
	{parameter, fact}: Condition,
	{profile, answers, topology}: BindContext,
): readonly string[] | undefined {
	if (parameter !== undefined) {
		const value = parameterValue(parameter, profile, answers);
		return value === undefined ? undefined : [value];
	}

	return fact === undefined ? undefined : factValue(fact, profile, topology);
}

/** What is known of a fact; several values where several kinds stand side by side, undefined where it was not read. */
export function factValue(
	fact: string,
	{facts}: Pick<Profile, 'facts'>,
	topology: Topology,
): readonly string[] | undefined {
	const own = Object.hasOwn(facts, fact) ? facts[fact] : undefined;
	return own === undefined ? (isFactName(fact) ? clusterFact(fact, topology) : undefined) : ownFactValue(own, topology);
}

function clusterFact(fact: FactName, topology: Topology): readonly string[] | undefined {
	if (fact === 'konnectivity-agent' || fact === 'dapr-extension') {
		const pods = knownValue(topology.kubernetes.pods);
		return pods === undefined ? undefined : [String(pods.some(toldByPods[fact]))];
	}

	const cluster = knownValue(topology.cluster);
	if (cluster === undefined) {
		return undefined;
	}

	switch (fact) {
		case 'cni': {
			return [cluster.cni];
		}

		case 'policy-engine': {
			return [cluster.policyEngine];
		}

		case 'private-cluster': {
			return [String(cluster.apiServer.privateCluster)];
		}

		case 'vnet-integration': {
			return [String(cluster.apiServer.vnetIntegration)];
		}

		case 'outbound-type': {
			return [cluster.outboundType];
		}

		case 'os': {
			return [...new Set(cluster.pools.map(({osType}) => osType.toLowerCase()))];
		}

		case 'feature': {
			return cluster.features;
		}

		case 'cloud': {
			return [cloudOf(cluster.location)];
		}
	}
}

/** What no field of the cluster says, and one pod tells. */
const toldByPods = {
	/** The name of AKS's own Deployment and its label (Azure/AKS, konnectivity-agent in kube-system). */
	'konnectivity-agent': ({namespace, labels}: Pod) =>
		namespace === 'kube-system' && labels['app'] === 'konnectivity-agent',
	/** Where the extension's images come from (dapr-settings.md, network requirements). */
	'dapr-extension': ({images = []}: Pod) => images.some(image => image.startsWith('mcr.microsoft.com/daprio/')),
};

/** The sovereign clouds' regions are recognisable by their names (facts: AKS outbound-rules-control-egress tables). */
export function cloudOf(location: string): 'global' | 'us-government' | 'china' {
	const name = location.toLowerCase().replaceAll(/\s/g, '');
	return name.startsWith('china') ? 'china' : /^us(?:gov|dod)/.test(name) ? 'us-government' : 'global';
}
