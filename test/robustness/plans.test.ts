import {createHash} from 'node:crypto';
import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {exitCodes} from '../../source/exit-codes.js';
import {planSchema} from '../../source/plan/plan-schema.js';
import type {Json} from '../../source/topology/world.js';
import {allAllowed, emptyFolder, expectSound, mutations, practiceAnswers, seed} from '../helpers/handed-over.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';
import {runCli} from '../helpers/run-cli.js';

/** The plan of a practice world as the file says it. */
async function planOf(world: string): Promise<Json> {
	const cwd = emptyFolder();
	await runCli(['plan', '--sandbox', world, ...practiceAnswers, '-o', 'plan.json'], {cwd});
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
	test.each([
		['locked-down', 0.1],
		['classic-firewall', 0.6],
		['cilium-overlay', 0.3],
	])(
		'like that of %s is refused or written as a script',
		async (world, share) => {
			const [plan, cwd] = [await planOf(world), emptyFolder()];
			let taken = 0;
			await fc.assert(
				fc.asyncProperty(mutations(plan), async value => {
					writeFileSync(path.join(cwd, 'plan.json'), signed(value));
					const exitCode = await expectSound(['script', 'plan.json', '--force', '--out', 'out'], cwd);
					expect([exitCodes.ok, exitCodes.usage]).toContain(exitCode);
					taken += exitCode === exitCodes.ok ? 1 : 0;
				}),
				{numRuns: mutationCount(50, share), seed},
			);
			// Else nothing was tried but the schema.
			expect(taken).toBeGreaterThan(3);
		},
		mutationTimeout,
	);

	test.each(['locked-down', 'classic-firewall', 'cilium-overlay'])(
		'like that of %s that is taken is applied or refused',
		async world => {
			const [plan, cwd] = [await planOf(world), emptyFolder()];
			// Without a basis nothing has changed since, and the writes themselves are tried.
			const bases = fc.oneof(mutations(plan), mutations({...(plan as object), basis: []}));
			const arbitrary = bases.filter(value => planSchema.safeParse(value).success);
			await fc.assert(
				fc.asyncProperty(arbitrary, async value => {
					writeFileSync(path.join(cwd, 'plan.json'), signed(value));
					await expectSound(['apply', 'plan.json', '--sandbox', world, ...allAllowed], cwd);
				}),
				{numRuns: mutationCount(3, 0.01), seed},
			);
		},
		mutationTimeout,
	);
});
