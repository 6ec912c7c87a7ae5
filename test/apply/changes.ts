import type {Change} from '../../source/plan/change.js';
import type {Plan} from '../../source/plan/plan.js';
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
