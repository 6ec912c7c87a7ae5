import {afterEach, describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {expectGolden} from '../helpers/golden.js';
import {planFor} from './fake-dependencies.js';
import {clusters, profiles, worlds} from './fixtures.js';
import {keys, type Stage, type StageOptions, stage} from './stage.js';

/** Every screen as a person meets it on the way, looked at in golden files. */

const stages: Stage[] = [];

async function open(options: StageOptions): Promise<Stage> {
	const opened = await stage(options);
	stages.push(opened);
	return opened;
}

afterEach(async () => {
	await Promise.all(stages.splice(0).map(async opened => opened.close()));
});

const looks: readonly (readonly [string, StageOptions])[] = [
	['80x24', {columns: 80, rows: 24}],
	['160x50', {columns: 160, rows: 50}],
	['ascii-80x24', {columns: 80, rows: 24, capabilities: {unicode: false}}],
	['reader', {columns: 100, rows: 60, capabilities: {screenReader: true}}],
];

describe.each(looks)('%s', (look, options) => {
	test('shows every screen of the journey', async () => {
		const {press, until, text} = await open(options);
		const golden = (name: string) => {
			expectGolden(import.meta.dirname, `${look}-${name}`, text());
		};

		await until('aks-billing');
		golden('cluster');
		await press(keys.enter);
		await until('Image pull');
		golden('profiles');
		await press(keys.enter);
		await until('What the traffic');
		golden('map');
		await press(keys.tab, keys.end);
		await until(' list');
		golden('map-place');
		await press('v');
		await until('Authorized ranges');
		golden('topology');
		await press(keys.space);
		await until('whose rules nobody can read');
		golden('correction');
		await press(keys.down, keys.enter);
		await until('appliance 10.100.0.4');
		golden('corrected');
		await press(keys.enter);
		await until('default deny');
		golden('findings');
		await press('g');
		await until(/pull-images.+default deny/);
		golden('flows');
		await press(keys.tab, keys.down);
		await until(' list');
		golden('details');
		await press(keys.enter);
		await until('Steps');
		golden('plan');
		await press(keys.down);
		await until('priority: 3900');
		golden('plan-step');
		await press(keys.enter);
		await until('What do you want');
		golden('output');
		await press('?');
		await until('Keys on this screen');
		golden('help');
		await press('?');
		await until('What do you want');
		await press(keys.enter);
		await until('3 files written');
		golden('done');
		await press(keys.ctrlC);
	});

	test('keeps a long question of a profile apart from its answer', async () => {
		const parameter = {
			kind: 'choice',
			title: "Updates of the nodes' operating system",
			question: 'Does every node update itself from the internet?',
			choices: [{value: 'no', title: 'no, by node images only'}],
			default: 'no',
		} as const;
		const {press, until, text} = await open({
			...options,
			dependencies: {
				listProfiles: async () => profiles.slice(1).map(profile => ({...profile, parameters: {parameter}})),
			},
		});
		await until('aks-billing');
		await press(keys.enter);
		await until('Image pull');
		await press(keys.enter);
		await until('What the traffic');
		await press('v');
		await until('Authorized ranges');
		expect(text()).toMatch(/Updates of the nodes' [a-z ]+(?:: | {2}|… {2}|\.\.\. {2})no/);
	});

	test('shows what is being read while it is', async () => {
		const {press, until, text} = await open({
			...options,
			dependencies: {
				inspect: async (_request, onProgress) => {
					onProgress({kind: 'cluster', title: 'Cluster and agent pools', state: 'read', count: 1});
					onProgress({kind: 'managed', title: 'Managed security group', state: 'denied', count: undefined});
					onProgress({kind: 'ranges', title: 'IP groups', state: 'absent', count: undefined});
					onProgress({kind: 'kubernetes', title: 'Kubernetes objects', state: 'reading', count: undefined});
					return new Promise(() => {});
				},
			},
		});
		await until('aks-billing');
		await press(keys.enter);
		await until('Kubernetes objects');

		// The spinner turns; everything else stands still.
		expectGolden(import.meta.dirname, `${look}-reading`, text().replaceAll(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏●*|/\\-](?= \d of)/g, '*'));
	});

	test('shows a failure with what can be done about it', async () => {
		const {press, until, text} = await open({
			...options,
			dependencies: {
				inspect: async () => {
					throw new UserError('not-allowed', 'You may not read aks-shop.', {
						next: ['Ask for the Reader role on rg-shop.', 'Or choose a practice world.'],
					});
				},
			},
		});
		await until('aks-billing');
		await press(keys.enter);
		await until('You may not read');

		expectGolden(import.meta.dirname, `${look}-problem`, text());
	});

	test('shows the typed confirmation before dangerous steps', async () => {
		const {press, until, text} = await open({
			...options,
			dependencies: {apply: async () => new Promise(() => {})},
			initial: state => ({
				...state,
				memory: {...state.memory, wholePlan: planFor({}, []), plan: planFor({}, [])},
				screen: {name: 'output', selected: 'apply', editing: undefined, exists: undefined},
			}),
		});
		await until('Apply the plan now');
		await press(keys.enter);
		await until('Type endpoint-published');

		expectGolden(import.meta.dirname, `${look}-confirm`, text());
	});
});

describe('step by step', () => {
	test.each(looks)('shows what a step does where it is allowed, %s', async (look, options) => {
		const {press, until, text} = await open({
			...options,
			dependencies: {
				apply: async ({plan: {steps}, confirm}) => {
					await Promise.all(steps.slice(2, 3).map(confirm));
					return new Promise(() => {});
				},
			},
			initial: state => ({
				...state,
				memory: {...state.memory, wholePlan: planFor({}, []), plan: planFor({}, [])},
				screen: {name: 'confirm', selected: 'step-by-step', allowed: 1, typed: {text: '', caret: 0}},
			}),
		});
		await until('Step by step');
		await press(keys.enter);
		await until('internal?');

		expectGolden(import.meta.dirname, `${look}-step-asked`, text());
	});
});

describe('the first frame', () => {
	test('stands before anything is listed', async () => {
		const {until, text} = await open({
			dependencies: {
				listClusters: async () => new Promise(() => {}),
				listWorlds: async () => new Promise(() => {}),
				listProfiles: async () => new Promise(() => {}),
			},
		});
		await until('Which cluster?');

		expect(text()).toContain('Listing your clusters');
		expect(text()).toContain('? help');
	});
});

describe('many clusters', () => {
	const many = Array.from({length: 60}, (_, index) => ({
		...clusters[0],
		id: `${clusters[0]?.id}-${index}`,
		name: `aks-${String(index).padStart(2, '0')}`,
		resourceGroup: 'rg',
		subscription: 'Production',
		location: 'eastus',
	}));

	test('scroll so that the selected one is always in sight', async () => {
		const {until, press, text} = await open({dependencies: {listClusters: async () => many}});
		await until('more');
		await press(keys.home);
		await until('❯ aks-00');
		await press(...Array.from({length: 30}, () => keys.down));
		await until('❯ aks-30');

		expect(text()).toMatch(/↑ \d+ more/);
		expect(text()).toMatch(/↓ \d+ more/);
	});

	test('are found by a few letters', async () => {
		const {until, press, text} = await open({dependencies: {listClusters: async () => many}});
		await until('more');
		await press('/', '5', '7');
		await until('❯ aks-57');

		expect(text()).not.toContain('aks-56');
	});
});

describe('size', () => {
	test.each([
		[80, 24],
		[81, 25],
		[111, 30],
		[112, 30],
		[160, 50],
		[200, 60],
	])('fills %i×%i and nothing beyond, on every screen', async (columns, rows) => {
		const {until, press, text} = await open({columns, rows});
		const fits = () => {
			const lines = text().split('\n');
			expect(lines.length).toBeLessThanOrEqual(rows);
			expect(lines.at(-1)).toContain('Enter');
			expect(lines[0]).toContain('aksess');
		};

		for (const [shown, pressed] of [
			['aks-billing', keys.enter],
			['Image pull', keys.enter],
			['What the traffic', keys.enter],
			['undecided', keys.enter],
			['Steps', keys.enter],
			['What do you want', keys.enter],
			['files written', keys.enter],
		] as const) {
			await until(shown);
			fits();
			await press(pressed);
		}
	});

	test('says so when there is too little room, and goes on when there is more', async () => {
		const {until, resize} = await open({columns: 80, rows: 24});
		await until('aks-billing');
		await resize(40, 10);
		await until('aksess needs 60x16');
		await resize(80, 24);
		await until('aks-billing');
	});

	test('keeps what was chosen and typed through a resize', async () => {
		const {until, resize, press, text} = await open({columns: 80, rows: 24});
		await until('aks-billing');
		await press('/', 'c', 'i', 'l');
		await until('Search: cil');
		await resize(160, 50);
		await until('cilium-overlay');

		expect(text()).toContain('Search: cil');
		expect(text()).not.toContain(worlds[1]?.name);
	});
});
