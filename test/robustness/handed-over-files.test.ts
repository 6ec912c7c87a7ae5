import {createHash} from 'node:crypto';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {exitCodes} from '../../source/exit-codes.js';
import {planSchema} from '../../source/plan/plan-schema.js';
import {isPrintable} from '../../source/render/printable.js';
import type {Json} from '../../source/topology/world.js';
import {mutated} from '../helpers/mutate-json.js';
import {mutatedWorld} from '../helpers/mutate-world.js';
import {runCli} from '../helpers/run-cli.js';

/**
 * Files that somebody hands over, changed at random: whatever stands in one, a command answers or says what is wrong
 * with it, and never ends as a bug. The same sample every time; `AKSESS_MUTATIONS` asks for another number of each kind.
 */
const seed = 20_261_129;
const wanted = process.env['AKSESS_MUTATIONS'];
const numRuns = (sample: number) => (wanted === undefined ? sample : Number(wanted));
const timeout = wanted === undefined ? 120_000 : 1_800_000;

const answers = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
const dangers = ['range-removed', 'ranges-first-set', 'deny-bypassed', 'endpoint-published'];
const allowed = ['--yes', ...dangers.flatMap(code => ['--allow', code])];

function folder(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-handed-over-'));
}

/** Deep and shallow places alike, or one of all places. */
function mutations(original: Json): fc.Arbitrary<Json> {
	return fc.oneof(
		mutatedWorld([original]).map(([value]) => value ?? null),
		mutated(original),
	);
}

async function expectSound(call: readonly string[], cwd: string): Promise<number> {
	const {exitCode, stdout, stderr} = await runCli(call, {cwd});
	expect(exitCode, `${call.join(' ')}\n${stderr}`).not.toBe(exitCodes.bug);
	expect(`${stdout}${stderr}`.split(/\n|\t/).find(line => !isPrintable(line))).toBeUndefined();
	return exitCode;
}

/** The plan of a practice world as the file says it. */
async function planOf(world: string): Promise<Json> {
	const cwd = folder();
	await runCli(['plan', '--sandbox', world, ...answers, '-o', 'plan.json'], {cwd});
	const {digest: _, ...plan} = JSON.parse(readFileSync(path.join(cwd, 'plan.json'), 'utf8'));
	return plan;
}

/** With a digest that is right: who hands a plan over can compute it. */
function signed(plan: Json): string {
	const digest = `sha256:${createHash('sha256').update(JSON.stringify(plan)).digest('hex')}`;
	const isObject = typeof plan === 'object' && plan !== null && !Array.isArray(plan);
	return JSON.stringify(isObject ? {...plan, digest} : plan);
}

describe('a plan', () => {
	test.each(['locked-down', 'classic-firewall', 'cilium-overlay'])(
		'like that of %s is refused or written as a script',
		async world => {
			const [plan, cwd] = [await planOf(world), folder()];
			let taken = 0;
			await fc.assert(
				fc.asyncProperty(mutations(plan), async value => {
					writeFileSync(path.join(cwd, 'plan.json'), signed(value));
					const exitCode = await expectSound(['script', 'plan.json', '--force', '--out', 'out'], cwd);
					expect([exitCodes.ok, exitCodes.usage]).toContain(exitCode);
					taken += exitCode === exitCodes.ok ? 1 : 0;
				}),
				{numRuns: Math.ceil(numRuns(150) / 3), seed},
			);
			// Else nothing was tried but the schema.
			expect(taken).toBeGreaterThan(3);
		},
		timeout,
	);

	test.each(['locked-down', 'classic-firewall', 'cilium-overlay'])(
		'like that of %s that is taken is applied or refused',
		async world => {
			const [plan, cwd] = [await planOf(world), folder()];
			// Without a basis nothing has changed since, and the writes themselves are tried.
			const bases = fc.oneof(mutations(plan), mutations({...(plan as object), basis: []}));
			const arbitrary = bases.filter(value => planSchema.safeParse(value).success);
			await fc.assert(
				fc.asyncProperty(arbitrary, async value => {
					writeFileSync(path.join(cwd, 'plan.json'), signed(value));
					await expectSound(['apply', 'plan.json', '--sandbox', world, ...allowed], cwd);
				}),
				{numRuns: Math.ceil(numRuns(18) / 30), seed},
			);
		},
		timeout,
	);
});

