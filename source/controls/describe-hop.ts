import {formatAddress} from '../network/address-set.js';
import type {Hop} from './next-hop.js';

/** `firewall afw-hub`, `the internet`. */
export function describeHop(hop: Hop): string {
	switch (hop.kind) {
		case 'internet': {
			return 'the internet';
		}

		case 'local': {
			return 'the virtual network';
		}

		case 'service-endpoint': {
			return 'a service endpoint';
		}

		case 'none': {
			return 'nowhere (None)';
		}

		case 'gateway': {
			return 'the virtual network gateway';
		}

		case 'firewall': {
			return `firewall ${hop.firewall.name}`;
		}

		case 'node': {
			return `node ${formatAddress(hop.address)}`;
		}

		case 'appliance': {
			return hop.address === undefined ? 'an appliance' : `the appliance at ${formatAddress(hop.address)}`;
		}
	}
}
