import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {createArmRequests} from '../../source/apply/arm-requests.js';
import {systemClock} from '../../source/apply/clock.js';
import {holdLease, type LeaseWanted} from '../../source/apply/hold-lease.js';
import {leaseHolder} from '../../source/apply/lease-holder.js';
import {runPlan} from '../../source/apply/run-plan.js';
import type {Sandbox} from '../../source/sandbox/sandbox.js';
import {connectionTo} from '../helpers/sandbox-connection.js';
import {ask} from '../sandbox/clients.js';
import {only, planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const {plan: whole} = await planOf('locked-down');
const changes = whole.steps.flatMap(({change}) => (change.kind === 'arm-child' ? [change] : [])).slice(0, 2);
const plan = only(whole, changes);
const folder = practiceFolder('locked-down');
const tag = 'aksess-lease-aks-claims';
const url = `${whole.cluster.id.split('/providers/')[0]}/providers/Microsoft.Resources/tags/default?api-version=2021-04-01`;
const minuteMs = 60_000;

async function tagIn(sandbox: Sandbox): Promise<string | undefined> {
	const {body} = await ask(sandbox, 'GET', url);
	return body.properties.tags[tag];
}

async function setTag(sandbox: Sandbox, value: string): Promise<void> {
	const body = {operation: 'Merge', properties: {tags: {[tag]: value}}};
	expect((await ask(sandbox, 'PATCH', url, {body})).status).toBe(200);
}

function until(ms: number): string {
	return `until ${new Date(Date.now() + ms).toISOString().slice(0, 19)}Z`;
}

const wanted: LeaseWanted = {holder: 'alice@laptop-1a2b', takeOver: undefined, settleMs: 1};

async function run(sandbox: Sandbox, lease: Partial<LeaseWanted> = {}) {
	const stage = await stageFor(sandbox, plan, {lease: {...wanted, ...lease}});
	try {
		return {...(await runPlan({plan, run: 'run-1'}, stage.options)), events: stage.events};
	} finally {
		await stage.close();
	}
}

describe('the lease of a cluster', () => {
	test('is there while a run writes, and gone afterwards', async () => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			const seen: (string | undefined)[] = [];
			const stage = await stageFor(sandbox, plan, {lease: wanted});
			const {writer} = stage.options.target;
			const report = await runPlan(
				{plan, run: 'run-1'},
				{
					...stage.options,
					target: {
						...stage.options.target,
						writer: {
							...writer,
							write: async (change, watch) => {
								seen.push(await tagIn(sandbox));
								await writer.write(change, watch);
							},
						},
					},
				},
			);
			await stage.close();
			expect(report.outcome).toBe('done');
			expect(seen).toHaveLength(2);
			expect(seen[0]).toMatch(/^alice@laptop-1a2b until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
			expect(await tagIn(sandbox)).toBeUndefined();
			expect(JSON.stringify(sandbox.dump())).not.toContain('aksess-lease');
			expect(sandbox.dump()).not.toEqual(before);
		});
	});

	test.each([
		['another machine', `bob@desk-3c4d ${until(20 * minuteMs)}`, 'bob@desk-3c4d'],
		['a script', `script-desk-4711 ${until(20 * minuteMs)}`, 'script-desk-4711'],
		['a clock that is a little ahead', `bob@desk-3c4d ${until(-minuteMs / 2)}`, 'bob@desk-3c4d'],
		['somebody who wrote it by hand', 'freeze until Monday', 'freeze until Monday'],
	])('of %s keeps a run away, which says who holds it', async (_name, value, holder) => {
		await withSandbox({folder}, async sandbox => {
			const before = sandbox.dump();
			await setTag(sandbox, value);
			await expect(run(sandbox)).rejects.toMatchObject({
				code: 'usage',
				message: expect.stringContaining(holder),
				next: expect.arrayContaining([expect.stringContaining(`--take-over "${holder}"`)]),
			});
			expect(await tagIn(sandbox)).toBe(value);
			await setTag(sandbox, '');
			expect(JSON.stringify(sandbox.dump())).toContain(JSON.stringify(before).slice(1, 2000));
		});
	});

	test.each([
		['that is over', `bob@desk-3c4d ${until(-2 * minuteMs)}`, undefined],
		['of a run of the same folder that has died', `alice@laptop-1a2b ${until(20 * minuteMs)}`, undefined],
		['that is taken over by name', `bob@desk-3c4d ${until(20 * minuteMs)}`, 'bob@desk-3c4d'],
		['by hand that is taken over by name', 'freeze until Monday', 'freeze until Monday'],
	])('%s is taken', async (_name, value, takeOver) => {
		await withSandbox({folder}, async sandbox => {
			await setTag(sandbox, value);
			expect((await run(sandbox, {takeOver})).outcome).toBe('done');
			expect(await tagIn(sandbox)).toBeUndefined();
		});
	});

	test('is not taken over by the name of another holder', async () => {
		await withSandbox({folder}, async sandbox => {
			await setTag(sandbox, `bob@desk-3c4d ${until(20 * minuteMs)}`);
			await expect(run(sandbox, {takeOver: 'carol@desk-5e6f'})).rejects.toThrow('bob@desk-3c4d');
		});
	});

	test('found free by several at once is held by one of them', async () => {
		await withSandbox({folder}, async sandbox => {
			const arm = createArmRequests(connectionTo(sandbox));
			const {signal} = new AbortController();
			let refused = 0;
			// The pause that is longer than any request: until each has written its name or was refused.
			const everybody = () => sandbox.log.filter(({method}) => method === 'PATCH').length + refused;
			const clock = {...systemClock, sleep: async () => expect.poll(everybody, {timeout: 10_000}).toBe(3)};
			const tries = ['alice@a-1', 'bob@b-2', 'carol@c-3'].map(async holder => {
				try {
					return await holdLease(plan.cluster.id, {...wanted, holder}, {arm, clock, signal});
				} catch (error) {
					refused += 1;
					throw error;
				}
			});
			const ends = await Promise.allSettled(tries);
			const held = ends.flatMap(end => (end.status === 'fulfilled' ? [end.value] : []));
			expect(held).toHaveLength(1);
			expect(await tagIn(sandbox)).toMatch(/^(?:alice|bob|carol)@/);
			await held[0]?.release();
			expect(await tagIn(sandbox)).toBeUndefined();
		});
	});

	test('that may not be written keeps nobody away, and the run says so', async () => {
		const faults = [{method: 'PATCH', url: '/tags/default', effect: {kind: 'refuse', status: 403}}] as const;
		await withSandbox({folder, faults}, async sandbox => {
			const report = await run(sandbox);
			expect(report.outcome).toBe('done');
			expect(JSON.stringify(report.events)).toContain('other machines are not kept away');
		});
	});

	test('of another is respected by who may not write one', async () => {
		const faults = [
			{method: 'PATCH', url: '/tags/default', nth: 2, times: 9, effect: {kind: 'refuse', status: 403}},
		] as const;
		await withSandbox({folder, faults}, async sandbox => {
			await setTag(sandbox, `bob@desk-3c4d ${until(20 * minuteMs)}`);
			await expect(run(sandbox)).rejects.toThrow('bob@desk-3c4d');
		});
	});

	test('is the same for all runs of a folder, and another for another folder', async () => {
		const [one, other] = [1, 2].map(() => mkdtempSync(path.join(tmpdir(), 'aksess-lease-')));
		const names = await Promise.all([leaseHolder(one ?? ''), leaseHolder(one ?? ''), leaseHolder(other ?? '')]);
		expect(names[0]).toBe(names[1]);
		expect(names[0]).not.toBe(names[2]);
		expect(names[0]).toMatch(/^[\x21-\x7E]+$/);
	});
});
