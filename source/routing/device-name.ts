import {formatAddress} from '../network/address.js';
import type {NextHop} from './effective-route.js';

/** `firewall afw-hub`, `the appliance at 10.30.0.9`, `the internet`: where packets go, for a sentence. */
export function deviceName(nextHop: NextHop): string {
	switch (nextHop.kind) {
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
			return `firewall ${nextHop.firewall.name}`;
		}

		case 'node': {
			return `node ${formatAddress(nextHop.address)}`;
		}

		case 'appliance': {
			return nextHop.address === undefined ? 'an appliance' : `the appliance at ${formatAddress(nextHop.address)}`;
		}

		case 'unreachable': {
			const {address, barrier} = nextHop;
			return barrier.kind === 'peering'
				? `${formatAddress(address)}, behind peering ${barrier.name}`
				: `${formatAddress(address)}, an address of firewall ${barrier.firewall}`;
		}
	}
}
