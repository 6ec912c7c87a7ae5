import {expect, test} from 'vitest';
import {isSubset, overlaps, union} from '../../source/network/interval-set.js';
import {lintProfile} from '../../source/profiles/lint-profile.js';
import {listProfiles, loadProfile, profileNames} from '../../source/profiles/load-profile.js';
import {formatProblem} from '../../source/profiles/profile-problem.js';
import {regionOf} from '../../source/profiles/resolve-addresses.js';
import {shippedProfile, shippedText} from './profile-texts.js';

test.each(await profileNames())('%s is JSON, because the build keeps it so', async name => {
	const profile = await loadProfile(name);
	expect(JSON.parse(JSON.stringify(profile))).toStrictEqual(profile);
});

test.each(await profileNames())('%s has neither errors nor warnings, and the name of its file', async name => {
	expect(lintProfile(shippedText(name), name).map(formatProblem)).toEqual([]);
	expect((await loadProfile(name)).name).toBe(name);
});

test('no two shipped profiles share a requirement id, so flows can be told apart', async () => {
	const ids = (await listProfiles()).flatMap(({requirements}) => requirements.map(({id}) => id));
	expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test('Azure Dev Spaces has the fourteen requirements of its article, each with source and date', () => {
	const {requirements, status} = shippedProfile('azure-dev-spaces');
	expect(requirements.map(({id}) => id)).toEqual([
		'pull-images',
		'pull-charts-gcr',
		'pull-charts-storage',
		'backend',
		'public-ingress',
		'debug-ingress',
		'debug-egress',
		'space-routing',
		'ingress-to-spaces',
		'api-server-from-backend',
		'api-server-from-machines',
		'machine-backend',
		'pod-addresses',
		'cluster-support',
	]);
	expect(
		requirements.every(({source, date}) => source.includes('configure-networking.md') && date === '2020-01-10'),
	).toBe(true);
	expect(status).toMatchObject({state: 'retired', since: '2021-05-15'});
});

test('its published lists cover 17 regions with 7 addresses each, and 14 of them lie in the service tag', () => {
	const {published, tagCopy} = shippedProfile('azure-dev-spaces').addressSets['backend'] ?? {};
	const lists = Object.entries(published?.regions ?? {});
	expect(lists).toHaveLength(17);
	expect(lists.every(([, {addresses}]) => addresses.length === 7)).toBe(true);
	expect(Object.keys(tagCopy?.regions ?? {})).toHaveLength(18);

	const apart = lists.filter(([region, list]) => {
		const entry = Object.entries(tagCopy?.regions ?? {}).find(([other]) => regionOf(other) === regionOf(region));
		const tagged = union(...(entry?.[1] ?? []));
		const listed = union(...list.addresses);
		expect(isSubset(listed, tagged) || !overlaps(listed, tagged), region).toBe(true);
		return !overlaps(listed, tagged);
	});
	expect(apart.map(([region]) => region).sort()).toEqual(['AustraliaSouthEast', 'EastUS2EUAP', 'WestCentralUS']);
});
