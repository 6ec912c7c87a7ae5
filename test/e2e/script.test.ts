import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {assessWorld} from '../../source/controls/assess-world.js';
import {controls} from '../../source/controls/list.js';
import {readWorld} from '../../source/detect/read-world.js';
import {addresses} from '../../source/network/address-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {buildPlan} from '../../source/plan/build-plan.js';
import type {Plan} from '../../source/plan/plan.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {parametersOf} from '../../source/profiles/older-answers.js';
import {scriptFiles} from '../../source/render/script-files.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import type {World} from '../../source/topology/world.js';
import {readTemplates, scriptOrigin} from '../../source/workflow/script-formats.js';
import {servedBy} from '../helpers/sandbox-connection.js';
import {readExpected} from '../worlds/expected.js';
import {worldNames} from '../worlds/raw-world.js';
import {type AzSession, signIn, startAzSession} from './az-session.js';
import {changeByHand} from './change-by-hand.js';
import {findAz, findProgram, firstMissing} from './real-programs.js';

const az = findAz();
const missing = firstMissing(az, findProgram('kubectl', 'version', '--client'), findProgram('jq', '--version'));
const title =
	missing === undefined ? 'az and kubectl run the scripts' : `az and kubectl run the scripts (skipped: ${missing})`;
/** Every call of az takes most of a second. */
const patience = 180_000;

const profile = await loadProfile('azure-dev-spaces');

/** Reads through the clients, as `aksess script` does. */
async function planOf(sandbox: Sandbox, name: string) {
	const {inputs} = readExpected(name);
	const answers = {machines: addresses(...inputs.machines), parameters: parametersOf(inputs)};
	const assess = (world: World) => assessWorld(world, [profile], answers, topology => topology);
	const {'resources.json': resources} = sandbox.dump();
	const cluster = (resources as readonly {readonly id: string; readonly type: string}[]).find(
		({type}) => type.toLowerCase() === 'microsoft.containerservice/managedclusters',
	)?.id;
	const read = () => readWorld(servedBy(sandbox), {cluster});
	const world = await read();
	const assessed = assess(world);
	if (assessed.topology.cluster.state !== 'known') {
		throw new Error(`the practice world ${name} has no readable cluster`);
	}

	const plan = buildPlan({
		world,
		...assessed,
		cluster: assessed.topology.cluster.value,
		controls,
		profiles: [profile.name],
		answers,
		choices: {},
		without: [],
		allowClosing: [],
		reassess: assess,
	});
	return {plan, assessNow: async () => assess(await read()).assessment};
}

/** An object means the same in any order of its keys, and az writes them in its own. */
function withSortedKeys(value: unknown): unknown {
	if (Array.isArray(value)) {
		return value.map(withSortedKeys);
	}

	return typeof value === 'object' && value !== null
		? Object.fromEntries(
				Object.entries(value)
					.toSorted(([a], [b]) => (a < b ? -1 : 1))
					.map(([key, item]) => [key, withSortedKeys(item)]),
			)
		: value;
}

describe.skipIf(missing !== undefined)(title, () => {
	describe.each(worldNames())('%s', name => {
		let sandbox: Sandbox;
		let session: AzSession;
		let plan: Plan;
		let assessNow: Awaited<ReturnType<typeof planOf>>['assessNow'];
		let before: string;
		let after: string;
		const dump = () => JSON.stringify(withSortedKeys(sandbox.dump()), null, 2);

		beforeAll(async () => {
			sandbox = await startSandbox({folder: templatesFolder('worlds', name)});
			session = startAzSession('path' in az ? az.path : '');
			({plan, assessNow} = await planOf(sandbox, name));
			before = dump();
			for (const {name: file, text} of scriptFiles(plan, ['bash'], await readTemplates(), scriptOrigin(undefined))) {
				writeFileSync(path.join(session.folder, file), text, {mode: 0o700});
			}

			await signIn(session, sandbox);
		}, patience);
		afterAll(async () => {
			session?.end();
			await sandbox?.close();
		});

		test(
			'a dry run shows every write and changes nothing',
			async () => {
				const {exitCode, all} = await session.run('./apply.sh', '--dry-run');
				expect([exitCode, dump()], all).toEqual([0, before]);
				if (plan.steps.length > 0) {
					expect(all.split('\n').filter(line => /^ {2}would /.test(line))).toHaveLength(plan.steps.length);
					expect(all).toContain('Nothing was changed.');
				}
			},
			patience,
		);

		test(
			'stops with 5 before the first write when somebody changed what a step is about',
			async () => {
				const {change} = plan.steps.at(-1) ?? {};
				if (change === undefined) {
					return;
				}

				await changeByHand(sandbox, change, 'otherwise');
				const drifted = dump();
				expect(drifted).not.toBe(before);
				const {exitCode, all} = await session.run('./apply.sh', '--yes');
				expect([exitCode, dump()], all).toEqual([5, drifted]);
				expect(all).toContain('this has changed since the script was made');
				await changeByHand(sandbox, change, 'before');
				expect(dump()).toBe(before);
			},
			patience,
		);

		test(
			'opens what the plan promised',
			async () => {
				const {exitCode, all} = await session.run('./apply.sh', '--yes');
				expect(exitCode, all).toBe(0);
				const {findings} = await assessNow();
				const verdicts = new Map(findings.map(({flow, verdict}) => [flow.id, verdict]));
				expect(plan.proof.won.map(flow => [flow, verdicts.get(flow)])).toEqual(
					plan.proof.won.map(flow => [flow, 'allowed']),
				);
				after = dump();
				expect(after === before).toBe(plan.steps.length === 0);
			},
			patience,
		);

		test(
			'finds everything done when it runs again',
			async () => {
				const {exitCode, all} = await session.run('./apply.sh', '--yes');
				expect([exitCode, dump()], all).toEqual([0, after]);
				expect(all.split('\n').filter(line => line === '  done already')).toHaveLength(plan.steps.length);
			},
			patience,
		);

		test(
			'the undo stops with 5 when somebody changed what it would take back',
			async () => {
				const {change} = plan.steps.at(0) ?? {};
				if (change === undefined) {
					return;
				}

				await changeByHand(sandbox, change, 'otherwise');
				const drifted = dump();
				const {exitCode, all} = await session.run('./undo.sh', '--yes');
				expect([exitCode, dump()], all).toEqual([5, drifted]);
				await changeByHand(sandbox, change, 'after');
				expect(dump()).toBe(after);
			},
			patience,
		);

		test(
			'the undo leaves everything as it was',
			async () => {
				const {exitCode, all} = await session.run('./undo.sh', '--yes');
				expect(exitCode, all).toBe(0);
				expect(dump()).toBe(before);
			},
			patience,
		);
	});
});
