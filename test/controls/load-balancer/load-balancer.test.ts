import {expect, test} from 'vitest';
import {loadBalancer} from '../../../source/controls/load-balancer/load-balancer.js';
import {entriesOf} from '../../helpers/ask-control.js';
import {ingressFlow, topologyOf} from '../../helpers/topology.js';

test('a service without an address is waited for', () => {
	const [entry] = entriesOf(loadBalancer, ingressFlow({loadBalancerAddresses: []}), topologyOf({securityRules: []}));

	expect(entry).toMatchObject({
		verdict: 'undecided',
		missing: {command: 'kubectl get service traefik --namespace azds'},
	});
});
