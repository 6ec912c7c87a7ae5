import {serviceName} from '../../routing/publication.js';
import {commandLine} from '../../topology/command-line.js';
import type {Control} from '../control.js';

/** Azure's load balancer before a service, and what the service itself admits. */
export const loadBalancer = {
	id: 'load-balancer',
	title: 'Load balancer',
	judge: {
		'load-balancer': ({service, address}, hop) =>
			address === undefined
				? [
						{
							control: 'load-balancer',
							hop,
							verdict: 'undecided',
							resource: serviceName(service),
							missing: {
								datum: `the address of service ${serviceName(service)}`,
								command: commandLine('kubectl', 'get', 'service', service.name, '--namespace', service.namespace),
							},
							grounds: {kind: 'no-address', service},
						},
					]
				: [],
	},
	remedy: () => [],
} as const satisfies Control;
