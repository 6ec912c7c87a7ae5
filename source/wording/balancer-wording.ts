import type {BalancerGrounds} from '../controls/load-balancer/grounds.js';
import {serviceName} from '../routing/publication.js';
import type {Wording} from './wording.js';

export function balancerWording({service}: BalancerGrounds): Wording {
	return {
		rule: 'no address',
		why: `Service ${serviceName(service)} has no load balancer address yet, so nothing can be said about who reaches it.`,
	};
}
