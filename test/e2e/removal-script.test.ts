import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {assessWorld} from '../../source/controls/assess-world.js';
import {controls} from '../../source/controls/list.js';
import {readWorld} from '../../source/detect/read-world.js';
import {templatesFolder} from '../../source/package-root.js';
import {buildPlan, type PlanRequest} from '../../source/plan/build-plan.js';
import {planRemovals} from '../../source/plan/remove/plan-removals.js';
import {allowRules} from '../../source/plan/unused/allow-rules.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {scriptFiles} from '../../source/render/script-files.js';
import {type Sandbox, startSandbox} from '../../source/sandbox/sandbox.js';
import type {World} from '../../source/topology/world.js';
import {readTemplates, scriptOrigin} from '../../source/workflow/script-formats.js';
import {servedBy} from '../helpers/sandbox-connection.js';
import {type AzSession, signIn, startAzSession} from './az-session.js';
import {findAz, findProgram, firstMissing} from './real-programs.js';

const az = findAz();
const missing = firstMissing(az, findProgram('kubectl', 'version', '--client'), findProgram('jq', '--version'));
const title = `az and kubectl take rules away and put them back${missing === undefined ? '' : ` (skipped: ${missing})`}`;
const patience = 400_000;

const profile = await loadProfile('npm');
const reassess = (world: World) => assessWorld(world, [profile], noAnswers, topology => topology);

/** One rule of every kind that a practice world has. */
const removals = {
	private: ['nsg/nsg-nodes.prod/SSH_from_bastion', 'network-policy/vault/only-appointments/ingress[0]'],
	'locked-down': [
		'azure-firewall/afw-hub-weu/rcg-aks-claims/app-claims/docker hub (pull only)',
		'authorized-ranges/aks-claims/20.61.14.33/32',
		'network-policy/claims/ledger-calls/egress[0]',
	],
	'classic-firewall': ['azure-firewall/fw-rail/net-aks/time'],
} as const;

async function requestFor(sandbox: Sandbox): Promise<PlanRequest> {
	const {'resources.json': resources} = sandbox.dump();
	const cluster = (resources as readonly {readonly id: string; readonly type: string}[]).find(
		({type}) => type.toLowerCase() === 'microsoft.containerservice/managedclusters',
	)?.id;
	const world = await readWorld(servedBy(sandbox), {cluster});
	const {topology, assessment} = reassess(world);
	if (topology.cluster.state !== 'known') {
		throw new Error('the practice world has no readable cluster');
	}

	return {
		world,
		topology,
		cluster: topology.cluster.value,
		assessment,
		controls,
		profiles: [profile.name],
		answers: noAnswers,
		choices: {},
		without: [],
		allowClosing: [],
		reassess,
	};
}

describe.skipIf(missing !== undefined)(title, () => {
	describe.each(Object.entries(removals))('in %s', (name, ids) => {
		let sandbox: Sandbox;
		let session: AzSession;
		const idsNow = async () => {
			const {topology} = await requestFor(sandbox);
			return allowRules(topology)
				.map(({id}) => id)
				.sort();
		};

		beforeAll(async () => {
			sandbox = await startSandbox({folder: templatesFolder('worlds', name)});
			session = startAzSession('path' in az ? az.path : '');
			await signIn(session, sandbox);
		}, patience);
		afterAll(async () => {
			session?.end();
			await sandbox?.close();
		});

		test(
			'they go, are found gone, and come back as they were',
			async () => {
				const request = await requestFor(sandbox);
				const made = buildPlan(request);
				// What the profile needs is not opened: only what is asked for by name is done.
				const none = {...request, without: made.steps.map(({id}) => id)};
				const plan = planRemovals(buildPlan(none), none, ids);
				expect(plan.steps).toHaveLength(ids.length);
				for (const {name: file, text} of scriptFiles(plan, ['bash'], await readTemplates(), scriptOrigin(undefined))) {
					writeFileSync(path.join(session.folder, file), text, {mode: 0o700});
				}

				const before = await idsNow();
				const first = await session.run('./apply.sh', '--yes');
				expect(first.exitCode, first.all).toBe(0);
				expect(await idsNow()).toHaveLength(before.length - ids.length);
				const again = await session.run('./apply.sh', '--yes');
				expect(again.exitCode, again.all).toBe(0);
				expect(again.all.split('\n').filter(line => line === '  done already')).toHaveLength(ids.length);
				const back = await session.run('./undo.sh', '--yes');
				expect(back.exitCode, back.all).toBe(0);
				expect(await idsNow()).toEqual(before);
			},
			patience,
		);
	});
});
