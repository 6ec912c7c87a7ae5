import type {TrailEntry} from '../controls/finding.js';
import type {EndpointGrounds} from '../controls/private-endpoint/grounds.js';
import {formatAddresses} from '../network/address-set.js';
import type {Wording} from './control-wording.js';

/** What private DNS and private endpoints do, in words. */
export function endpointWording(grounds: EndpointGrounds, {verdict, decision}: TrailEntry): Wording {
	switch (grounds.kind) {
		case 'record': {
			const {name, zone, read} = grounds;
			const at = formatAddresses(decision.hop.packets.destination);
			const unsure = read ? '' : '; its records were not read, so this is what the endpoint wants';
			return {
				rule: `record in ${zone.name}`,
				why: `Inside the network ${name} is ${at} by private zone ${zone.name}${unsure}.`,
			};
		}

		case 'no-record': {
			const {name, zone, endpoint} = grounds;
			const whose = endpoint === undefined ? '' : ` though private endpoint ${endpoint.name} wants one`;
			return {
				rule: `no record in ${zone.name}`,
				why:
					verdict === 'undecided'
						? `Private zone ${zone.name} ${zone.hasUnreadLinks ? 'has links that were not read' : 'is linked to the network'}; whether it answers for ${name} decides where packets go.`
						: `Private zone ${zone.name} is linked to the network and has no record for ${name}${whose}, so the name does not resolve there.`,
			};
		}

		case 'approved': {
			const {endpoint} = grounds;
			return {
				rule: 'connection approved',
				why: `Private endpoint ${endpoint.name} leads to the service inside the network; no firewall stands between.`,
			};
		}

		case 'not-approved': {
			const {endpoint} = grounds;
			return {
				rule: `connection ${endpoint.state}`,
				why: `The connection of private endpoint ${endpoint.name} is ${endpoint.state}, so it passes nothing on.`,
			};
		}
	}
}
