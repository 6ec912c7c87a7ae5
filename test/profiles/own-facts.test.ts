import {expect, test} from 'vitest';
import {listedTypes, ownFactValue} from '../../source/profiles/own-facts.js';
import {denied} from '../../source/topology/known.js';
import {shippedProfile} from './profile-texts.js';
import {cluster, topology} from './small-topology.js';

const fact = {
	type: 'Contoso.Spaces/controllers',
	apiVersion: '2024-01-01',
	cluster: 'host',
	property: 'kind',
	values: ['open', 'closed'],
};

const resource = (properties: Record<string, string>, type = 'contoso.spaces/controllers') => ({type, properties});
const here = cluster().id;

test.each([
	['the one that names the cluster', [resource({host: here.toUpperCase(), kind: 'Open'})], ['open']],
	['another cluster', [resource({host: `${here}2`, kind: 'Open'})], undefined],
	['another type', [resource({host: here, kind: 'open'}, 'contoso.spaces/others')], undefined],
	['a value that is none of its own', [resource({host: here, kind: 'ajar'})], undefined],
	['no value', [resource({host: here})], undefined],
	['nothing', [], undefined],
])('%s', (_what, otherResources, expected) => {
	expect(ownFactValue(fact, topology({otherResources}))).toEqual(expected);
});

test('of a cluster that was not read nothing is known', () => {
	const otherResources = [resource({host: here, kind: 'open'})];
	expect(ownFactValue(fact, topology({cluster: denied('no'), otherResources}))).toBeUndefined();
});

test('what several profiles ask for is listed once', () => {
	const [one, other] = [shippedProfile('azure-dev-spaces'), shippedProfile('argo-cd')];
	const listed = {type: 'Microsoft.DevSpaces/controllers', apiVersion: '2019-04-01'};
	expect(listedTypes([one, other, one])).toEqual([listed]);
});
