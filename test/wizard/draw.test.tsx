import {afterEach, describe, expect, test} from 'vitest';
import {UserError} from '../../source/errors.js';
import {known} from '../../source/topology/known.js';
import type {
	DrawRequest,
	InspectRequest,
	WizardDependencies,
	WriteProfileRequest,
} from '../../source/wizard/dependencies.js';
import {expectGolden} from '../helpers/golden.js';
import {drawn, ownProfile, recognised} from './fake-dependencies.js';
import {keys, type Stage, type StageOptions, stage} from './stage.js';

/** A profile of one's own, from the first key to the check that asks for it. */

const stages: Stage[] = [];

async function open(options: StageOptions = {}): Promise<Stage> {
	const opened = await stage(options);
	stages.push(opened);
	return opened;
}

afterEach(async () => {
	await Promise.all(stages.splice(0).map(async opened => opened.close()));
});

const {topology} = recognised;
const pod = (namespace: string, name: string) => ({
	namespace,
	name,
	labels: {},
	node: undefined,
	addresses: [],
	hostNetwork: false,
	ports: [],
	callsApiServerByName: false,
	workload: {kind: 'Pod', name},
});
const unnamed = [{registry: 'images.northlight.net', image: 'images.northlight.net/a:1', where: 'shop/web-1', pods: 3}];
const running = {
	...recognised,
	unnamed,
	topology: {
		...topology,
		kubernetes: {
			...topology.kubernetes,
			namespaces: known(['dev', 'kube-system', 'shop'].map(name => ({name, labels: {}}))),
			pods: known([pod('shop', 'web-1'), pod('shop', 'web-2'), pod('kube-system', 'coredns')]),
		},
	},
};

/** What arrives outside, and what comes back of it. */
function outside(changes: Partial<WizardDependencies> = {}) {
	const asked: DrawRequest[] = [];
	const written: WriteProfileRequest[] = [];
	const judged: InspectRequest[] = [];
	const dependencies: Partial<WizardDependencies> = {
		inspect: async () => running,
		reassess: async (before, request) => {
			judged.push(request);
			return before;
		},
		draw: async request => {
			asked.push(request);
			return drawn;
		},
		writeDrawn: async request => {
			written.push(request);
			return {kind: 'written', profile: {...ownProfile, name: request.file}};
		},
		...changes,
	};
	return {asked, written, judged, dependencies};
}

/** From the start to the list of what a profile can be drawn from. */
async function toSources({press, until}: Stage): Promise<void> {
	await until('aks-billing');
	await press(keys.enter);
	await until('Image pull');
	await press('n');
	await until('What is the profile to be drawn from?');
}

const looks: readonly (readonly [string, StageOptions])[] = [
	['80x24', {columns: 80, rows: 24}],
	['160x50', {columns: 160, rows: 50}],
	['ascii-80x24', {columns: 80, rows: 24, capabilities: {unicode: false}}],
	['reader', {columns: 100, rows: 60, capabilities: {screenReader: true}}],
];

test.each(looks)('every screen of the way, %s', async (look, options) => {
	const {dependencies} = outside();
	const view = await open({...options, dependencies});
	const {press, until, text} = view;
	const golden = (name: string) => {
		expectGolden(import.meta.dirname, `${look}-${name}`, text());
	};
	await until('aks-billing');
	await press(keys.enter);
	await until('Image pull');
	golden('profiles-unnamed');
	await press('n');
	await until('What is the profile to be drawn from?');
	golden('draw');
	await press(keys.end, keys.up, keys.enter);
	await until('File:');
	golden('draw-file');
	await press(keys.escape);
	await until('look for hints');
	await press(keys.home, keys.down, keys.enter);
	await until('What namespace shop hints at');
	await press(keys.down, keys.space);
	await until('1 left out');
	golden('drawn');
	await press(keys.home, keys.space, 'X', keys.enter);
	await until('A name is lower-case words');
	golden('drawn-name');
});

