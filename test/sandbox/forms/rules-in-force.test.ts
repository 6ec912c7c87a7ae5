import {describe, expect, test} from 'vitest';
import {readWorld} from '../../../source/detect/read-world.js';
import {templatesFolder} from '../../../source/package-root.js';
import {openPractice, type Practice} from '../../../source/sandbox/practice.js';
import {readFolder, type WorldFiles} from '../../../source/sandbox/world/read-folder.js';
import {armKey} from '../../../source/topology/arm-id.js';
import {subnetsOf} from '../../../source/topology/decode/azure/decode-virtual-network.js';
import {text} from '../../../source/topology/json.js';
import type {ArmResource, Json, JsonObject, World} from '../../../source/topology/world.js';
import {practiceSource} from '../../../source/workflow/practice-source.js';
import {practice} from '../../helpers/plan-practice-world.js';
import {readWorldFolder} from '../../helpers/read-world.js';
import {rulesInForce, withoutGroups} from '../../helpers/rules-in-force.js';
import {worldNames} from '../../worlds/raw-world.js';

/*
 * What an interface says of the security rules in force, beside a practice world or in the place of its groups. There is
 * no live subscription here, so the answers are made of the groups.
 */

type Answered = {
	readonly group: ArmResource;
	readonly subnet: string;
	readonly nic: string;
	readonly answer: JsonObject;
};

/** For every subnet that has a group, the answer of an interface in it. */
function answersOf(world: World): readonly Answered[] {
	const subnets = [...world.resources.values()].flatMap(found =>
		found.state === 'known' ? subnetsOf(found.value) : [],
	);
	return subnets.flatMap(subnet => {
		const id = text(subnet, 'properties', 'networkSecurityGroup', 'id');
		const group = id === undefined ? undefined : world.resources.get(armKey(id));
		const nic = `${subnet.id.split('/virtualNetworks/')[0]}/networkInterfaces/nic-${String(subnet['name'])}`;
		return group?.state === 'known'
			? [{group: group.value, subnet: subnet.id, nic, answer: rulesInForce(group.value, subnet.id, nic)}]
			: [];
	});
}

function clusterOf({resources}: Practice): string {
	const found = resources().find(({type}) => /\/managedClusters$/i.test(String(type)));
	return text(found, 'id') ?? '';
}

async function read(files: WorldFiles): Promise<World> {
	const loaded = openPractice({files});
	return readWorld(practiceSource(loaded), {cluster: clusterOf(loaded)});
}

/** As az prints the answer: no nulls are lost, ids get a resource group beside them. */
function asAz({answer}: Answered): Json {
	return {value: [withGroups(answer)]};
}

function withGroups(value: Json): Json {
	return Array.isArray(value)
		? value.map(withGroups)
		: typeof value === 'object' && value !== null
			? {
					...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withGroups(item ?? null)])),
					...('id' in value ? {resourceGroup: 'rg'} : {}),
				}
			: value;
}

/** As `Get-AzEffectiveNetworkSecurityGroup | ConvertTo-Json -Depth 100`: a single object, lists under singular names. */
function asPowerShell({answer}: Answered): Json {
	const capital = (value: Json): Json =>
		Array.isArray(value)
			? value.map(capital)
			: typeof value === 'object' && value !== null
				? Object.fromEntries(
						Object.entries(value)
							.filter(([key]) => !/(?:Prefix|Range)es?$|Ranges$/.test(key) || !Object.hasOwn(value, `${key}es`))
							.map(([key, item]) => [
								`${key.slice(0, 1).toUpperCase()}${key
									.slice(1)
									.replace(/Prefixes$/, 'Prefix')
									.replace(/Ranges$/, 'Range')}`,
								capital(item ?? null),
							]),
					)
				: value;
	const printed = capital(answer);
	return {
		...(printed as JsonObject),
		EffectiveSecurityRulesText: '[]',
		AssociationText: '{}',
		NetworkSecurityGroupText: '{}',
	};
}

/** Of every flow, and what the groups on its way say of it. */
const verdicts = (name: string, world: World) =>
	practice(name)
		.assess(world)
		.assessment.findings.map(({flow, verdict, trail}) => [
			flow.id,
			verdict,
			trail.flatMap(entry => (entry.decision.control === 'nsg' ? [[entry.resource, entry.verdict]] : [])),
		]);

const guarded = worldNames().filter(name => answersOf(readWorldFolder(templatesFolder('worlds', name))).length > 0);

describe.each(guarded)('the practice world %s', name => {
	const files = readFolder(templatesFolder('worlds', name));
	const answers = answersOf(readWorldFolder(templatesFolder('worlds', name)));

	test.each([
		['az', asAz],
		['PowerShell', asPowerShell],
	])(
		'gives the same verdicts with the rules in force, as %s prints them, in the place of its groups',
		async (_tool, print) => {
			const evidence = Object.fromEntries(answers.map((answer, index) => [`rules-${index}.json`, print(answer)]));
			const gone = withoutGroups(
				files,
				answers.map(({group}) => group),
			);
			expect(verdicts(name, await read({...gone, ...evidence}))).toEqual(verdicts(name, await read(files)));
			expect(verdicts(name, await read(gone))).not.toEqual(verdicts(name, await read(files)));
		},
	);

	test('is planned as before with the rules in force beside its groups, and the proof holds', async () => {
		const evidence = Object.fromEntries(answers.map((answer, index) => [`rules-${index}.json`, asAz(answer)]));
		const [plain, both] = await Promise.all([read(files), read({...files, ...evidence})]);
		const [one, other] = [plain, both].map(world => practice(name).plan({world}));
		expect(both.callAnswers?.size).toBe(answers.length);
		expect(verdicts(name, both)).toEqual(verdicts(name, plain));
		expect(other?.steps).toEqual(one?.steps);
		expect(other?.proof.summary).toEqual(one?.proof.summary);
	});
});

test('there are practice worlds with groups', () => {
	expect(guarded.length).toBeGreaterThan(1);
});
