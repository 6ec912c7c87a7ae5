import {describe, expect, test} from 'vitest';
import {armVersions} from '../../source/apply/arm-requests.js';
import {runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {readWorld} from '../../source/detect/read-world.js';
import {remoteSource} from '../../source/detect/remote-source.js';
import {basisOf} from '../../source/plan/basis.js';
import {connectionTo} from '../helpers/sandbox-connection.js';
import {applyIn, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

describe.each(['locked-down', 'cilium-overlay', 'classic-firewall', 'third-party-appliance'])('%s', name => {
	test('applying makes what was planned, and undoing it restores what was there', async () => {
		const {plan} = await planOf(name);
		const changes = plan.steps.map(step => step.change);
		await withSandbox({folder: practiceFolder(name)}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, plan);
			const applied = await runPlan({plan, run: 'run-1'}, stage.options);
			expect(applied).toMatchObject({outcome: 'done', failure: undefined});
			expect([...applied.results.values()]).toEqual(changes.map(() => 'done'));
			expect(sandbox.dump()).not.toEqual(before);
			const {target, signal} = stage.options;
			for (const change of changes) {
				expect(await target.writer.look(change, signal)).toEqual({standing: 'after', found: ''});
			}

			const undone = await runPlan({plan: undoPlan(applied.record), run: 'run-2', undoes: 'run-1'}, stage.options);
			expect(undone.record).toMatchObject({outcome: 'undone', undoes: 'run-1'});
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});
});

test('what was read through the clients has the basis of the files, or every plan would be stale', async () => {
	const {plan} = await planOf('locked-down');
	await withSandbox({folder: practiceFolder('locked-down')}, async sandbox => {
		const connection = connectionTo(sandbox, {kubeconfig: sandbox.kubeconfig});
		const world = await readWorld(remoteSource(connection), {cluster: plan.cluster.id});
		expect(
			basisOf(
				world,
				plan.steps.map(step => step.change),
			),
		).toEqual(plan.basis);
	});
});

test('writes with the api-versions that the clients read with', async () => {
	const {plan} = await planOf('locked-down');
	await withSandbox({folder: practiceFolder('locked-down')}, async sandbox => {
		await applyIn(sandbox, plan);
		const versions = (part: string) => [
			...new Set(
				sandbox.log
					.filter(entry => entry.path.includes(part) && !entry.path.includes('Microsoft.Authorization'))
					.map(entry => /api-version=([\w-]+)/.exec(entry.path)?.[1]),
			),
		];
		// What is only listed, because it can decide about packets, is never written.
		for (const type of [
			'virtualNetworks',
			'networkSecurityGroups',
			'routeTables',
			'firewallPolicies',
			'azureFirewalls',
		]) {
			expect(versions(`/providers/Microsoft.Network/${type}`)).toEqual([armVersions['microsoft.network']]);
		}
		expect(versions('/managedClusters/aks-claims')).toEqual([armVersions['microsoft.containerservice']]);
	});
});
