import {mkdtempSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {expect} from 'vitest';
import {exitCodes} from '../../source/exit-codes.js';
import {isPrintable} from '../../source/render/printable.js';
import type {Json} from '../../source/topology/world.js';
import {mutated} from './mutate-json.js';
import {mutatedWorld} from './mutate-world.js';
import {runCli} from './run-cli.js';

/*
 * Files that somebody hands over, changed at random: whatever stands in one, a command answers or says what is wrong
 * with it, and never ends as a bug.
 */

/** The same mutations every time: a failure is one for everybody. */
export const seed = 20_261_129;

export const practiceAnswers = ['--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];

const dangers = ['range-removed', 'ranges-first-set', 'deny-bypassed', 'endpoint-published'];

export const allAllowed = ['--yes', ...dangers.flatMap(code => ['--allow', code])];

export function emptyFolder(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-handed-over-'));
}

/** Deep and shallow places alike, or one of all places. */
export function mutations(original: Json): fc.Arbitrary<Json> {
	return fc.oneof(
		mutatedWorld([original]).map(([value]) => value ?? null),
		mutated(original),
	);
}

/** Runs a command and gives its exit code, which is not that of a bug, after a look at what it wrote. */
export async function expectSound(call: readonly string[], cwd: string): Promise<number> {
	const {exitCode, stdout, stderr} = await runCli(call, {cwd});
	expect(exitCode, `${call.join(' ')}\n${stderr}`).not.toBe(exitCodes.bug);
	expect(`${stdout}${stderr}`.split(/\n|\t/).find(line => !isPrintable(line))).toBeUndefined();
	return exitCode;
}
