import {expect, test} from 'vitest';
import {addresses} from '../../../source/network/address-set.js';
import {authorizedRangesChange} from '../../../source/plan/needs/authorized-ranges-change.js';
import type {WantedOf} from '../../../source/plan/wanted.js';
import type {Cluster} from '../../../source/topology/cluster.js';
import {topologyOf} from '../../helpers/topology.js';

function clusterWith(authorizedRanges: readonly string[], vnetIntegration = false): Cluster {
	const {cluster} = topologyOf();
	if (cluster.state !== 'known') {
		throw new Error('the helper has a cluster');
	}

	return {...cluster.value, apiServer: {...cluster.value.apiServer, authorizedRanges, vnetIntegration}};
}

function wanting(...ranges: readonly string[]): readonly WantedOf<'authorized-range'>[] {
	return [
		{
			need: {kind: 'authorized-range', ranges: addresses(...ranges), why: ''},
			flow: {} as WantedOf<'authorized-range'>['flow'],
			control: 'authorized-ranges',
			title: '',
		},
	];
}

test.each([
	['adds what is missing behind what is there', ['20.1.2.0/29'], ['52.1.1.1'], ['20.1.2.0/29', '52.1.1.1/32']],
	['adds nothing that is inside already', ['20.1.2.0/24'], ['20.1.2.7', '52.1.1.1'], ['20.1.2.0/24', '52.1.1.1/32']],
	['writes a bare address as a network', ['20.1.2.3'], ['52.1.1.1'], ['20.1.2.3/32', '52.1.1.1/32']],
	['joins new neighbours', ['20.1.2.3/32'], ['52.1.1.0', '52.1.1.1'], ['20.1.2.3/32', '52.1.1.0/31']],
	['keeps a service tag', ['AzureCloud', '20.1.2.3/32'], ['52.1.1.1'], ['AzureCloud', '20.1.2.3/32', '52.1.1.1/32']],
	['replaces 0.0.0.0/32, which may not stand beside others', ['0.0.0.0/32'], ['52.1.1.1'], ['52.1.1.1/32']],
] as const)('%s', (_name, before, asked, after) => {
	expect(authorizedRangesChange(clusterWith(before), wanting(...asked))).toMatchObject({before, after});
});

test('joins the whole list only when it would be too long, and never changes who gets in', () => {
	const many = Array.from({length: 200}, (_, index) => `20.0.${index}.0/25`);
	const result = authorizedRangesChange(clusterWith(many), wanting('20.0.0.128/25'));
	expect(result).toMatchObject({kind: 'authorized-ranges'});
	expect('after' in result ? addresses(...result.after) : []).toEqual(addresses(...many, '20.0.0.128/25'));
});

test('says so when Azure would not take the list, and knows the larger limit of VNet integration', () => {
	const many = Array.from({length: 200}, (_, index) => `20.0.${index}.0/25`);
	expect(authorizedRangesChange(clusterWith(many), wanting('52.1.1.1'))).toHaveProperty('problem');
	expect(authorizedRangesChange(clusterWith(many, true), wanting('52.1.1.1'))).toHaveProperty('after');
});
