import {expect, test} from 'vitest';
import type {Change} from '../../../source/plan/change.js';
import {changeLines} from '../../../source/render/plan/change-lines.js';

const network = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network';
const rule = `${network}/networkSecurityGroups/nsg/securityRules/web`;
const policy = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: {name: 'a', namespace: 'shop'}};
const noCollections = {natRuleCollections: [], networkRuleCollections: [], applicationRuleCollections: []};

const changes: readonly (readonly [string, Change, readonly string[]])[] = [
	[
		'a range that is added between those that stay',
		{kind: 'authorized-ranges', cluster: 'aks', before: ['20.1.1.1/32'], after: ['20.1.1.1/32', '20.9.7.1/32']},
		['  20.1.1.1/32', '+ 20.9.7.1/32'],
	],
	['a first list', {kind: 'authorized-ranges', cluster: 'aks', before: [], after: ['20.9.7.1/32']}, ['+ 20.9.7.1/32']],
	[
		'the settings of a new resource, without its name and without what is empty',
		{
			kind: 'arm-child',
			type: 'security-rule',
			id: rule,
			before: null,
			after: {
				id: rule,
				name: 'web',
				type: 'Microsoft.Network/networkSecurityGroups/securityRules',
				properties: {access: 'Allow', sourceAddressPrefixes: []},
			},
		},
		['+ access: Allow'],
	],
	[
		'our own collections only',
		{
			kind: 'classic-collections',
			firewall: `${network}/azureFirewalls/fw`,
			before: noCollections,
			after: {...noCollections, networkRuleCollections: [{name: 'aksess-network'}]},
		},
		['+ networkRuleCollections:', '+   - name: aksess-network'],
	],
	[
		'an empty rule of a policy, which lets everything through',
		{
			kind: 'kube-object',
			ref: {apiVersion: policy.apiVersion, kind: policy.kind, namespace: 'shop', name: 'a'},
			before: {...policy, spec: {podSelector: {}, ingress: []}},
			after: {...policy, spec: {podSelector: {}, ingress: [{}]}},
		},
		['  podSelector: {}', '- ingress: []', '+ ingress:', '+   - {}'],
	],
	[
		'labels that are set, and not those that are not',
		{
			kind: 'kube-metadata',
			ref: {apiVersion: 'v1', kind: 'Namespace', namespace: undefined, name: 'shop'},
			field: 'labels',
			before: {team: 'a', name: null},
			after: {team: 'a', name: 'true'},
		},
		['  team: a', '+ name: "true"'],
	],
];

test.each(changes)('shows %s', (_what, change, lines) => {
	expect(changeLines(change).map(({sign, text}) => `${sign} ${text}`)).toEqual(lines);
});
