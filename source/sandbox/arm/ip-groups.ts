import {looksLikeIpv6, parseNetwork} from '../address.js';
import {listAt, textAt, textsAt} from '../json.js';
import {refuse} from './arm-answers.js';
import {keepReadOnly} from './complete.js';
import {assertNetworkName} from './resource-names.js';
import type {ArmResourceType} from './resource-type.js';

const entriesPerGroup = 5000;

export const ipGroups: ArmResourceType = {
	type: 'Microsoft.Network/ipGroups',
	whenBusy: 'another-operation',
	etag: 'weak-etag',
	check: ({proposed, parsed}) => {
		assertNetworkName(parsed.name);
		const addresses = textsAt(proposed, 'properties', 'ipAddresses');
		const wrong = addresses.find(
			text => looksLikeIpv6(text) || !text.split('-').every(part => parseNetwork(part) !== undefined),
		);
		if (wrong !== undefined || addresses.length > entriesPerGroup) {
			throw refuse(
				400,
				'IpGroupInvalidIpAddress',
				`IP group ${parsed.name} is invalid: ${wrong ?? `more than ${entriesPerGroup} entries`}.`,
				{details: []},
			);
		}
	},
	complete: ({proposed, before}) =>
		keepReadOnly(proposed, before, [
			['properties', 'firewalls'],
			['properties', 'firewallPolicies'],
		]),
	checkDelete: (_store, id, group) => {
		const [user] = [...listAt(group, 'properties', 'firewallPolicies'), ...listAt(group, 'properties', 'firewalls')];
		if (user !== undefined) {
			throw refuse(400, 'IpGroupInUse', `IP group ${id} is in use by ${textAt(user, 'id')} and cannot be deleted.`, {
				details: [],
			});
		}
	},
};
