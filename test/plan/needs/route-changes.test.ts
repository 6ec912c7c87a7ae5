import {expect, test} from 'vitest';
import {addresses} from '../../../source/network/address-set.js';
import {routeDrafter} from '../../../source/plan/needs/route-changes.js';
import type {Wanted} from '../../../source/plan/wanted.js';
import {armKey} from '../../../source/topology/arm-id.js';
import {known} from '../../../source/topology/known.js';
import {address, tableId, topologyOf} from '../../helpers/topology.js';
import {draftedBy, wants} from '../../helpers/wanted.js';

function draft(wanted: readonly Wanted[]) {
	return draftedBy(routeDrafter, wanted, topologyOf({routes: []}));
}

test('one route per prefix, named after it, for all who want it', () => {
	const both = [wants('route'), wants('route', {prefix: addresses('20.1.1.1', '20.2.0.0/16')}, 'push')];
	const {drafts} = draft(both);
	expect(drafts.map(({change, wanted}) => [change.kind === 'arm-child' ? change.id : '', wanted])).toEqual([
		[`${tableId}/routes/aksess-20.1.1.1-32`, both],
		[`${tableId}/routes/aksess-20.2.0.0-16`, both.slice(1)],
	]);
});

const appliance = address('10.0.2.4');

test.each([
	['Internet', {nextHopType: 'Internet'}],
	['VnetLocal', {nextHopType: 'VnetLocal'}],
	[{appliance}, {nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.2.4'}],
] as const)('leads to %j', (nextHop, properties) => {
	const [change] = draft([wants('route', {nextHop})]).changes;
	expect(change).toMatchObject({
		type: 'route',
		before: null,
		after: {
			name: 'aksess-20.1.1.1-32',
			type: 'Microsoft.Network/routeTables/routes',
			properties: {addressPrefix: '20.1.1.1/32', ...properties},
		},
	});
});

test.each([
	[
		'is not ours',
		new Map([[armKey(tableId), known({id: tableId, name: 'rt', managed: true, bgpPropagation: true, routes: []})]]),
	],
	['was not read', new Map()],
])('a table that %s is not written', (_what, routeTables) => {
	const wanted = [wants('route')];
	const {changes, problems} = draftedBy(routeDrafter, wanted, topologyOf({rest: {routeTables}}));
	expect(changes).toEqual([]);
	expect(problems).toEqual([
		{text: `${tableId} is managed by AKS or was not read, so aksess does not write to it.`, wanted, commands: []},
	]);
});
