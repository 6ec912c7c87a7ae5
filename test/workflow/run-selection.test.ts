import {expect, test} from 'vitest';
import {liveSelection, lockKeyOf} from '../../source/workflow/run-selection.js';
import {createSession} from '../helpers/create-session.js';

const cluster = '/subscriptions/S/resourceGroups/Prod/providers/Microsoft.ContainerService/managedClusters/Aks';

test('one cluster has one lock, however its id is spelled and whatever flags led to it', () => {
	const {session} = createSession();
	const keys = [cluster, cluster.toLowerCase(), cluster.replace('resourceGroups', 'resourcegroups')].map(id =>
		lockKeyOf(liveSelection(id), id, session),
	);
	expect(new Set(keys).size).toBe(1);
	expect(lockKeyOf(liveSelection(cluster), cluster.replace('Aks', 'other'), session)).not.toBe(keys[0]);
});

test('a practice cluster is another one in every state folder', () => {
	const {session} = createSession();
	const where = {kind: 'sandbox', world: 'locked-down', resourceGroup: undefined, name: undefined} as const;
	const key = (state: string) => lockKeyOf({...where, state}, cluster, session);
	expect(key('a')).toBe(key('./a'));
	expect(key('a')).not.toBe(key('b'));
});

test('a relative state folder is the one in the folder of the session', () => {
	const where = {kind: 'sandbox', world: 'locked-down', resourceGroup: undefined, name: undefined} as const;
	const key = (cwd: string, state: string) => lockKeyOf({...where, state}, cluster, createSession({cwd}).session);
	expect(key('/home/a', 'state')).toBe(key('/home', 'a/state'));
	expect(key('/home/a', 'state')).toBe(key('/elsewhere', '/home/a/state'));
	expect(key('/home/a', 'state')).not.toBe(key('/home/b', 'state'));
});
