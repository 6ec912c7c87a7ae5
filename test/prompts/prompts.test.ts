import {describe, expect, test} from 'vitest';
import {Cancelled, UserError} from '../../source/errors.js';
import {askMode} from '../../source/prompts/apply-questions.js';
import type {Asker} from '../../source/prompts/asker.js';
import {choose, chooseMany} from '../../source/prompts/asker.js';
import {runDialogue} from '../../source/prompts/run-prompts.js';
import type {
	DrawRequest,
	InspectRequest,
	WizardDependencies,
	WriteProfileRequest,
	WriteRequest,
} from '../../source/wizard/dependencies.js';
import type {WizardStart} from '../../source/wizard/state.js';
import {createTheme} from '../../source/wizard/theme.js';
import {expectGolden} from '../helpers/golden.js';
import {drawn, fakeDependencies, onceOverwritten, ownProfile, recognised} from '../wizard/fake-dependencies.js';

type Script = readonly (readonly [question: RegExp, answer: string])[];

/** A person who answers by a script; a question that the script does not expect ends the test. */
function scripted(script: Script): Asker & {readonly transcript: string[]} {
	const rest = [...script];
	const transcript: string[] = [];
	const next = (question: string): string => {
		const [expected, answer] = rest.shift() ?? [];
		if (expected === undefined || answer === undefined || !expected.test(question)) {
			throw new Error(`Nobody expected ${question} (but ${String(expected)}) after:\n${transcript.join('\n')}`);
		}

		if (answer === 'Ctrl-C') {
			throw new Cancelled();
		}

		return answer;
	};

	return {
		transcript,
		say: line => {
			transcript.push(line);
		},
		input: async (question, preset, validate) => {
			for (;;) {
				const answer = next(question) || preset;
				transcript.push(`${question} ${answer}`);
				const problem = validate(answer);
				if (problem === undefined) {
					return answer;
				}

				transcript.push(problem);
			}
		},
		confirm: async (question, preset) => {
			const answer = next(question) || (preset ? 'yes' : 'no');
			transcript.push(`${question} ${answer}`);
			return answer === 'yes';
		},
		close: () => {},
	};
}

async function run(
	script: Script,
	dependencies: Partial<WizardDependencies> = {},
	start: Partial<WizardStart> = {},
	screenReader = false,
) {
	const asker = scripted(script);
	const theme = createTheme({colour: false, unicode: false, screenReader});
	const dialogue = {
		dependencies: fakeDependencies(dependencies),
		asker,
		theme,
		width: 80,
		signal: new AbortController().signal,
	};
	const result = await runDialogue(dialogue, {folder: './aksess-out', ...start});
	return {result, transcript: asker.transcript.join('\n')};
}

const shortest: Script = [
	[/Which cluster/, 'locked-down'],
	[/Which one/, ''],
	[/What must work/, ''],
	[/Which one/, ''],
	[/Which one/, ''],
	[/Which one/, ''],
	[/formats/, ''],
	[/Where to/, ''],
];

