import {describe, expect, onTestFinished, test} from 'vitest';
import {readWorld} from '../../source/detect/read-world.js';
import {openPractice, type Practice} from '../../source/sandbox/practice.js';
import {servePractice} from '../../source/sandbox/sandbox.js';
import {readFolder, type WorldFiles} from '../../source/sandbox/world/read-folder.js';
import {text} from '../../source/topology/json.js';
import type {Json, World} from '../../source/topology/world.js';
import {practiceSource} from '../../source/workflow/practice-source.js';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {practice} from '../helpers/plan-practice-world.js';
import {worldNames} from '../worlds/raw-world.js';
import {signIn, startAzSession} from './az-session.js';
import {findAz} from './real-programs.js';

const az = findAz();

/** What az has a command of its own for, without an extension. Of all else `az resource show` prints the resource. */
const commands: ReadonlyMap<string, readonly string[]> = new Map([
	['microsoft.network/virtualnetworks', ['network', 'vnet']],
	['microsoft.network/networksecuritygroups', ['network', 'nsg']],
	['microsoft.network/routetables', ['network', 'route-table']],
	['microsoft.network/publicipaddresses', ['network', 'public-ip']],
	['microsoft.network/loadbalancers', ['network', 'lb']],
	['microsoft.network/natgateways', ['network', 'nat', 'gateway']],
	['microsoft.network/privateendpoints', ['network', 'private-endpoint']],
	['microsoft.network/networkinterfaces', ['network', 'nic']],
	['microsoft.containerservice/managedclusters', ['aks']],
]);

const versions: ReadonlyMap<string, string> = new Map([
	['microsoft.network', '2025-05-01'],
	['microsoft.containerservice', '2025-05-01'],
]);

type Run = (...args: readonly string[]) => Promise<string>;

/** One file for each command, by `list` or by `show`. */
async function readOut(how: 'list' | 'show', {resources, subscriptions}: Practice, run: Run): Promise<WorldFiles> {
	const byType = Map.groupBy(resources(), resource => text(resource, 'type')?.toLowerCase() ?? '');
	const lines = [...byType].flatMap(([type, found]) => {
		const ids = found.map(resource => text(resource, 'id') ?? '');
		const command = commands.get(type);
		if (command === undefined) {
			return generic(type, ids);
		}

		return how === 'list'
			? lists(command, ids, subscriptions)
			: ids.map(id => [...command, 'show', ...named(command, id)]);
	});
	const files: Record<string, string> = {};
	for (const [index, line] of lines.entries()) {
		files[`${index}.json`] = await run(...line);
	}

	return files;
}

function generic(type: string, ids: readonly string[]): readonly (readonly string[])[] {
	const version = versions.get(type.split('/')[0] ?? '');
	return version === undefined ? [] : ids.map(id => ['resource', 'show', '--api-version', version, '--ids', id]);
}

/** Route tables are listed by resource group, whatever the help says. */
function lists(command: readonly string[], ids: readonly string[], subscriptions: readonly string[]) {
	const groups = new Set(ids.map(id => `${subscriptionOf(id)} ${groupOf(id)}`));
	return command[1] === 'route-table'
		? [...groups].map(place => {
				const [subscription = '', group = ''] = place.split(' ');
				return [...command, 'list', '--resource-group', group, '--subscription', subscription];
			})
		: subscriptions.map(subscription => [...command, 'list', '--subscription', subscription]);
}

/** One id at a time: of several az 2.91 prints `{}` for some, because its commands build what they share beside each other. */
function named(command: readonly string[], id: string): readonly string[] {
	return command[0] === 'aks'
		? ['-g', groupOf(id), '-n', id.split('/').at(-1) ?? '', '--subscription', subscriptionOf(id)]
		: ['--ids', id];
}

function groupOf(id: string): string {
	return id.split('/')[4] ?? '';
}

function subscriptionOf(id: string): string {
	return id.split('/')[2] ?? '';
}

/** Answers that no command lists in full, and objects of the cluster, as the world has them. */
function others(files: WorldFiles): WorldFiles {
	return Object.fromEntries(
		Object.entries(files).flatMap(([name, content]): [string, string | Json][] => {
			const isOfCluster = /\.ya?ml$/.test(name) || /^(?:usages|service-tags|access)\.json$/.test(name);
			return isOfCluster ? [[name, content]] : [];
		}),
	);
}

async function read(files: WorldFiles): Promise<World> {
	const opened = openPractice({files});
	const cluster = opened.resources().find(({type}) => /\/managedClusters$/i.test(String(type)));
	return readWorld(practiceSource(opened), {cluster: text(cluster, 'id')});
}

describe.skipIf('missing' in az)('what the real az prints', () => {
	test.each(worldNames())(
		'of the practice world %s gives the same verdicts, by list and by show',
		async name => {
			const whole = readFolder(practiceWorldFolder(name));
			const opened = openPractice({files: whole});
			const azure = await servePractice(opened);
			const session = startAzSession('path' in az ? az.path : '');
			onTestFinished(async () => {
				session.end();
				await azure.close();
			});
			await signIn(session, azure);
			const run: Run = async (...args) => {
				const {exitCode, all} = await session.run('az', ...args, '--only-show-errors');
				expect(exitCode, `az ${args.join(' ')}: ${all}`).toBe(0);
				return all;
			};
			const verdicts = (world: World) =>
				practice(name)
					.assess(world)
					.assessment.findings.map(({flow, verdict, trail}) => [
						flow.id,
						verdict,
						trail.map(entry => [entry.resource.toLowerCase(), entry.verdict]),
					]);
			const expected = verdicts(await read(whole));
			expect(expected.length).toBeGreaterThan(5);
			for (const how of ['list', 'show'] as const) {
				const printed = await readOut(how, opened, run);
				expect(verdicts(await read({...others(whole), ...printed})), how).toEqual(expected);
			}
		},
		300_000,
	);
});
