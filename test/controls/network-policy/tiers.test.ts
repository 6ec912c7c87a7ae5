import {describe, expect, test} from 'vitest';
import {networkPolicy} from '../../../source/controls/network-policy/network-policy.js';
import {ports} from '../../../source/network/port-set.js';
import type {PolicyEngine} from '../../../source/topology/cluster.js';
import {cluster, flow, podsOf} from '../../connectivity/manifests.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';

const pods = ['dev/web app=web 10.244.0.5', 'shop/client app=client 10.244.0.6'];

const global = (spec: string, name = 'lock') => `
apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: {name: ${name}}
spec: ${spec}
---
`;
const tier = `
apiVersion: projectcalico.org/v3
kind: Tier
metadata: {name: platform}
spec: {order: 100}
---
`;
const denyAll = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: dev}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
`;
const baseline = `
apiVersion: policy.networking.k8s.io/v1alpha1
kind: BaselineAdminNetworkPolicy
metadata: {name: default}
spec: {subject: {namespaces: {}}, ingress: [{action: Deny, from: [{namespaces: {}}]}]}
---
`;

/** What stops shop/client on its way to dev/web, and what is to be done about it. */
function asked(policies: string, engine: PolicyEngine = 'calico') {
	const topology = cluster({pods, policies, engine});
	const path = {kind: 'pod-to-pod', from: podsOf(topology, 'shop/client'), to: podsOf(topology, 'dev/web')} as const;
	const wanted = flow(path, {ports: ports(80)});
	const trail = entriesOf(networkPolicy, wanted, topology);
	const blocked = trail.find(({verdict}) => verdict === 'blocked');
	const remedies = remediesOf(networkPolicy, wanted, topology);
	return {trail, blocked, needs: remedies.flatMap(({needs}) => needs)};
}

const web = "selector: app == 'web', types: [Ingress]";

describe('the policy that decides is named, and advice replaces policies that would not help', () => {
	test('a rule that denies in a higher tier', () => {
		const {blocked, needs} = asked(
			tier +
				global(`{tier: platform, ${web}, ingress: [{action: Deny, source: {selector: app == 'client'}}]}`) +
				denyAll,
		);

		expect(blocked).toMatchObject({resource: 'GlobalNetworkPolicy lock', rule: 'ingress[0]'});
		expect(blocked?.why).toContain('GlobalNetworkPolicy lock ingress[0] in the tier platform denies tcp 80');
		expect(needs).toEqual([
			{
				kind: 'advice',
				text: 'GlobalNetworkPolicy lock ingress[0] in the tier platform denies this traffic, and that tier is evaluated before every NetworkPolicy. Ask its owner to narrow it.',
				commands: ['kubectl edit globalnetworkpolicy lock'],
			},
		]);
	});

	test('the end of a higher tier', () => {
		const {blocked, needs} = asked(tier + global(`{tier: platform, ${web}}`) + denyAll);

		expect(blocked?.why).toContain(
			'GlobalNetworkPolicy lock isolates the pod dev/web for ingress in the tier platform',
		);
		expect(needs).toMatchObject([
			{kind: 'advice', text: expect.stringContaining('no NetworkPolicy is evaluated for it')},
		]);
	});

	test('a rule that denies before order 1000, beside NetworkPolicies', () => {
		const {needs} = asked(global(`{order: 999, ${web}, ingress: [{action: Deny}]}`) + denyAll);

		expect(needs).toMatchObject([{kind: 'advice', text: expect.stringContaining('wins over every allow rule')}]);
	});

	test('a rule that denies behind order 1000 is overruled by a NetworkPolicy of ours', () => {
		const {needs} = asked(global(`{order: 1001, ${web}, ingress: [{action: Deny}]}`) + denyAll);

		expect(needs.map(({kind}) => kind)).toEqual(['network-policy']);
	});

	test('a baseline: a NetworkPolicy would cut the pod off from everything else', () => {
		const {blocked, needs} = asked(baseline, 'kubernetes');

		expect(blocked?.resource).toBe('BaselineAdminNetworkPolicy default');
		expect(needs).toMatchObject([{kind: 'advice', text: expect.stringContaining('in the tier baseline')}]);
	});

	test('an allow in a higher tier goes past the default deny', () => {
		const {trail} = asked(tier + global(`{tier: platform, ${web}, ingress: [{action: Allow}]}`) + denyAll);

		expect(trail.map(({verdict}) => verdict)).not.toContain('blocked');
		expect(trail.some(({why}) => why.includes('GlobalNetworkPolicy lock ingress[0] allows tcp 80'))).toBe(true);
	});
});

test('a policy without effect is named in the trail', () => {
	const {trail} = asked(global(`{${web}}`), 'azure');

	expect(trail).toContainEqual(
		expect.objectContaining({
			verdict: 'allowed',
			why: 'Azure Network Policy Manager does not enforce policies of Calico, so GlobalNetworkPolicy lock has no effect here.',
		}),
	);
});
