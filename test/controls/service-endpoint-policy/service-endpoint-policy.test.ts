import {expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {controls} from '../../../source/controls/list.js';
import {serviceEndpointPolicy} from '../../../source/controls/service-endpoint-policy/service-endpoint-policy.js';
import {ports} from '../../../source/network/port-set.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../../source/topology/world.js';
import {wordingOf} from '../../../source/wording/wording.js';
import {group, open, origin, resource, subscription, worldFrom} from '../../routing/small-world.js';
import {flowOn} from '../flow-on.js';

const id = `${group}/serviceEndpointPolicies/sep`;
const account = `${subscription}/resourceGroups/data/providers/Microsoft.Storage/storageAccounts/invoices`;
const flow = flowOn(
	{
		kind: 'egress',
		origin,
		destination: {kind: 'name', pattern: 'orders.blob.core.windows.net', hosting: {kind: 'unknown'}},
	},
	{ports: ports(443)},
);

function judged(...serviceEndpointPolicyDefinitions: readonly JsonObject[]) {
	const world = worldFrom({
		...open,
		tags: {Storage: ['20.60.0.0/16'], 'Storage.eastus': ['20.60.0.0/16']},
		nodes: {serviceEndpoints: [{service: 'Microsoft.Storage'}], serviceEndpointPolicies: [{id}]},
		resources: [resource(id, {serviceEndpointPolicyDefinitions: [...serviceEndpointPolicyDefinitions]})],
	});
	const topology = decodeTopology(world);
	const finding = assessFlow(flow, topology, controls);
	const entries = finding.trail.filter(({decision}) => decision.control === 'service-endpoint-policy');
	return {
		said: entries.map(entry => wordingOf(entry, finding)),
		needs: serviceEndpointPolicy.remedy({finding, entries}, topology).flatMap(({needs}) => needs),
		missing: entries.map(({missing}) => missing?.command),
	};
}

function definition(...serviceResources: readonly string[]): JsonObject {
	return {name: 'data', properties: {service: 'Microsoft.Storage', serviceResources: [...serviceResources]}};
}

test('says that an account is not listed, and how to list it beside those that are', () => {
	const {said, needs} = judged(definition(account));
	expect(said).toEqual([
		{
			rule: 'not listed',
			why: 'Service endpoint policy sep of nodes does not list storage account orders, and over the service endpoint only listed ones are reached.',
		},
	]);
	expect(needs).toEqual([
		{
			kind: 'advice',
			text: 'Service endpoint policy sep lets nodes reach only the storage accounts that it lists: add orders by its id to a definition.',
			commands: [
				'az storage account show --name orders --query id --output tsv',
				`az network service-endpoint policy-definition update --resource-group rg --policy-name sep --name data --service Microsoft.Storage --service-resources ${account} ID-OF-orders`,
			],
		},
	]);
});

test('asks where an account is when whole resource groups are listed', () => {
	const {said, needs, missing} = judged(definition(`${subscription}/resourceGroups/data`));
	expect(said[0]?.why).toMatch(/^Service endpoint policy sep of nodes lets what is in .* through; whether/);
	expect(missing).toEqual(['az storage account show --name orders --query id']);
	expect(needs).toEqual([]);
});

test('takes no policy without definitions for one that denies', () => {
	expect(judged().said).toEqual([
		{
			rule: 'lists nothing',
			why: 'Service endpoint policy sep of nodes lists nothing; whether that stops every storage account is not documented.',
		},
	]);
});
