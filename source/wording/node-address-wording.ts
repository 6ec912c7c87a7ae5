import type {NodeAddressGrounds} from '../controls/node-addresses/grounds.js';
import type {Flow} from '../profiles/flow.js';
import {describeService} from '../routing/question.js';
import type {Wording} from './control-wording.js';
import {listed} from './listed.js';

/** Whether the nodes' own addresses can be reached, in words. */
export function nodeAddressWording(grounds: NodeAddressGrounds, flow: Flow): Wording {
	switch (grounds.kind) {
		case 'no-public-address': {
			return {
				rule: 'no public address',
				why: `No node has a public address, so nothing outside reaches ${describeService(flow)} on one.`,
			};
		}

		case 'group-unread': {
			return {
				rule: `allowedHostPorts of ${grounds.pool}`,
				why: `Pool ${grounds.pool} does not tell AKS to open ${describeService(flow)}, and the security group at its nodes' interfaces was not read.`,
			};
		}

		case 'public-address': {
			return {
				rule: 'enableNodePublicIP',
				why: `The nodes of ${listed(grounds.pools)} have public addresses.`,
			};
		}
	}
}
