import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {valueKey} from '../../../source/network/value-key.js';
import {templatesFolder} from '../../../source/package-root.js';
import {isObject, type Json, type JsonObject, textAt} from '../../../source/sandbox/json.js';
import generated from '../../../source/sandbox/world/forms/arm-model.json' with {type: 'json'};
import {restoreResource} from '../../../source/sandbox/world/forms/restore-resource.js';
import {type LoadedWorld, loadWorld} from '../../../source/sandbox/world/load-world.js';
import {readFolder, type WorldFiles} from '../../../source/sandbox/world/read-folder.js';
import {practice} from '../../helpers/plan-practice-world.js';
import {worldOf} from '../../helpers/read-world.js';
import {worldNames} from '../../worlds/raw-world.js';
import {asAzAks, asAzNetwork, asAzResource, asGraphRow, asPowerShell} from './flatten.js';

const cases = path.resolve(import.meta.dirname, '../../../../shared/cases');
const otherFolders = existsSync(cases)
	? readdirSync(cases)
			.filter(name => existsSync(path.join(cases, name, 'world')))
			.map(name => ({name: `shared ${name}`, folder: path.join(cases, name, 'world')}))
	: [];
const folders = [...worldNames().map(name => ({name, folder: templatesFolder('worlds', name)})), ...otherFolders];

/** The same world with every ARM resource as az prints it; all else as it is. */
function flattened(raw: LoadedWorld, how: (resource: JsonObject) => Json): WorldFiles {
	return Object.fromEntries([...raw.resources.values()].map((resource, index) => [`${index}.json`, how(resource)]));
}

/** Other than of networks and clusters people have what `az resource show` prints. */
function asAz(resource: JsonObject): Json {
	const [namespace = ''] = textAt(resource, 'type').toLowerCase().split('/');
	switch (namespace) {
		case 'microsoft.containerservice': {
			return asAzAks(resource);
		}

		case 'microsoft.network': {
			return asAzNetwork(resource);
		}

		default: {
			return asAzResource(resource);
		}
	}
}

/** Neither tool can tell "null" from "not set". */
function withoutNulls(value: Json): Json {
	if (Array.isArray(value)) {
		return value.map(withoutNulls);
	}

	return isObject(value)
		? Object.fromEntries(
				Object.entries(value).flatMap(([key, item]) =>
					item === null || item === undefined ? [] : [[key, withoutNulls(item)]],
				),
			)
		: value;
}

function resourcesOf({resources}: LoadedWorld): Json {
	return Object.fromEntries([...resources].map(([key, resource]) => [key, withoutNulls(resource)]));
}

/** Types in an id are spelled as somebody typed them, etags in two ways; what decides nothing may be left out. */
function alike(value: Json): Json {
	const text = JSON.stringify(value).replaceAll('"eTag"', '"etag"');
	return JSON.parse(text, (key, item: Json) =>
		key === 'provisioningState' ? undefined : key === 'type' ? String(item).toLowerCase() : item,
	) as Json;
}

describe.each(folders)('$name', ({folder}) => {
	const raw = loadWorld(readFolder(folder), {keepGoing: true});

	test.runIf(raw.resources.size > 0)('is the same world as az prints it', () => {
		const restored = loadWorld(flattened(raw, asAz));
		expect(alike(resourcesOf(restored))).toEqual(alike(resourcesOf(raw)));
	});

	test.runIf(raw.resources.size > 0)('is the same world as Resource Graph has it', () => {
		const data = [...raw.resources.values()].map(asGraphRow);
		const restored = loadWorld({
			'graph.json': {count: data.length, data, skip_token: null, total_records: data.length},
		});
		expect(alike(resourcesOf(restored))).toEqual(alike(resourcesOf(raw)));
	});
});

describe.each(worldNames())('the practice world %s as PowerShell prints it', name => {
	const raw = loadWorld(readFolder(templatesFolder('worlds', name)));
	const printed = loadWorld(
		flattened(raw, resource =>
			/^microsoft\.(?:network|containerservice)\//i.test(textAt(resource, 'type')) ? asPowerShell(resource) : resource,
		),
	);

	test('gives the same verdicts, by the same rules', () => {
		const [one, other] = [printed, raw].map(arm =>
			practice(name)
				.assess(worldFrom(arm, raw))
				.assessment.findings.map(({flow, verdict, trail}) => [flow.id, verdict, trail.map(entry => entry.resource)]),
		);
		expect(one?.length).toBeGreaterThan(5);
		expect(one).toEqual(other);
	});
});

function worldFrom(arm: LoadedWorld, raw: LoadedWorld) {
	return worldOf([
		...arm.resources.values(),
		...raw.objects.values(),
		Object.fromEntries(arm.usages.size > 0 ? arm.usages : raw.usages),
		...(raw.serviceTags === undefined ? [] : [raw.serviceTags]),
		{'aksess:denied': raw.denied},
	]);
}

describe('the practice world locked-down as az 2.91 printed it', () => {
	const raw = loadWorld(readFolder(templatesFolder('worlds', 'locked-down')));
	const printed = loadWorld(readFolder(path.join(import.meta.dirname, 'az-2.91', 'locked-down')));
	const {assess, plan} = practice('locked-down');

	test('has the same clusters and networks', () => {
		const keys = ({resources}: LoadedWorld) =>
			[...resources.keys()].filter(key => /microsoft\.(?:network|containerservice)/.test(key)).toSorted();
		expect(keys(printed)).toEqual(keys(raw));
	});

	test('gives the same verdicts, with the same reasons', () => {
		const [one, other] = [printed, raw].map(arm => assess(worldFrom(arm, raw)).assessment.findings);
		expect(one?.length).toBeGreaterThan(10);
		expect(valueKey(one)).toBe(valueKey(other));
	});

	test('gives the same plan', () => {
		const [one, other] = [printed, raw].map(arm => plan({world: worldFrom(arm, raw)}).steps);
		expect(one?.length).toBeGreaterThan(3);
		expect(one).toEqual(other);
	});
});

test('restoring what is restored changes nothing', () => {
	const resources = folders.flatMap(({folder}) => [
		...loadWorld(readFolder(folder), {keepGoing: true}).resources.values(),
	]);
	fc.assert(
		fc.property(fc.nat(resources.length - 1), index => {
			const once = restoreResource(resources[index] ?? {});
			expect(restoreResource(once)).toEqual(once);
		}),
	);
});

test('a cluster from an az that does not know the data plane is refused where that decides', () => {
	const id = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/c';
	const cluster = (network: JsonObject) => ({
		'aks.json': {id, resourceGroup: 'g', networkProfile: {networkPlugin: 'azure', podCidr: null, ...network}},
	});
	expect(() => loadWorld(cluster({networkPolicy: null}))).toThrow(UserError);
	expect(() => loadWorld(cluster({networkPolicy: 'calico'}))).not.toThrow();
	expect(() => loadWorld(cluster({networkPolicy: null, networkDataplane: null}))).not.toThrow();
});

test('the model is that of the SDKs that are installed', async () => {
	const script = path.resolve(import.meta.dirname, '../../../scripts/arm-model.mjs');
	const {armModelText} = (await import(script)) as {armModelText: () => string};
	expect(JSON.parse(armModelText())).toEqual(generated);
	expect(readFileSync(script, 'utf8')).toContain('arm-model.json');
});
