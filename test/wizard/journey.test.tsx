import {afterEach, describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import type {ApplyRequest, InspectRequest, WriteRequest} from '../../source/wizard/dependencies.js';
import {onceOverwritten, planFor} from './fake-dependencies.js';
import {clusterId, inspection} from './fixtures.js';
import {keys, type Stage, type StageOptions, stage} from './stage.js';

/** Whole journeys with real keys, and what of them arrives outside. */

const stages: Stage[] = [];

async function open(options: StageOptions = {}): Promise<Stage> {
	const opened = await stage(options);
	stages.push(opened);
	return opened;
}

afterEach(async () => {
	await Promise.all(stages.splice(0).map(async opened => opened.close()));
});

/** Presses Enter until the given text stands there. */
async function walk({press, until}: Stage, ...shown: readonly string[]): Promise<void> {
	for (const text of shown) {
		await until(text);
		await press(keys.enter);
	}
}

describe('from a cluster to scripts', () => {
	test('what was chosen and said arrives where it is needed', async () => {
		const requests: InspectRequest[] = [];
		const written: WriteRequest[] = [];
		const view = await open({
			dependencies: {
				inspect: async request => {
					requests.push(request);
					return inspection;
				},
				reassess: async (_inspection, request) => {
					requests.push(request);
					return inspection;
				},
				writeScripts: onceOverwritten(written),
			},
		});
		const {press, until, result} = view;
		await until('aks-billing');
		await press(keys.home, keys.enter);
		await until('What must work on aks-shop');
		await press(keys.enter);
		await until('What the traffic');
		await press('v');
		await until('Endpoint type');
		await press(...Array.from({length: 6}, () => keys.down), keys.space);
		await until('with commas between');
		await press(...'20.9.77.140', keys.enter);
		await until('As you said.');
		await walk(view, 'As you said.', 'undecided');
		await until('Steps');
		await press(keys.down, keys.space);
		await until('4 of 5 on');
		await until('Opens what 4 steps open');
		await press(keys.enter);
		await until('What do you want');
		await press(keys.down, keys.down, keys.space, keys.down, keys.down, keys.space);
		await until('take it');
		await press('/', 'x', keys.enter);
		await until('./aksess-out/x');
		await press(keys.enter);
		await until('Replace them?');
		await press('y');
		await until('--dry-run');
		await press(keys.enter);
		await until(() => result() !== undefined);

		expect(requests[0]).toMatchObject({
			source: {kind: 'cluster', id: clusterId},
			profiles: [],
			answers: {machines: []},
		});
		expect(requests.at(-1)).toMatchObject({profiles: ['azure-dev-spaces']});
		expect(requests.at(-1)?.answers.machines).toHaveLength(1);
		expect(written.map(({overwrite, folder, formats}) => ({overwrite, folder, formats}))).toEqual([
			{overwrite: false, folder: './aksess-out/x', formats: ['bash', 'markdown']},
			{overwrite: true, folder: './aksess-out/x', formats: ['bash', 'markdown']},
		]);
		expect(written[0]?.plan.steps).toHaveLength(4);
		expect(result()).toMatchObject({kind: 'written', files: ['./aksess-out/x/apply.sh']});
	});

	test('steps are counted as they are switched, also while the proof is being computed', async () => {
		const view = await open({
			dependencies: {
				plan: async (_inspection, _request, {choices, without}) =>
					without.length === 0 ? planFor(choices, without) : new Promise(() => {}),
			},
		});
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic', 'undecided');
		await view.until('5 of 5 on');
		await view.press(keys.down, keys.space);
		await view.until('The proof is being computed.');
		await view.until('4 of 5 on');
		expect(view.text()).not.toContain('Advice');
	});

	test('a practice world can be chosen while the clusters are still being listed', async () => {
		const view = await open({dependencies: {listClusters: async () => new Promise(() => {})}});
		await walk(view, 'locked-down', 'Image pull');
		await view.until('What the traffic');

		expect(view.text()).not.toContain('Listing your clusters');
	});

	test('practice worlds work without a sign-in', async () => {
		const view = await open({
			dependencies: {
				listClusters: async () => {
					throw new UserError('not-signed-in', 'Nobody is signed in to Azure.', {next: ['Run `az login`, then r.']});
				},
			},
		});
		await view.until('Not signed in to Azure (az login, then r); practice clusters work without.');
		await walk(view, 'locked-down', 'Image pull');
		await view.until('What the traffic');
	});

	test('is asked nothing that was said before', async () => {
		const source = {kind: 'world', name: 'locked-down'} as const;
		const known = await open({start: {source, profiles: ['azure-dev-spaces']}});
		await known.until('What the traffic');
		expect(known.text()).toContain('── locked-down, cluster aks-shop: azure-dev-spaces ──');

		const found = await open({start: {source}});
		await found.until('Enter: judge the network for 1 selected: azure-dev-spaces');
	});

	test('reading can be cancelled, and the reader hears of it', async () => {
		let aborted = false;
		const view = await open({
			dependencies: {
				inspect: async (_request, _onProgress, signal) =>
					new Promise((_resolve, reject) => {
						signal.addEventListener('abort', () => {
							aborted = true;
							reject(new Error('aborted'));
						});
					}),
			},
		});
		await walk(view, 'aks-billing');
		await view.until('Connecting');
		await view.press(keys.escape);
		await view.until('aks-billing');

		expect(aborted).toBe(true);
		expect(view.text()).not.toContain('did not work');
	});

	test('a failure can be tried again with all answers kept', async () => {
		let tries = 0;
		const view = await open({
			dependencies: {
				inspect: async () => {
					tries++;
					if (tries === 1) {
						throw new UserError('not-allowed', 'Azure asks to wait.', {next: ['Try again in a minute.']});
					}

					return inspection;
				},
			},
		});
		await walk(view, 'aks-billing', 'Azure asks to wait.', 'Image pull');
		await view.until('What the traffic');
	});

	test('a bug is shown as one, with what to report', async () => {
		const view = await open({
			dependencies: {
				plan: async () => {
					throw new TypeError('x is not a function');
				},
			},
		});
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic', 'undecided');
		await view.until('This is a bug in aksess: x is not a function');
		await view.press(keys.escape);
		await view.until('undecided');
	});
});

describe('the findings', () => {
	test('are told by the rule that decides, flow by flow, by one control and by a search', async () => {
		const view = await open();
		const {press, until, text} = view;
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic');
		await until('Blocked 6 by 4 rules');
		expect(text()).toContain('❯ ✗ firewall afw-hub  default deny          4 flows ▸');
		await press(keys.space);
		await until('4 flows ▾');
		expect(text()).toMatch(/ {4}✗ pull-images +to cloudflare\.docker\.com tcp 443/);
		await press('g');
		await until(/❯ ✗ pull-charts-gcr +firewall afw-hub {2}default deny/);
		await press('c', 'c');
		await until('Only: NSG');
		expect(text()).toMatch(/❯ ✗ public-ingre\S+ +NSG nsg-aks {2}DenyAllElseInBound \(4000\)/);
		expect(text()).not.toContain('api-server-from-machines');
		await press(keys.escape);
		await until('pull-images');
		await press('/', ...'docker');
		await until('Search: docker');
		expect(text()).not.toContain('pull-charts-gcr');
		await press(keys.enter, keys.tab);
		await until('Without it');
		await press(keys.escape);
		await until('Blocked 1');
		await press(keys.escape);
		await until('Blocked 6');
	});

	test('that fit no search say so', async () => {
		const view = await open();
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic');
		await view.until('Blocked 6 by 4 rules');
		await view.press('/', ...'nowhere');
		await view.until('Nothing fits');
	});
});

describe('the plan', () => {
	test('shows the commands instead of the difference on request', async () => {
		const view = await open();
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic', 'undecided');
		await view.until('Steps');
		await view.press(keys.down);
		await view.until('+ priority: 3900');
		await view.press('v');
		await view.until('az rest --method put');
		await view.press('v');
		await view.until('+ priority: 3900');
	});

	test('scrolls its details to the end and not beyond', async () => {
		const view = await open();
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic', 'undecided');
		await view.until('Steps');
		await view.press(keys.down, keys.tab, keys.end);
		await view.until('port: 443');
		await view.press(keys.up);
		await view.until('↓ 2 more');
	});
});

describe('leaving', () => {
	test('is asked about once, and cancelled by Escape', async () => {
		const view = await open();
		await view.until('aks-billing');
		await view.press(keys.ctrlC);
		await view.until('Leave aksess?');
		await view.press(keys.escape);
		await view.until('aks-billing');
		expect(view.result()).toBeUndefined();
		await view.press(keys.ctrlC);
		await view.until('Leave aksess?');
		await view.press(keys.ctrlC);
		await view.until(() => view.result() !== undefined);

		expect(view.result()).toEqual({kind: 'cancelled'});
	});

	test('stops what is under way', async () => {
		let signal: AbortSignal | undefined;
		const view = await open({
			dependencies: {
				listClusters: async given => {
					signal = given;
					return new Promise(() => {});
				},
			},
		});
		await view.until('locked-down');
		await view.press('q');
		await view.until('Leave aksess?');
		await view.press(keys.enter);
		await view.until(() => view.result() !== undefined);

		expect(signal?.aborted).toBe(true);
	});
});

describe('applying', () => {
	test('goes step by step, asks before each, and shows how it ended', async () => {
		const answers: string[] = [];
		const view = await open({
			dependencies: {
				apply: async ({plan, mode, confirm}: ApplyRequest, onEvent) => {
					for (const step of plan.steps.slice(0, 2)) {
						const answer = await confirm(step);
						answers.push(`${mode} ${step.id} ${answer}`);
						onEvent({kind: 'step-started', step: step.id, command: 'az rest --method put'});
						onEvent({
							kind: 'step-ended',
							step: step.id,
							result: answer === 'apply' ? 'done' : 'skipped',
							detail: 'in 2 s',
						});
					}

					return {
						outcome: 'done',
						exitCode: 0,
						run: '2026-01-01T00-00-00',
						summary: ['4 flows work now.'],
						next: ['aksess undo'],
					};
				},
			},
		});
		await walk(view, 'aks-billing', 'Image pull', 'What the traffic', 'undecided', 'Steps');
		await view.until('Apply the plan now');
		await view.press(keys.end, keys.up, keys.enter);
		await view.until('Type endpoint-published to allow it');
		await view.press(keys.down, ...'endpoint-published', keys.enter);
		await view.until('Add rule collection group aksess-aks-shop to afwp-hub?');
		expect(view.text()).toContain('+ priority: 3900');
		await view.press('y');
		await view.until('Add rule aksess-ingress to nsg-aks?');
		await view.press('n');
		await view.until('Applied and checked');

		expect(answers).toEqual(['step-by-step firewall-afwp-hub apply', 'step-by-step nsg-nsg-aks skip']);
		expect(view.text()).toContain('aksess undo');
	});
});
