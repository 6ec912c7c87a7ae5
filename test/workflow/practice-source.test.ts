import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {callOf} from '../../source/detect/azure/arm-question.js';
import {listClusters} from '../../source/detect/list-clusters.js';
import {readWorld} from '../../source/detect/read-world.js';
import type {WorldSource} from '../../source/detect/world-source.js';
import {UserError} from '../../source/errors.js';
import {openPractice, type Practice} from '../../source/sandbox/practice.js';
import {listPracticeWorlds} from '../../source/sandbox/practice-worlds.js';
import {servePractice} from '../../source/sandbox/sandbox.js';
import {loadWorld} from '../../source/sandbox/world/load-world.js';
import {readPlace} from '../../source/sandbox/world/read-place.js';
import type {Json, World} from '../../source/topology/world.js';
import {practiceSource} from '../../source/workflow/practice-source.js';
import {mutatedWorld} from '../helpers/mutate-world.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';
import {servedBy} from '../helpers/sandbox-connection.js';

/*
 * A folder is read in this process, Azure through clients over HTTPS. Both are asked by the same readers, so all that could
 * differ is what answers; here both answer from the same files, and whoever reads must not be able to tell which it was.
 */

const practiceWorlds = listPracticeWorlds();

type Read = {readonly clusters: readonly unknown[]; readonly world: World} | {readonly refused: string};

async function readFrom(source: WorldSource): Promise<Read> {
	try {
		const clusters = await listClusters(source);
		return {clusters, world: await readWorld(source, {cluster: clusters[0]?.id})};
	} catch (error) {
		if (error instanceof UserError) {
			return {refused: error.message};
		}

		throw error;
	}
}

type BothWays = {
	readonly here: Read;
	readonly served: Read;
	readonly asked: ReadonlySet<string>;
	readonly sent: ReadonlySet<string>;
};

async function readBothWays(practice: Practice): Promise<BothWays> {
	const asked = new Set<string>();
	const source = practiceSource({
		...practice,
		ask: question => {
			asked.add(`${question.method} ${question.path}`);
			return practice.ask(question);
		},
	});
	const {subscription} = source;
	// Azure has no call for some of the routes that somebody may put into a folder.
	const here = await readFrom({...source, asksEveryInterface: false});
	const sandbox = await servePractice(practice);
	try {
		const served = await readFrom(servedBy(sandbox, {subscription, kubeconfig: sandbox.kubeconfig}));
		const sent = sandbox.log.map(({method, path}) => `${method} ${path.replace(/\?.*$/, '')}`);
		return {here, served, asked, sent: new Set(sent)};
	} finally {
		await sandbox.close();
	}
}

describe('a practice world reads the same in this process and through the clients', () => {
	test.each(practiceWorlds.map(({name, folder}) => [name, folder] as const))('%s', async (_name, folder) => {
		const {here, served, asked, sent} = await readBothWays(openPractice({folder, pageSize: 2}));
		expect(here).toHaveProperty('world');
		expect(here).toStrictEqual(served);
		expect([...asked].toSorted()).toEqual([...sent].toSorted());
	});
});

/** What may be refused: types and calls of Azure, and kinds, whole or for one verb. */
const refusals = [
	'Microsoft.Network/virtualNetworks',
	'Microsoft.Network/virtualNetworks/read',
	'Microsoft.Network/virtualNetworks/usages/read',
	'Microsoft.Network/virtualNetworks/listNetworkManagerEffectiveSecurityAdminRules/action',
	'Microsoft.Network/networkSecurityGroups',
	'Microsoft.Network/azureFirewalls',
	'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
	'Microsoft.Network/locations/serviceTags/read',
	'Microsoft.ContainerService/managedClusters',
	'pods',
	'networkpolicies',
	'networkpolicies.networking.k8s.io/list',
	'namespaces',
	'ciliumnetworkpolicies',
];

/** The files of a practice world as values, so that each can be changed. */
const originals: readonly (readonly Json[])[] = practiceWorlds.map(({folder}) => {
	const {resources, objects, usages} = loadWorld(readPlace(folder).files);
	return [...resources.values(), ...objects.values(), Object.fromEntries(usages)] as readonly Json[];
});

const randomWorld = fc
	.constantFrom(...originals)
	.chain(values =>
		fc.tuple(fc.constant(values), mutatedWorld(values), idsOf(values), fc.subarray(refusals, {maxLength: 3})),
	)
	.map(([values, changed, ids, refused]) => [
		...changed,
		{'aksess:denied': [...refused, ...ids.filter(id => values.length > 0 && id !== '')]},
	]);

function idsOf(values: readonly Json[]): fc.Arbitrary<readonly string[]> {
	const ids = values.flatMap(value =>
		typeof value === 'object' && value !== null && 'id' in value ? [String(value['id'])] : [],
	);
	return fc.subarray(ids, {maxLength: 3});
}

test(
	'and so do changed ones, with what may not be read, missing parts and pages of any size',
	async () => {
		let read = 0;
		await fc.assert(
			fc.asyncProperty(randomWorld, fc.constantFrom(1, 3, 100, 1_000_000), async (world, pageSize) => {
				const practice = opened(world, pageSize);
				if (practice !== undefined) {
					const {here, served} = await readBothWays(practice);
					expect(here).toStrictEqual(served);
					read += 'world' in here ? 1 : 0;
				}
			}),
			{numRuns: mutationCount(30, 1 / 3), seed: 20_261_130},
		);
		expect(read).toBeGreaterThan(10);
	},
	mutationTimeout,
);

/** Undefined where the files themselves are refused; whoever reads never gets that far. */
function opened(world: readonly Json[], pageSize: number): Practice | undefined {
	try {
		return openPractice({files: {'world.json': world}, keepGoing: true, pageSize});
	} catch (error) {
		if (error instanceof UserError) {
			return undefined;
		}

		throw error;
	}
}

test('names are asked for as the clients spell them in an address', () => {
	const id = '/subscriptions/s/resourceGroups/rg (one)/providers/Microsoft.Network/routeTables/100%';
	expect(callOf({kind: 'resource', id}).path).toBe(
		'/subscriptions/s/resourceGroups/rg%20%28one%29/providers/Microsoft.Network/routeTables/100%25',
	);
});
