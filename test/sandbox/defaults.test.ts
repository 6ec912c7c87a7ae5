import {describe, expect, test} from 'vitest';
import {withDefaults} from '../../source/sandbox/kubernetes/defaults.js';

describe('what the API server fills in', () => {
	test('a NetworkPolicy gets its selector and its types', () => {
		const policy = {apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: {egress: [{}]}};
		expect(withDefaults(policy)['spec']).toEqual({podSelector: {}, egress: [{}], policyTypes: ['Ingress', 'Egress']});
	});

	test.each(['crd.projectcalico.org/v1', 'projectcalico.org/v3', 'crd.antrea.io/v1beta1'])(
		'the kind of that name in %s is left as it is',
		apiVersion => {
			const policy = {apiVersion, kind: 'NetworkPolicy', spec: {selector: 'all()'}};
			expect(withDefaults(policy)).toEqual(policy);
		},
	);
});
