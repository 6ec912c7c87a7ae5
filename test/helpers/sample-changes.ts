import type {Change, ChangeOf} from '../../source/plan/change.js';
import type {ChildType} from '../../source/plan/changes/child-types.js';
import type {ArmId} from '../../source/topology/arm-id.js';

const group = '/subscriptions/s/resourceGroups/rg/providers';

export const sampleIds = {
	policy: `${group}/Microsoft.Network/firewallPolicies/afwp`,
	group: `${group}/Microsoft.Network/networkSecurityGroups/nsg`,
	table: `${group}/Microsoft.Network/routeTables/rt`,
	firewall: `${group}/Microsoft.Network/azureFirewalls/afw`,
	cluster: `${group}/Microsoft.ContainerService/managedClusters/aks`,
} as const;

export function childChange(
	type: ChildType,
	id: ArmId,
	rest: Partial<Pick<ChangeOf<'arm-child'>, 'before' | 'after'>> = {},
): ChangeOf<'arm-child'> {
	const name = id.split('/').at(-1) ?? '';
	return {
		kind: 'arm-child',
		type,
		id,
		before: null,
		after: {id, name, type: '', properties: {priority: 100}},
		...rest,
	};
}

const noCollections = {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};

const policyRef = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', namespace: 'shop', name: 'web'};

/** One change of every kind, and of every type of child. */
export const sampleChanges = {
	'rule-collection-group': childChange('rule-collection-group', `${sampleIds.policy}/ruleCollectionGroups/ours`),
	'security-rule': childChange('security-rule', `${sampleIds.group}/securityRules/ours`),
	route: childChange('route', `${sampleIds.table}/routes/ours`),
	'classic-collections': {
		kind: 'classic-collections',
		firewall: sampleIds.firewall,
		before: noCollections,
		after: {...noCollections, networkRuleCollections: [{name: 'aksess-network'}]},
	},
	'authorized-ranges': {
		kind: 'authorized-ranges',
		cluster: sampleIds.cluster,
		before: ['20.1.1.1/32'],
		after: ['20.1.1.1/32', '20.9.7.1/32'],
	},
	'kube-object': {
		kind: 'kube-object',
		ref: policyRef,
		before: null,
		after: {
			apiVersion: policyRef.apiVersion,
			kind: policyRef.kind,
			metadata: {name: 'web', namespace: 'shop'},
			spec: {podSelector: {}},
		},
	},
	'policy-entries': {
		kind: 'policy-entries',
		ref: policyRef,
		direction: 'egress',
		before: [{to: [{podSelector: {}}]}, {ports: [{protocol: 'TCP', port: 443}]}],
		after: [{to: [{podSelector: {}}]}],
	},
	labels: {
		kind: 'kube-metadata',
		ref: {apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name: 'shop'},
		field: 'labels',
		before: {team: null},
		after: {team: 'a'},
	},
	annotations: {
		kind: 'kube-metadata',
		ref: {apiVersion: 'v1', kind: 'Service', namespace: 'shop', name: 'web'},
		field: 'annotations',
		before: {internal: 'true'},
		after: {internal: null},
	},
} as const satisfies Readonly<Record<string, Change>>;