describe('the prompts', () => {
	test.each([
		['plain', false],
		['reader', true],
	])('lead from the cluster to the scripts, every line in its order (%s)', async (name, screenReader) => {
		const {result, transcript} = await run(shortest, {}, {}, screenReader);

		expect(result).toMatchObject({kind: 'written'});
		expectGolden(import.meta.dirname, name, transcript);
	});

	test('ask nothing that was given', async () => {
		const {result} = await run(
			shortest.slice(3),
			{},
			{
				source: {kind: 'world', name: 'locked-down'},
				profiles: ['azure-dev-spaces'],
			},
		);

		expect(result).toMatchObject({kind: 'written'});
	});

	test('take two ends in place of a workload, by number or by name, and say what cannot be asked', async () => {
		const requests: InspectRequest[] = [];
		const {result, transcript} = await run(
			[
				[/Which cluster/, 'locked-down'],
				[/Which one/, 'two ends'],
				[/From/, 'nobody'],
				[/From/, '1'],
				[/To/, 'gcr.io'],
				[/To/, 'gcr.io:443'],
				[/Which one/, ''],
				[/Which one/, 'save'],
				[/Which file/, ''],
			],
			{
				reassess: async (before, request) => {
					requests.push(request);
					return before;
				},
			},
		);

		expect(requests).toMatchObject([{profiles: [], questions: [{from: 'namespace/dev', to: 'gcr.io:443'}]}]);
		expect(transcript).toContain('  1. namespace/dev, namespace');
		expect(transcript).toContain('Nothing here is called "nobody"');
		expect(transcript).toContain('gcr.io needs a port');
		expect(result).toMatchObject({kind: 'written', files: ['asked.yaml']});
	});

	test('take corrections and answers, and say what is wrong with them', async () => {
		const {transcript} = await run([
			[/Which cluster/, '1'],
			[/Which one/, 'workload'],
			[/What must work/, '1 2'],
			[/Which one/, '2'],
			[/Which one/, '2'],
			[/Which one/, '8'],
			[/Developer machines/, '10.0.0.4'],
			[/Developer machines/, '20.9.77.140'],
			[/Which one/, 'Ctrl-C'],
		]);

		expect(transcript).toContain('Firewall: appliance 10.100.0.4, no Azure resource');
		expect(transcript).toContain('takes public addresses only');
		expect(transcript).toContain('Developer machines: 20.9.77.140');
	});

	test('switch steps off with those that wait for them, and take other ways', async () => {
		const written: WriteRequest[] = [];
		const {transcript} = await run(
			[
				...shortest.slice(0, 4),
				[/Which one/, 'step:nsg-nsg-aks'],
				[/Which one/, 'choice:debug-egress@azure-firewall'],
				[/Which way/, 'addresses'],
				[/Which one/, ''],
				...shortest.slice(5),
				[/Replace/, 'yes'],
			],
			{writeScripts: onceOverwritten(written)},
		);

		expect(transcript).toContain('Opens what 3 steps open; closes nothing.');
		expect(written.at(-1)).toMatchObject({overwrite: true, plan: {steps: {length: 3}}});
		expect(written.at(-1)?.plan.choices[0]?.taken).toBe('addresses');
	});

	test('keep files that are there unless told otherwise', async () => {
		const written: WriteRequest[] = [];
		const {result} = await run([...shortest, [/Replace/, '']], {writeScripts: onceOverwritten(written)});

		expect(result).toEqual({kind: 'left'});
		expect(written.map(({overwrite}) => overwrite)).toEqual([false]);
	});

	test.each([0, 1, 2, 3, 4, 5])('end with a closing line on Ctrl-C at question %i', async index => {
		const {result, transcript} = await run([...shortest.slice(0, index), [/./, 'Ctrl-C']]);

		expect(result).toEqual({kind: 'cancelled'});
		expect(transcript).toMatch(/Cancelled\. Nothing was written and nothing was changed\.$/);
	});

	test('say why clusters cannot be listed, and go on with the practice worlds', async () => {
		const {transcript, result} = await run(shortest, {
			listClusters: async () => {
				throw new UserError('not-signed-in', 'Nobody is signed in to Azure.', {next: ['Run `az login`.']});
			},
		});

		expect(transcript).toContain('Nobody is signed in to Azure.\nRun `az login`.');
		expect(result).toMatchObject({kind: 'written'});
	});

	test('leave other failures to the command, which knows the exit code', async () => {
		const failure = new UserError('not-allowed', 'You may not read it.', {next: ['Ask for Reader.']});
		const failing = run(shortest, {
			inspect: async () => {
				throw failure;
			},
		});

		await expect(failing).rejects.toBe(failure);
	});

	test('apply only when the code is typed where a step is dangerous', async () => {
		const applied: string[] = [];
		const apply: WizardDependencies['apply'] = async ({mode, plan, confirm}) => {
			applied.push(mode);
			for (const step of plan.steps.slice(0, 1)) {
				applied.push(await confirm(step));
			}

			return {outcome: 'done', exitCode: 0, run: 'r1', summary: ['All flows work now.'], next: ['aksess undo r1']};
		};
		const before: Script = [...shortest.slice(0, 5), [/Which one/, 'apply'], [/Apply these/, 'steps']];

		const refused = await run([...before, [/Type endpoint-published/, 'endpoint']], {apply});
		expect({result: refused.result, applied}).toEqual({result: {kind: 'left'}, applied: []});

		const done = await run(
			[...before, [/Type endpoint-published/, 'endpoint-published'], [/Apply this step/, 'skip']],
			{apply},
		);
		expect(applied).toEqual(['step-by-step', 'skip']);
		expect(done.transcript).toContain('aksess undo r1');
		expect(done.transcript).toContain('priority: 3900');
	});
});

