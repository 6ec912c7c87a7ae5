import {createHttpHeaders, createPipelineRequest} from '@azure/core-rest-pipeline';
import {describe, expect, test} from 'vitest';
import {createArmRequests} from '../../source/apply/arm-requests.js';
import {systemClock} from '../../source/apply/clock.js';
import {openTarget} from '../../source/apply/open-target.js';
import {persist} from '../../source/apply/persist.js';
import {RequestFailure} from '../../source/apply/request-failure.js';
import {runPlan} from '../../source/apply/run-plan.js';
import {withReasonablePauses} from '../../source/detect/azure/http-client.js';
import {runCli} from '../helpers/run-cli.js';
import {connectionTo} from '../helpers/sandbox-connection.js';
import {hurriedClock, only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan: whole} = await planOf('locked-down');
const changes = whole.steps.flatMap(({change}) => (change.kind === 'arm-child' ? [change] : [])).slice(0, 1);
const plan = only(whole, changes);
const folder = practiceFolder('locked-down');

describe('a write that is never answered', () => {
	test.each([
		['was acted on', 'after', 1],
		['was not acted on', 'before', 2],
	] as const)('is looked at after a bound: it %s', async (_name, when, writes) => {
		const fault = {method: 'PUT', url: changes[0]?.id ?? '', nth: 1, effect: {kind: 'silent', when}} as const;
		await withSandbox({folder, faults: [fault]}, async sandbox => {
			const stage = await stageFor(sandbox, plan);
			const target = await openTarget({
				connection: connectionTo(sandbox, {kubeconfig: sandbox.kubeconfig}),
				cluster: plan.cluster.id,
				changes,
				clock: stage.options.clock,
				env: undefined,
				signal: stage.options.signal,
				readWorld: undefined,
				answerTimeoutMs: 1500,
			});
			const report = await runPlan({plan, run: 'run-1'}, {...stage.options, target});
			expect(report.outcome).toBe('done');
			expect(JSON.stringify(stage.events)).toMatch(
				/did not answer the PUT within 1\.5 seconds\. Trying again in 1 s \(1 of 5/,
			);
			expect(sandbox.log.filter(({method}) => method === 'PUT')).toHaveLength(writes);
			await target.writer.close();
			await stage.close();
		});
	});
});

describe('a pause that Azure asks for', () => {
	test('beyond reason is cut, and shown', async () => {
		const lines: string[] = [];
		const slept: number[] = [];
		const clock = hurriedClock();
		let attempts = 0;
		await persist({
			attempt: async () => {
				attempts += 1;
				if (attempts === 1) {
					throw new RequestFailure('Too many requests.', {status: 429, code: '', retryAfterMs: 2_147_484_000});
				}

				return undefined;
			},
			look: async () => ({standing: 'after', found: ''}),
			clock: {
				...clock,
				sleep: async (ms, signal) => {
					slept.push(ms);
					await clock.sleep(ms, signal);
				},
			},
			onOutput: line => lines.push(line),
			stop: new AbortController().signal,
		});
		expect(slept).toEqual([900_000]);
		expect(lines).toEqual([
			expect.stringMatching(
				/^Too many requests\. It asks to wait 2147484 s, which is too long\. Trying again in 900 s, until \d\d:\d\d:\d\dZ\.$/,
			),
		]);
	});

	test('is cut wherever it comes from', async () => {
		const fault = {
			method: 'GET',
			url: '/managedClusters/',
			nth: 1,
			effect: {kind: 'refuse', status: 429, retryAfterSeconds: 2_147_484},
		} as const;
		await withSandbox({folder, faults: [fault]}, async sandbox => {
			const arm = createArmRequests(connectionTo(sandbox));
			await expect(arm.get(plan.cluster.id, new AbortController().signal)).rejects.toMatchObject({
				retryAfterMs: 900_000,
				message: expect.stringContaining('2147484 s'),
			});
		});
	});

	test.each([
		['of seconds', {'retry-after': '2147484'}, '60'],
		['until a day', {'retry-after': 'Fri, 01 Jan 2999 00:00:00 GMT'}, '60'],
		['that is reasonable', {'retry-after': '17'}, '17'],
	])('%s is cut for what only reads, too', async (_name, headers, seconds) => {
		const request = createPipelineRequest({url: 'https://127.0.0.1/'});
		const client = withReasonablePauses({
			sendRequest: async () => ({request, status: 429, headers: createHttpHeaders(headers)}),
		});
		expect((await client.sendRequest(request)).headers.get('retry-after')).toBe(seconds);
	});

	test('does not fire at once where a timer takes no more', async () => {
		const controller = new AbortController();
		const sleep = systemClock.sleep(2_147_484_000, controller.signal);
		const first = await Promise.race([
			sleep.then(() => 'fired'),
			new Promise(resolve => setTimeout(resolve, 20, 'waits')),
		]);
		expect(first).toBe('waits');
		controller.abort();
		await expect(sleep).rejects.toThrow();
	});
});

test('what takes time says what is waited for and until when', async () => {
	await withSandbox({folder, operationMs: 700}, async sandbox => {
		const stage = await stageFor(sandbox, plan, {clock: systemClock});
		const target = await openTarget({
			connection: connectionTo(sandbox, {kubeconfig: sandbox.kubeconfig}),
			cluster: plan.cluster.id,
			changes,
			clock: systemClock,
			env: undefined,
			signal: stage.options.signal,
			readWorld: undefined,
		});
		await runPlan({plan, run: 'run-1'}, {...stage.options, target});
		expect(JSON.stringify(stage.events)).toMatch(
			/Waiting for Azure to finish the operation, until \d\d:\d\d:\d\dZ at the latest/,
		);
		await target.writer.close();
		await stage.close();
	});
});

test.skipIf(process.platform !== 'linux').each([
	[
		'apply',
		'--sandbox',
		'wide-open',
		'--profile',
		'azure-dev-spaces',
		'--machine',
		'20.9.77.140',
		'--state',
		'/proc/x/y',
		'--yes',
	],
	['doctor', '--sandbox', 'wide-open'],
])('%s ends at once where AKSESS_HOME or --state cannot be made', async (...argv) => {
	const {exitCode, stdout, stderr} = await runCli(argv, {env: {AKSESS_HOME: '/proc/aksess/home'}});
	expect([2, 4]).toContain(exitCode);
	expect(`${stdout}${stderr}`).toMatch(/\/proc\/(?:x\/y|aksess\/home) cannot be (?:created|written)/);
});
