import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createArmRequests} from '../../source/apply/arm-requests.js';
import {findAz} from '../../source/apply/az-program.js';
import {openTarget} from '../../source/apply/open-target.js';
import {runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {scriptFiles} from '../../source/render/script-files.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import type {JsonObject} from '../../source/topology/world.js';
import {readTemplates, scriptOrigin} from '../../source/workflow/script-formats.js';
import {type AzSession, signIn, startAzSession} from '../e2e/az-session.js';
import {findAz as azOfThisMachine, findProgram, firstMissing} from '../e2e/real-programs.js';
import {connectionTo} from '../helpers/sandbox-connection.js';
import {only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const az = azOfThisMachine();
const missing = firstMissing(az, findProgram('kubectl', 'version', '--client'), findProgram('jq', '--version'));
const why = missing === undefined ? '' : ` (skipped: ${missing})`;
/** Every call of az takes most of a second. */
const patience = 180_000;

async function withAz<T>(sandbox: Sandbox, use: (session: AzSession) => Promise<T>): Promise<T> {
	const session = startAzSession('path' in az ? az.path : '');
	try {
		await signIn(session, sandbox);
		return await use(session);
	} finally {
		session.end();
	}
}

/** What a shell in which az is signed in to the practice Azure has in its environment. */
function envOf({folder}: AzSession): Readonly<Record<string, string | undefined>> {
	return {
		PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
		HOME: folder,
		AZURE_CONFIG_DIR: path.join(folder, 'az'),
		REQUESTS_CA_BUNDLE: path.join(folder, 'ca.pem'),
	};
}

function localhost(sandbox: Sandbox): string {
	return `https://localhost:${sandbox.port}`;
}

describe.skipIf(missing !== undefined)(`the script with the real az and kubectl, and apply${why}`, () => {
	test.each(['locked-down', 'cilium-overlay', 'classic-firewall', 'third-party-appliance'])(
		'end in the same state on %s, and so do their undos',
		async name => {
			const {plan} = await planOf(name);
			const byScript = await withSandbox({folder: practiceFolder(name)}, sandbox =>
				withAz(sandbox, async session => {
					for (const {name: file, text} of scriptFiles(
						plan,
						['bash'],
						await readTemplates(),
						scriptOrigin(undefined),
					)) {
						writeFileSync(path.join(session.folder, file), text, {mode: 0o700});
					}

					const applied = await session.run('./apply.sh', '--yes');
					expect(applied.exitCode, applied.all).toBe(0);
					const after = sandbox.dump();
					const undone = await session.run('./undo.sh', '--yes');
					expect(undone.exitCode, undone.all).toBe(0);
					return {after, undone: sandbox.dump()};
				}),
			);
			const byApply = await withSandbox({folder: practiceFolder(name)}, async sandbox => {
				const stage = await stageFor(sandbox, plan);
				const report = await runPlan({plan, run: 'run-1'}, stage.options);
				const after = sandbox.dump();
				await runPlan({plan: undoPlan(report.record), run: 'run-2', undoes: 'run-1'}, stage.options);
				await stage.close();
				return {after, undone: sandbox.dump()};
			});
			expect(byApply.after).toEqual(byScript.after);
			expect(byApply.undone).toEqual(byScript.undone);
		},
		patience,
	);

	test(
		'authorized ranges are written by az where it is signed in to the same Azure, and end the same',
		async () => {
			const {plan: whole} = await planOf('locked-down');
			const changes = whole.steps.flatMap(({change}) => (change.kind === 'authorized-ranges' ? [change] : []));
			const plan = only(whole, changes);
			const byRequest = await withSandbox({folder: practiceFolder('locked-down')}, async sandbox => {
				const stage = await stageFor(sandbox, plan);
				await runPlan({plan, run: 'run-1'}, stage.options);
				await stage.close();
				return sandbox.dump();
			});
			await withSandbox({folder: practiceFolder('locked-down')}, sandbox =>
				withAz(sandbox, async session => {
					const stage = await stageFor(sandbox, plan);
					const connection = connectionTo(sandbox, {
						armEndpoint: localhost(sandbox),
						kubeconfig: sandbox.kubeconfig,
					});
					const {clock, signal} = stage.options;
					const target = await openTarget({
						connection,
						cluster: plan.cluster.id,
						changes,
						clock,
						env: envOf(session),
						signal,
						readWorld: undefined,
					});
					const report = await runPlan({plan, run: 'run-1'}, {...stage.options, target});
					expect(report).toMatchObject({outcome: 'done', failure: undefined});
					expect(stage.events).toContainEqual(
						expect.objectContaining({kind: 'step-started', command: expect.stringMatching(/^az aks update /)}),
					);
					expect(sandbox.dump()).toEqual(byRequest);
					await target.writer.close();
					await stage.close();
				}),
			);
		},
		patience,
	);

	test(
		'az is left alone where it is signed in elsewhere, or does not know the cluster as it is',
		async () => {
			const {plan} = await planOf('locked-down');
			await withSandbox({folder: practiceFolder('locked-down')}, sandbox =>
				withAz(sandbox, async session => {
					const arm = createArmRequests(connectionTo(sandbox, {armEndpoint: localhost(sandbox)}));
					const resource = (await arm.get(plan.cluster.id, new AbortController().signal)) ?? {};
					const find = (endpoint: string, cluster: JsonObject) =>
						findAz({endpoint, cluster: plan.cluster.id, resource: cluster, env: envOf(session)});
					expect(await find(localhost(sandbox), resource)).toMatchObject({usable: true});
					expect(await find('https://management.azure.com', resource)).toMatchObject({
						usable: false,
						why: expect.stringContaining('another cloud'),
					});
					const newer = {
						...resource,
						properties: {...(resource['properties'] as JsonObject), quantumProfile: {on: true}},
					};
					expect(await find(localhost(sandbox), newer)).toMatchObject({
						usable: false,
						why: expect.stringMatching(/too old for this cluster: it does not know quantumProfile/),
					});
				}),
			);
		},
		patience,
	);
});

test('without az, apply says so and writes by itself', async () => {
	const found = await findAz({endpoint: 'https://x', cluster: '/c', resource: {}, env: {PATH: '/nowhere'}});
	expect(found).toEqual({usable: false, why: 'az was not found'});
});
