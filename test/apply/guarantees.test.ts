import {chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createJournal} from '../../source/apply/journal.js';
import {listRuns} from '../../source/apply/list-runs.js';
import {resumeRun, runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import type {Change} from '../../source/plan/change.js';
import type {Plan} from '../../source/plan/plan.js';
import {ask} from '../sandbox/clients.js';
import {editRanges, rangesIn} from './ranges.js';
import {only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan} = await planOf('locked-down');
const ranges = plan.steps.flatMap(({change}) => (change.kind === 'authorized-ranges' ? [change] : []));
const policy = plan.steps.flatMap(({change}) => (change.kind === 'kube-object' ? [change] : []))[0] as Change;
const folder = practiceFolder('locked-down');

describe('before the first write', () => {
	test.each([
		[
			'a permission in Azure',
			'Microsoft.Network/firewallPolicies/ruleCollectionGroups/write',
			/permission Microsoft\.Network\/firewallPolicies\/ruleCollectionGroups\/write on afwp-hub-weu/,
		],
		['a permission in the cluster', 'networkpolicies/create', /may not (?:create|patch) networkpolicies/],
	] as const)('says that %s is missing', async (_name, action, sentence) => {
		await withSandbox({files: withDenied(action)}, async sandbox => {
			const before = sandbox.dump();
			const stage = await stageFor(sandbox, plan);
			const error = await runPlan({plan, run: 'run-1'}, stage.options).catch((caught: unknown) => caught);
			expect(error).toMatchObject({code: 'not-allowed', message: expect.stringMatching(sentence)});
			expect(sandbox.dump()).toEqual(before);
			expect((await listRuns(stage.options.folder)).runs).toEqual([]);
			await stage.close();
		});
	});

	test('refuses a plan that is older than the world, and names what changed', async () => {
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, plan);
			await editRanges(sandbox, plan, now => [...now, '52.1.2.3/32']);
			const before = sandbox.dump();
			await expect(runPlan({plan, run: 'run-1'}, stage.options)).rejects.toMatchObject({
				code: 'world-changed',
				next: expect.arrayContaining([expect.stringContaining('managedClusters/aks-claims is not as it was')]),
			});
			expect(sandbox.dump()).toEqual(before);
			await stage.close();
		});
	});

	test('needs a journal that can be written', async context => {
		if (process.getuid?.() === 0 || process.platform === 'win32') {
			context.skip('whoever may write everywhere cannot be refused');
		}

		const closed = mkdtempSync(path.join(tmpdir(), 'aksess-closed-'));
		mkdirSync(path.join(closed, 'runs'));
		chmodSync(path.join(closed, 'runs'), 0o500);
		await expect(createJournal(path.join(closed, 'runs'), 'run-1')).rejects.toMatchObject({code: 'usage'});
	});

	test('needs a journal that does not exist yet', async () => {
		const file = path.join(mkdtempSync(path.join(tmpdir(), 'aksess-file-')), 'not-a-folder');
		writeFileSync(file, '');
		await expect(createJournal(file, 'run-1')).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringContaining(file),
		});
	});
});

/** The practice world, with one permission less. */
function withDenied(action: string): Readonly<Record<string, string>> {
	const names = readdirSync(folder).filter(name => /\.(?:json|ya?ml)$/.test(name));
	const files = names.map(name => [name, readFileSync(path.join(folder, name), 'utf8')] as const);
	return {...Object.fromEntries(files), 'access.json': JSON.stringify({'aksess:denied': [action]})};
}

describe('undo', () => {
	test('leaves what somebody else has changed since, and says so', async () => {
		const small: Plan = only(plan, [policy, ...ranges]);
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, small);
			const report = await runPlan({plan: small, run: 'run-1'}, stage.options);
			const url = `/apis/networking.k8s.io/v1/namespaces/${policy.kind === 'kube-object' ? policy.ref.namespace : ''}/networkpolicies/${policy.kind === 'kube-object' ? policy.ref.name : ''}`;
			const patch = {spec: {podSelector: {matchLabels: {app: 'theirs'}}}};
			const headers = {'content-type': 'application/merge-patch+json'};
			expect((await ask(sandbox, 'PATCH', url, {body: patch, headers})).status).toBe(200);
			const undo = await runPlan({plan: undoPlan(report.record), run: 'run-2', undoes: 'run-1'}, stage.options);
			expect(undo.record.outcome).toBe('partly-undone');
			expect(undo.record.steps.map(({result}) => result).toSorted()).toEqual(['done', 'skipped']);
			expect(undo.record.steps.find(({result}) => result === 'skipped')?.detail).toMatch(
				/changed since: NetworkPolicy/,
			);
			expect(rangesIn(sandbox)).toEqual(ranges[0]?.before);
			expect((await ask(sandbox, 'GET', url)).body.spec.podSelector).toEqual(patch.spec.podSelector);
			await stage.close();
		});
	});

	test('of an undo does it again', async () => {
		const small = only(plan, [policy]);
		await withSandbox({folder}, async sandbox => {
			const stage = await stageFor(sandbox, small);
			const first = await runPlan({plan: small, run: 'run-1'}, stage.options);
			const applied = sandbox.dump();
			const undo = await runPlan({plan: undoPlan(first.record), run: 'run-2', undoes: 'run-1'}, stage.options);
			await runPlan({plan: undoPlan(undo.record), run: 'run-3', undoes: 'run-2'}, stage.options);
			expect(sandbox.dump()).toEqual(applied);
			await stage.close();
		});
	});
});

describe('Ctrl-C', () => {
	test('ends the step that runs, begins no other, and the rest can be resumed', async () => {
		const small = only(
			plan,
			plan.steps.flatMap(({change}) => (change.kind === 'kube-object' ? [change] : [])).slice(0, 3),
		);
		const chained = {
			...small,
			steps: small.steps.map((step, index) => ({...step, after: index === 0 ? [] : [`step-${index}`]})),
		};
		await withSandbox({folder}, async sandbox => {
			const interrupt = new AbortController();
			const stage = await stageFor(sandbox, chained);
			const report = await runPlan(
				{plan: chained, run: 'run-1'},
				{
					...stage.options,
					signal: interrupt.signal,
					onEvent: event => (event.kind === 'step-started' ? interrupt.abort() : undefined),
				},
			);
			expect(report.record.steps.map(({result}) => result)).toEqual(['done', 'pending', 'pending']);
			expect(report.record.outcome).toBe('stopped');
			const resumed = await resumeRun(report, stage.options);
			expect(resumed.record.outcome).toBe('done');
			await stage.close();
		});
	});

	test('while waiting for somebody else to finish is heeded at once: nothing was written', async () => {
		const fault = {method: 'PUT', url: '/managedClusters/', effect: {kind: 'refuse', status: 429}} as const;
		await withSandbox({folder, faults: [fault]}, async sandbox => {
			const interrupt = new AbortController();
			const small = only(plan, ranges);
			const stage = await stageFor(sandbox, small);
			const report = await runPlan(
				{plan: small, run: 'run-1'},
				{
					...stage.options,
					signal: interrupt.signal,
					onEvent: event => (event.kind === 'output' ? interrupt.abort() : undefined),
				},
			);
			expect(report.outcome).toBe('stopped');
			expect(report.record.steps).toMatchObject([
				{result: 'refused', detail: expect.stringContaining('nothing was written')},
			]);
			await stage.close();
		});
	});
});
