import {expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {controls} from '../../../source/controls/list.js';
import type {Flow} from '../../../source/profiles/flow.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import type {JsonObject} from '../../../source/topology/world.js';
import {nodes, open, resource, subscription, toAddresses, toName, worldFrom} from '../../routing/small-world.js';

const registry = 'Microsoft.ContainerRegistry/registries';
const vault = 'Microsoft.KeyVault/vaults';
const account = 'Microsoft.Storage/storageAccounts';
const acr = 'container-registry-access-selected-networks';

type Row = {
	readonly what: string;
	readonly source: string;
	readonly type: string;
	readonly says: JsonObject;
	readonly name?: string;
	readonly flow?: Flow;
	readonly verdict: 'allowed' | 'undecided';
};

/* The flow goes to registry.example.com, which is called as the resource is. */
const rows: readonly Row[] = [
	{
		what: 'an open one',
		source: acr,
		type: registry,
		says: {publicNetworkAccess: 'Enabled', networkRuleSet: {defaultAction: 'Allow', ipRules: []}},
		verdict: 'allowed',
	},
	{
		what: 'no public access',
		source: 'container-registry-private-link',
		type: registry,
		says: {publicNetworkAccess: 'Disabled'},
		verdict: 'undecided',
	},
	{
		what: 'rules for addresses',
		source: acr,
		type: registry,
		says: {networkRuleSet: {defaultAction: 'Deny', ipRules: [{action: 'Allow', value: '20.77.1.1'}]}},
		verdict: 'undecided',
	},
	{
		what: 'rules for the subnet of the nodes and none for others',
		source: 'key-vault/general/network-security',
		type: vault,
		says: {networkAcls: {defaultAction: 'Deny', virtualNetworkRules: [{id: nodes}]}},
		verdict: 'undecided',
	},
	{
		what: 'access that its own field closes, in small letters',
		source: 'storage-network-security',
		type: account,
		says: {publicNetworkAccess: 'disabled'},
		verdict: 'undecided',
	},
	{
		what: 'another one, which the subnet of the nodes may call',
		source: 'storage-network-security',
		type: account,
		name: 'other',
		says: {networkAcls: {defaultAction: 'Deny', virtualNetworkRules: [{id: nodes}]}},
		verdict: 'allowed',
	},
	{
		what: 'a flow to addresses',
		source: acr,
		type: registry,
		says: {publicNetworkAccess: 'Disabled'},
		flow: toAddresses,
		verdict: 'allowed',
	},
];

test.each(rows)('$type, $what: $verdict ($source)', ({type, says, name = 'registry', flow = toName, verdict}) => {
	const id = `${subscription}/resourceGroups/rg/providers/${type}/${name}`;
	const finding = assessFlow(flow, decodeTopology(worldFrom({...open, resources: [resource(id, says)]})), controls);
	expect(finding.verdict).toBe(verdict);
	const doubts = finding.trail.filter(({control}) => control === 'not-modelled');
	expect(doubts.map(({resource: found}) => found)).toEqual(verdict === 'undecided' ? [id] : []);
});
