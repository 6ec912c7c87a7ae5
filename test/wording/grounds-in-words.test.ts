import {expect, test} from 'vitest';
import type {AccountJudged} from '../../source/controls/service-endpoint-policy/grounds.js';
import type {CapacityGrounds} from '../../source/controls/subnet-capacity/grounds.js';
import {capacityWording} from '../../source/wording/capacity-wording.js';
import {endpointPolicyWording} from '../../source/wording/endpoint-policy-wording.js';

const counted = {
	kind: 'counted',
	used: 116,
	limit: 123,
	free: 7,
	asked: 10,
	needed: 10,
	heldBeforehand: false,
} as const;
const sum = '116 of 123 usable addresses are taken, 7 are free';

test.each<[CapacityGrounds, string]>([
	[{kind: 'unread', what: 'subnet', reason: undefined}, 'The subnet was not read.'],
	[{kind: 'unread', what: 'subnet', reason: 'No.'}, 'The subnet could not be read: No.'],
	[{kind: 'unread', what: 'use', reason: undefined}, 'Its use of addresses was not read.'],
	[{kind: 'unread', what: 'use', reason: 'No.'}, 'Its use could not be read: No.'],
	[{kind: 'dynamic'}, 'Azure gives no number for this subnet (-1), because it depends on what is deployed into it.'],
	[counted, `${sum}, and 10 are needed.`],
	[{...counted, asked: 5, needed: 5}, `${sum}; 5 are needed.`],
	[
		{...counted, heldBeforehand: true},
		`${sum}, and 10 are needed. Nodes reserve addresses for all the pods they may run, so pods still fit where a node has slots left, but a new node does not.`,
	],
	[{...counted, needed: 16}, `${sum}, and 16 are needed (10 pods, and nodes take addresses in batches of 16).`],
	[
		{...counted, asked: 5, needed: 16},
		`${sum}, fewer than the batch of 16 that a node takes at once; whether 5 more pods fit into what the nodes hold already is not known.`,
	],
])('addresses of a subnet: %#', (grounds, why) => {
	expect(capacityWording(grounds).why).toBe(why);
});

const [subnet, one, other] = [
	'/s/subnets/snet-aks',
	'/p/serviceEndpointPolicies/sep',
	'/p/serviceEndpointPolicies/sep-2',
];

test.each<[readonly string[], AccountJudged, string]>([
	[
		[one],
		{kind: 'not-listed', account: 'stacct'},
		'Service endpoint policy sep of snet-aks does not list storage account stacct, and over the service endpoint only listed ones are reached.',
	],
	[
		[one, other],
		{kind: 'not-listed', account: 'stacct'},
		'Service endpoint policies sep and sep-2 of snet-aks do not list storage account stacct, and over the service endpoint only listed ones are reached.',
	],
	[
		[one],
		{kind: 'unknown-account'},
		'Service endpoint policy sep of snet-aks lets listed storage accounts through and no others; which are called here is not known.',
	],
	[
		[one, other],
		{kind: 'says-nothing'},
		'Service endpoint policies sep and sep-2 of snet-aks list nothing; whether that stops every storage account is not documented.',
	],
])('service endpoint policies: %#', (policies, grounds, why) => {
	expect(endpointPolicyWording({subnet, policies, ...grounds}).why).toBe(why);
});
