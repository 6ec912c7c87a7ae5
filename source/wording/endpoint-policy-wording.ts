import type {EndpointPolicyGrounds} from '../controls/service-endpoint-policy/grounds.js';
import {armName} from '../topology/arm-id.js';
import type {Wording} from './control-wording.js';
import {listed} from './listed.js';

/** What service endpoint policies say of storage, in words. */
export function endpointPolicyWording(grounds: EndpointPolicyGrounds): Wording {
	const subnet = armName(grounds.subnet);
	const policies = listed(grounds.policies.map(armName));
	const isOne = grounds.policies.length === 1;
	const word = isOne ? 'policy' : 'policies';
	switch (grounds.kind) {
		case 'listed': {
			const {account, policy} = grounds;
			return {
				rule: `storage account ${account}`,
				why: `Service endpoint policy ${policy.name} of ${subnet} lists storage account ${account}.`,
			};
		}

		case 'not-listed': {
			return {
				rule: 'not listed',
				why: `Service endpoint ${word} ${policies} of ${subnet} ${isOne ? 'does' : 'do'} not list storage account ${grounds.account}, and over the service endpoint only listed ones are reached.`,
			};
		}

		case 'perhaps-listed': {
			return {
				rule: listed(grounds.scopes),
				why: `Service endpoint ${word} ${policies} of ${subnet} ${isOne ? 'lets' : 'let'} what is in ${listed(grounds.scopes)} through; whether storage account ${grounds.account} is there is not known.`,
			};
		}

		case 'unknown-account': {
			return {
				rule: 'not known which account',
				why: `Service endpoint ${word} ${policies} of ${subnet} ${isOne ? 'lets' : 'let'} listed storage accounts through and no others; which are called here is not known.`,
			};
		}

		case 'says-nothing': {
			return {
				rule: 'lists nothing',
				why: `Service endpoint ${word} ${policies} of ${subnet} ${isOne ? 'lists' : 'list'} nothing; whether that stops every storage account is not documented.`,
			};
		}

		case 'unread': {
			return {
				rule: 'not read',
				why: `Which storage accounts service endpoint policy ${armName(grounds.policy)} of ${subnet} lets through is not known. ${grounds.reason}`,
			};
		}
	}
}
