import {expect, test} from 'vitest';
import {addresses} from '../../source/network/address-set.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {plannedClusterFlags} from '../../source/profiles/planned-cluster-flags.js';
import {shippedProfile} from './profile-texts.js';

const profile = shippedProfile('azure-dev-spaces');

test('a cluster for Dev Spaces lets in the backend of its region and the developers, and is not private', () => {
	const plan = plannedClusterFlags(profile, {...noAnswers, machines: addresses('20.9.77.140')}, 'EastUS');
	expect(plan.flags[0]).toMatchObject({
		flag: '--api-server-authorized-ip-ranges',
		value: '20.9.77.140/32,20.42.6.32/27,20.42.6.128/28,20.42.64.64/26',
		requirements: ['api-server-from-backend', 'api-server-from-machines'],
	});
	expect(plan.avoid.map(({flag}) => flag)).toEqual(['--enable-private-cluster']);
	expect(plan.notes.join()).toContain('retired');
});

test('room for ten more pods: slots on the nodes and addresses in their subnet', () => {
	const plan = plannedClusterFlags(profile, noAnswers, 'eastus', {nodes: 2, maxPods: 30});
	expect(plan.flags.find(({flag}) => flag === '--max-pods')?.value).toBe('35');
	expect(plan.notes.join()).toContain('(2 + 1) × (1 + 35) = 108 addresses: a subnet of /25');
});

test('a region without the service gets no ranges, but the reason', () => {
	const plan = plannedClusterFlags(profile, noAnswers, 'brazilsouth');
	expect(plan.flags.map(({flag}) => flag)).toEqual(['--max-pods']);
	expect(plan.notes.join()).toContain('are known for brazilsouth');
});

test('a profile that asks for none of this implies nothing', () => {
	const plan = plannedClusterFlags(shippedProfile('keda'), noAnswers, 'eastus');
	expect(plan).toMatchObject({flags: [], avoid: [], notes: []});
});
