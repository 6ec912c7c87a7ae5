import type {BalancerGrounds} from '../controls/load-balancer/grounds.js';
import {formatAddresses} from '../network/address-set.js';
import {abbreviate} from '../routing/destination-cases.js';
import {serviceName} from '../routing/publication.js';
import type {Wording} from './control-wording.js';
import {listed} from './listed.js';

/** What the load balancer before a service does, in words. */
export function balancerWording(grounds: BalancerGrounds): Wording {
	const name = serviceName(grounds.service);
	const {sourceRanges, sourceTags = []} = grounds.service;
	return grounds.kind === 'no-address'
		? {
				rule: 'no address',
				why: `Service ${name} has no load balancer address yet, so nothing can be said about who reaches it.`,
			}
		: {
				rule: 'source ranges',
				why: `Service ${name} admits only ${listed([...sourceRanges, ...sourceTags])}, and its nodes drop what comes from ${abbreviate(formatAddresses(grounds.refused))}.`,
			};
}