describe('a journal', () => {
	test.each(['classic-firewall', 'cilium-overlay'])(
		'like that of a run on %s is listed, resumed and undone, or refused',
		async world => {
			const made = folder();
			await runCli(['apply', '--sandbox', world, '--state', 'state', ...answers, ...allowed], {cwd: made});
			const runs = path.join(made, 'aksess-home', 'runs');
			const [name = ''] = readdirSync(runs);
			const lines: readonly Json[] = readFileSync(path.join(runs, name), 'utf8')
				.trim()
				.split('\n')
				.map(line => JSON.parse(line));
			const cwd = folder();
			mkdirSync(path.join(cwd, 'aksess-home', 'runs'), {recursive: true});
			const run = name.replace('.jsonl', '');
			const calls = fc.constantFrom(
				['runs'],
				['runs', '--output', 'json'],
				['undo', run, '--yes'],
				['resume', run, ...allowed],
			);
			// A run that ended well leaves nothing to resume: some are cut short.
			const ends = fc.oneof(fc.constant(lines.length), fc.integer({min: 1, max: lines.length}));
			const journals = ends.chain(end => fc.tuple(mutatedWorld(lines.slice(0, end)), fc.boolean()));
			await fc.assert(
				fc.asyncProperty(journals, calls, async ([value, stateless], call) => {
					const text = value.map(line => `${JSON.stringify(line)}\n`).join('');
					const file = path.join(cwd, 'aksess-home', 'runs', name);
					writeFileSync(file, stateless ? text.replaceAll('"--state"', '"--other"') : text);
					await expectSound(call, cwd);
				}),
				{numRuns: Math.ceil(numRuns(60) / 2), seed},
			);
		},
		timeout,
	);
});

describe('a file of answers', () => {
	const original: Json = {
		schemaVersion: 1,
		profiles: ['azure-dev-spaces', 'argo-cd'],
		machines: ['20.9.77.140/32'],
		dataplaneFqdn: 'azds-1a2b3c.weu.azds.io',
		endpoint: 'public',
		parameters: {ingress: 'traefik'},
		corrections: {'network-policy': 'calico'},
		choices: {'debug-egress': 'addresses'},
		without: ['authorized-ranges/aks-claims'],
	};

	test(
		'is refused or asked by',
		async () => {
			const cwd = folder();
			const commands = fc.constantFrom('check', 'plan');
			await fc.assert(
				fc.asyncProperty(mutations(original), commands, async (value, command) => {
					writeFileSync(path.join(cwd, 'answers.json'), JSON.stringify(value));
					await expectSound([command, '--sandbox', 'wide-open', '--answers', 'answers.json'], cwd);
				}),
				{numRuns: numRuns(60), seed},
			);
		},
		timeout,
	);
});

describe('what is nested to overflow the stack', () => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

	test.each([
		['script file.json', `{"schemaVersion":1,"digest":"x","cluster":${deep}}`],
		['check --sandbox wide-open --answers file.json', deep],
		['check --world .', deep],
		['check --world .', `{"id":"/subscriptions/s","properties":${deep}}`],
	])('%s says so', async (call, text) => {
		const cwd = folder();
		writeFileSync(path.join(cwd, 'file.json'), text);
		const {exitCode, stderr} = await runCli(call.split(' '), {cwd});
		expect(exitCode, stderr).toBe(exitCodes.usage);
		expect(stderr).toContain('deep');
	});

	test.each(['profiles lint deep.yaml', 'check --world .'])('%s of YAML says so', async call => {
		const cwd = folder();
		writeFileSync(path.join(cwd, 'deep.yaml'), deep);
		const {exitCode, stderr} = await runCli(call.split(' '), {cwd});
		expect([exitCodes.usage, exitCodes.blocked], stderr).toContain(exitCode);
	});
});
