import type {Change} from '../../source/plan/change.js';
import {kubeRefOf} from '../../source/plan/kube-ref.js';
import type {Plan} from '../../source/plan/plan.js';
import {objects} from '../../source/topology/json.js';
import type {World} from '../../source/topology/world.js';
import {planOf} from './stage.js';

export type Sample = {
	readonly name: string;
	readonly world: string;
	readonly plan: Plan;
	readonly change: Change;
	/** The request that makes the change. */
	readonly method: 'PUT' | 'PATCH';
	readonly url: string;
};

/** One change of every kind, as the practice worlds' plans have them. */
export async function samples(): Promise<readonly Sample[]> {
	const [locked, classic] = await Promise.all([planOf('locked-down'), planOf('classic-firewall')]);
	const changes = locked.plan.steps.map(step => step.change);
	const child = (type: string) => changes.find(change => change.kind === 'arm-child' && change.type === type);
	const found: readonly (readonly [string, string, Plan, Change | undefined, Sample['method'], string])[] = [
		[
			'rule collection group',
			'locked-down',
			locked.plan,
			child('rule-collection-group'),
			'PUT',
			'/ruleCollectionGroups/aksess',
		],
		['security rule', 'locked-down', locked.plan, child('security-rule'), 'PUT', '/securityRules/aksess'],
		['route', 'locked-down', locked.plan, child('route'), 'PUT', '/routes/aksess'],
		['authorized ranges', 'locked-down', locked.plan, find(changes, 'authorized-ranges'), 'PUT', '/managedClusters/'],
		['network policy', 'locked-down', locked.plan, find(changes, 'kube-object'), 'PATCH', '/networkpolicies/aksess'],
		['policy entries', 'locked-down', locked.plan, entriesOf(locked.world), 'PATCH', '/networkpolicies/'],
		['labels', 'locked-down', locked.plan, label, 'PATCH', '/namespaces/claims'],
		[
			'classic collections',
			'classic-firewall',
			classic.plan,
			find(
				classic.plan.steps.map(step => step.change),
				'classic-collections',
			),
			'PUT',
			'/azureFirewalls/',
		],
	];
	return found.flatMap(([name, world, plan, change, method, url]) =>
		change === undefined ? [] : [{name, world, plan, change, method, url}],
	);
}

/** The first entry of the first policy that has one, taken away. */
function entriesOf(world: World): Change | undefined {
	const policies = world.objects.networkpolicies;
	const policy = (policies.state === 'known' ? policies.value : []).find(
		object => objects(object, 'spec', 'ingress').length > 0,
	);
	const before = objects(policy, 'spec', 'ingress');
	return (
		policy && {kind: 'policy-entries', ref: kubeRefOf(policy), direction: 'ingress', before, after: before.slice(1)}
	);
}

const label: Change = {
	kind: 'kube-metadata',
	ref: {apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name: 'claims'},
	field: 'labels',
	before: {'example.com/reviewed': null},
	after: {'example.com/reviewed': 'yes'},
};

function find(changes: readonly Change[], kind: Change['kind']): Change | undefined {
	return changes.find(change => change.kind === kind);
}
