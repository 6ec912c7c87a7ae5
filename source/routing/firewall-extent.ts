import {armName} from '../topology/arm-id.js';
import {commandLine} from '../topology/command-line.js';
import type {FirewallAddresses} from '../topology/firewall.js';
import {type AddressView, type Extent, exactly, uniteExtents, unsure} from './extent.js';

/** One side of a firewall rule; an IP group that could not be read may hold anything. */
export function firewallExtent({addresses, tags, unreadGroups}: FirewallAddresses, view: AddressView): Extent {
	return uniteExtents([
		exactly(view.literal(addresses)),
		...tags.map(view.tag),
		...unreadGroups.map(id =>
			unsure({
				datum: `the addresses in IP group ${armName(id)}`,
				command: commandLine('az', 'network', 'ip-group', 'show', '--ids', id),
			}),
		),
	]);
}