describe('whether to apply', () => {
	test.each([
		['y', 'whole'],
		['all', 'whole'],
		['n', 'leave'],
		['', 'leave'],
		['steps', 'step-by-step'],
	])('%j means %s', async (typed, mode) => {
		expect(await askMode([], scripted([[/Take back/, typed]]), 'Take back 2 steps?')).toBe(mode);
	});
});

describe('numbered lists', () => {
	const options = [
		{value: 'a', title: 'First', name: 'one'},
		{value: 'b', title: 'Second'},
	];

	test.each([
		['1', 'a'],
		['2', 'b'],
		['b', 'b'],
		['one', 'a'],
		[' 2 ', 'b'],
		['', 'b'],
	])('%j means %s', async (typed, expected) => {
		expect(await choose(scripted([[/./, typed]]), 'Which?', options, 'b')).toBe(expected);
	});

	test.each(['0', '3', '-1', '1.5', 'x', '01x'])('%j is asked again', async typed => {
		const asker = scripted([
			[/./, typed],
			[/./, '1'],
		]);

		expect(await choose(asker, 'Which?', options, undefined)).toBe('a');
		expect(asker.transcript).toContain('Type a number from 1 to 2.');
	});

	test('take several in any order, once each', async () => {
		expect(await chooseMany(scripted([[/./, '2, 1 2']]), 'Which?', options, [])).toEqual(['a', 'b']);
		expect(await chooseMany(scripted([[/./, '']]), 'Which?', options, ['b'])).toEqual(['b']);
	});
});

describe("a profile of one's own", () => {
	const unnamed = [
		{registry: 'images.northlight.net', image: 'images.northlight.net/a:1', where: 'shop/web-1', pods: 1},
	];
	const toDrawing: Script = [
		[/Which cluster/, 'locked-down'],
		[/Which one/, ''],
		[/What must work/, 'new'],
	];

	test('is drawn row by row with its evidence, written, and then ticked with what was found', async () => {
		const written: WriteProfileRequest[] = [];
		const {transcript} = await run(
			[
				...toDrawing,
				[/drawn from/, 'images.northlight.net'],
				[/are needs/, '1 3'],
				[/called/, 'My Shop'],
				[/called/, 'my-shop'],
				[/written/, ''],
				[/What must work/, ''],
				[/Which one/, 'Ctrl-C'],
			],
			{
				inspect: async () => ({...recognised, unnamed}),
				writeDrawn: async request => {
					written.push(request);
					return {kind: 'written', profile: {...ownProfile, name: request.file}};
				},
			},
		);
		expect(transcript).toContain('No profile names images.northlight.net, where images come from; new proposes one.');
		expect(transcript).toContain(
			'nodes to images.northlight.net, tcp 443. By image images.northlight.net/a:1 of pod shop/web-1.',
		);
		expect(transcript).toContain('A name is lower-case words with hyphens, like my-shop.');
		expect(transcript).toContain('Written to ./my-shop.yaml.');
		expect(transcript).toMatch(/What must work on it\? 1 2\n/);
		expect(written).toMatchObject([{file: './my-shop.yaml', overwrite: false, drawn: {name: 'my-shop'}}]);
		expect(written[0]?.drawn.includes).toHaveLength(1);
		expect(written[0]?.drawn.needs.map(({ports}) => ports)).toEqual(['5432']);
	});

	test('of a log: its file is asked for, a file that is there stays without a yes, and what fails is said', async () => {
		const asked: DrawRequest[] = [];
		const {transcript} = await run(
			[
				...toDrawing,
				[/drawn from/, 'What Azure Firewall denied'],
				[/Where is the file/, 'denials.csv'],
				[/addresses of clients/, 'yes'],
				[/What must work/, 'new'],
				[/drawn from/, '1'],
				[/are needs/, ''],
				[/called/, ''],
				[/written/, ''],
				[/Replace it/, ''],
				[/What must work/, 'Ctrl-C'],
			],
			{
				inspect: async () => ({...recognised, unnamed}),
				draw: async request => {
					asked.push(request);
					if (asked.length === 1) {
						throw new UserError('usage', 'denials.csv cannot be read.', {next: ['Give the file that holds the log.']});
					}

					return drawn;
				},
				writeDrawn: async ({file}) => ({kind: 'exists', file}),
			},
		);
		expect(asked[0]?.source).toEqual({kind: 'firewall-log', file: 'denials.csv', masked: true});
		expect(transcript).toContain('denials.csv cannot be read.\nGive the file that holds the log.');
		expect(transcript).toContain('./shop.yaml is there already. Replace it? no');
		expect(transcript).not.toContain('Written to');
	});
});