describe('what is chosen and said', () => {
	test('arrives where it is needed, and the profile is judged at once', async () => {
		const {asked, written, judged, dependencies} = outside();
		const view = await open({dependencies});
		const {press, until, text} = view;
		await toSources(view);
		await press(keys.down, keys.enter);
		await until('What namespace shop hints at');
		await press(keys.down, keys.space);
		await until('1 left out');
		await press(keys.home, keys.space, '-', 'b', keys.enter);
		await until('./shop-b.yaml');
		await press(keys.enter);
		await until('[x] Own  ./shop-b.yaml');
		expect(text()).toContain('[x] Azure Dev Spaces');
		await press(keys.enter);
		await until('What the traffic');

		expect(asked.map(({source}) => source)).toEqual([{kind: 'namespace', namespace: 'shop'}]);
		expect(written).toEqual([
			{drawn: {...drawn, name: 'shop-b', needs: drawn.needs.slice(1)}, file: './shop-b.yaml', overwrite: false},
		]);
		expect(judged.at(-1)?.profiles).toEqual(['azure-dev-spaces', './shop-b.yaml']);
	});

	test('one namespace after the other: each profile stays in the list', async () => {
		const {written, dependencies} = outside();
		const view = await open({dependencies});
		const {press, until} = view;
		for (const name of ['a', 'b']) {
			await (name === 'a' ? toSources(view) : press('n'));
			await until('What is the profile to be drawn from?');
			await press(keys.home, keys.down, keys.enter);
			await until('What namespace shop hints at');
			await press(keys.home, keys.down, keys.space, '\u0015', ...`./${name}.yaml`, keys.enter);
			await until(`write ./${name}.yaml`);
			await press(keys.enter);
			await until(`[x] Own  ./${name}.yaml`);
		}

		await until('[x] Own  ./a.yaml');
		expect(written.map(({file}) => file)).toEqual(['./a.yaml', './b.yaml']);
	});

	test('registries that no profile names are drawn without a namespace', async () => {
		const {asked, dependencies} = outside();
		const view = await open({dependencies});
		await toSources(view);
		await view.press(keys.home, keys.enter);
		await view.until('hints at');
		expect(asked[0]?.source).toEqual({kind: 'registries', unnamed});
	});

	test('a log is named, with addresses of clients left out, and its progress is shown', async () => {
		const {asked, dependencies} = outside({
			draw: async (request, onProgress) => {
				asked.push(request);
				onProgress(42);
				return new Promise(() => {});
			},
		});
		const view = await open({dependencies});
		const {press, until} = view;
		await toSources(view);
		await press(keys.end, keys.space);
		await until('[x] Leave out addresses');
		await press(keys.up, keys.up, keys.up, keys.enter);
		await until('File:');
		await press(...'denials.csv', keys.enter);
		await until('Looking for hints: 42 %');
		await press(keys.escape);
		await until('What was seen');
		expect(asked[0]?.source).toEqual({kind: 'firewall-log', file: 'denials.csv', masked: true});
	});

	test('a file that is there is replaced only with a yes', async () => {
		const written: WriteProfileRequest[] = [];
		const {dependencies} = outside({
			writeDrawn: async request => {
				written.push(request);
				return request.overwrite
					? {kind: 'written', profile: {...ownProfile, name: request.file}}
					: {kind: 'exists', file: request.file};
			},
		});
		const view = await open({dependencies});
		const {press, until} = view;
		await toSources(view);
		await press(keys.down, keys.enter);
		await until('hints at');
		await press(keys.enter);
		await until('This file is there already.');
		await press('n');
		await until('Enter: write ./shop.yaml');
		await press(keys.enter);
		await until('This file is there already.');
		await press('y');
		await until('[x] Own');
		expect(written.map(({overwrite}) => overwrite)).toEqual([false, false, true]);
	});
});

describe('what goes wrong', () => {
	test('a namespace without hints says so, and the list comes back', async () => {
		const {dependencies} = outside({
			draw: async () => {
				throw new UserError('usage', 'Nothing in namespace dev hints at a need.', {next: ['Look at another one.']});
			},
		});
		const view = await open({dependencies});
		await toSources(view);
		await view.press(keys.down, keys.enter);
		await view.until('Nothing in namespace dev hints at a need.');
		await view.press(keys.escape);
		await view.until('What is the profile to be drawn from?');
	});

	test('with every row left out nothing is written', async () => {
		const {written, dependencies} = outside();
		const view = await open({dependencies});
		const {press, until} = view;
		await toSources(view);
		await press(keys.down, keys.enter);
		await until('hints at');
		await press(keys.space, keys.down, keys.space, keys.down, keys.space);
		await until('Every row is left out: nothing would be written.');
		await press(keys.enter, keys.escape);
		await until('What is the profile to be drawn from?');
		expect(written).toEqual([]);
	});

	test('who leaves after a profile was written is told that it is there', async () => {
		const {dependencies} = outside();
		const view = await open({dependencies});
		const {press, until, result} = view;
		await toSources(view);
		await press(keys.down, keys.enter);
		await until('hints at');
		await press(keys.enter);
		await until('[x] Own');
		await press(keys.ctrlC, keys.enter);
		await until(() => result() !== undefined);
		expect(result()).toEqual({kind: 'cancelled', profiles: ['./shop.yaml']});
	});

	test('names from a cluster and a log do nothing to the terminal', async () => {
		const evil = '\u001b[2Jx\u202e';
		const {dependencies} = outside({
			draw: async () => ({
				...drawn,
				source: evil,
				needs: drawn.needs.map(need => ({...need, evidence: evil})),
				told: evil,
			}),
		});
		const view = await open({dependencies});
		await toSources(view);
		await view.press(keys.down, keys.enter);
		await view.until('\\u001b[2Jx\\u202e');
	});
});
