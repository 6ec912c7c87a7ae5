import {expect, test} from 'vitest';
import {privateCluster} from '../../../source/controls/private-cluster/private-cluster.js';
import {denied} from '../../../source/topology/known.js';
import {entriesOf, remediesOf} from '../../helpers/ask-control.js';
import {cluster, topology} from '../../profiles/small-topology.js';
import {apiServerFlow, flowOn} from '../flow-on.js';

const hidden = topology({
	cluster: cluster({apiServer: {privateCluster: true, fqdn: 'aks.privatelink.eastus.azmk8s.io'}}),
});
const needsPublic = flowOn({kind: 'public-api-server'});

test('a workload that needs a public API server is blocked on a private cluster and allowed elsewhere', () => {
	expect(entriesOf(privateCluster, needsPublic, hidden)).toMatchObject([
		{verdict: 'blocked', rule: 'enablePrivateCluster'},
	]);
	expect(entriesOf(privateCluster, needsPublic, topology())).toMatchObject([{verdict: 'allowed'}]);
});

test.each([
	['20.1.2.3', 'blocked'],
	['10.1.2.3', 'undecided'],
	['100.64.1.1', 'undecided'],
])('a caller from %s to a private API server: %s', (from, verdict) => {
	expect(entriesOf(privateCluster, apiServerFlow(from), hidden)).toMatchObject([{verdict}]);
});

test('one public address among private ones blocks', () => {
	expect(entriesOf(privateCluster, apiServerFlow('10.1.2.3', '20.1.2.3'), hidden)).toMatchObject([
		{verdict: 'blocked'},
	]);
});

test('a public cluster is none of its business, and neither is egress', () => {
	expect(entriesOf(privateCluster, apiServerFlow('20.1.2.3'), topology())).toEqual([]);
	expect(entriesOf(privateCluster, flowOn({kind: 'pod-to-pod', from: [], to: []}), hidden)).toEqual([]);
});

test('a cluster that may not be read leaves it undecided', () => {
	const given = topology({cluster: denied('You may not read it.')});
	expect(entriesOf(privateCluster, needsPublic, given)).toMatchObject([{verdict: 'undecided'}]);
});

test('there is only advice, and it never offers what the cluster has switched off', () => {
	const locked = topology({cluster: cluster({apiServer: {privateCluster: true, runCommandDisabled: true}})});
	for (const [flow, given] of [
		[needsPublic, hidden],
		[apiServerFlow('20.1.2.3'), hidden],
		[apiServerFlow('20.1.2.3'), locked],
	] as const) {
		const needs = remediesOf(privateCluster, flow, given).flatMap(remedy => remedy.needs);
		expect(needs.length).toBeGreaterThan(0);
		expect(needs.every(({kind}) => kind === 'advice')).toBe(true);
		expect(needs.some(need => need.kind === 'advice' && need.commands.join().includes('command invoke'))).toBe(
			flow !== needsPublic && given === hidden,
		);
	}
});
