import {formatAddresses} from '../../network/address-set.js';
import type {Flow} from '../../profiles/flow.js';
import type {Stop} from './stop-at.js';

/** What has to get through there: the flow, or the question for its name. */
export function flowAt({leg, packets}: Stop, flow: Flow): Flow {
	const {path} = flow;
	if (leg !== 'lookup' || path.kind !== 'egress') {
		return flow;
	}

	const {destination: addresses, protocol, ports} = packets;
	return {
		...flow,
		to: formatAddresses(addresses),
		protocol,
		ports,
		path: {...path, destination: {kind: 'addresses', addresses, tag: undefined}},
	};
}
