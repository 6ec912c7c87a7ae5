import {chmodSync, existsSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {runPlan} from '../../source/apply/run-plan.js';
import type {Plan} from '../../source/plan/plan.js';
import {scriptFiles} from '../../source/render/script-files.js';
import type {WorldDump} from '../../source/sandbox/dump-world.js';
import type {Sandbox, SandboxOptions} from '../../source/sandbox/sandbox.js';
import {readTemplates, scriptOrigin} from '../../source/workflow/script-formats.js';
import {type AzSession, signIn, startAzSession} from '../e2e/az-session.js';
import {findAz, findProgram, firstMissing} from '../e2e/real-programs.js';
import {isWhole} from '../helpers/whole.js';
import {planOf, practiceFolder, stageFor, withSandbox} from './stage.js';

const az = findAz();
const kubectl = findProgram('kubectl', 'version', '--client');
const missing = firstMissing(az, kubectl, findProgram('jq', '--version'));
const why = missing === undefined ? '' : ` (skipped: ${missing})`;
/** Every call of az takes most of a second, and a script makes some for every step. */
const patience = 900_000;

/** Before the first write, or after so many of them. */
type Death = 'before' | number;

type Scripts = {
	/** Runs a script to its end, or until its death; `killed` when it came to that. */
	readonly run: (script: 'apply.sh' | 'undo.sh', death?: Death) => Promise<'done' | 'killed'>;
};

/** The plan's scripts with the real az and kubectl, in a shell that a test can kill with all that it has started. */
async function withScripts<T>(sandbox: Sandbox, plan: Plan, use: (scripts: Scripts) => Promise<T>): Promise<T> {
	const session = startAzSession('path' in az ? az.path : '');
	try {
		await signIn(session, sandbox);
		for (const {name: file, text} of scriptFiles(plan, ['bash'], await readTemplates(), scriptOrigin(undefined))) {
			writeFileSync(path.join(session.folder, file), text, {mode: 0o700});
		}

		makeDeadly(session, 'az', 'path' in az ? az.path : '', ['put', 'delete', 'update']);
		makeDeadly(session, 'kubectl', 'path' in kubectl ? kubectl.path : '', ['apply', 'delete', 'label', 'annotate']);
		return await use({run: (script, death) => run(session, script, death)});
	} finally {
		session.end();
	}
}

/** A program before which, or after which, the whole process group is killed where one of the words is given to it. */
function makeDeadly({folder}: AzSession, name: string, program: string, words: readonly string[]): void {
	const file = path.join(folder, 'bin', name);
	const death = path.join(folder, 'death');
	writeFileSync(
		file,
		[
			'#!/usr/bin/env bash',
			'writes=no',
			`for word in "$@"; do case $word in ${words.join('|')}) writes=yes ;; esac; done`,
			`death=$(cat '${death}' 2>/dev/null)`,
			`die() { touch '${death}.done'; kill -KILL 0; }`,
			'[ "$writes:$death" != "yes:before" ] || die',
			// Not this file again, which comes first where the script looks for programs.
			`PATH='${process.env['PATH'] ?? ''}' '${program}' "$@"`,
			'status=$?',
			'[ "$writes:$death" != "yes:1" ] || die',
			`case $writes:$death in yes:[0-9]*) echo "$((death - 1))" >'${death}' ;; esac`,
			'exit $status',
			'',
		].join('\n'),
	);
	chmodSync(file, 0o755);
}

async function run({folder}: AzSession, script: string, death: Death | undefined): Promise<'done' | 'killed'> {
	const file = path.join(folder, 'death');
	rmSync(`${file}.done`, {force: true});
	writeFileSync(file, String(death ?? ''));
	const {exitCode, all} = await execa(`./${script}`, ['--yes'], {
		cwd: folder,
		env: {
			PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
			HOME: folder,
			AZURE_CONFIG_DIR: path.join(folder, 'az'),
			AZURE_CORE_COLLECT_TELEMETRY: 'no',
			REQUESTS_CA_BUNDLE: path.join(folder, 'ca.pem'),
		},
		// A process group of its own: the death of the script must not be that of the test.
		detached: true,
		reject: false,
		all: true,
	});
	if (existsSync(`${file}.done`)) {
		return 'killed';
	}

	expect(exitCode, all).toBe(0);
	return 'done';
}

/**
 * Killed after its first writes, run again, killed after the next ones, and so on: a script remembers nothing, so where
 * between two writes it dies makes no difference. Returns what was there each time.
 */
async function untilDone(
	script: 'apply.sh' | 'undo.sh',
	{run: start}: Scripts,
	{sandbox, stride}: {readonly sandbox: Sandbox; readonly stride: number},
): Promise<readonly WorldDump[]> {
	const seen: WorldDump[] = [];
	expect(await start(script, 'before')).toBe('killed');
	while ((await start(script, stride)) === 'killed') {
		seen.push(sandbox.dump());
	}

	return seen;
}

/** After how many writes it dies each time. */
const worlds: readonly (readonly [world: string, stride: number])[] = isWhole
	? [
			['classic-firewall', 1],
			['third-party-appliance', 1],
			['cilium-overlay', 2],
			['locked-down', 3],
		]
	: [['classic-firewall', 1]];

describe.skipIf(missing !== undefined)(`the script with the real az and kubectl${why}`, () => {
	test.each(worlds)(
		'on %s, killed after every %i writes and run again, ends as apply and undo do',
		async (name, stride) => {
			const {plan} = await planOf(name);
			const folder = practiceFolder(name);
			const {first, applied} = await byApply({folder}, plan);
			const halfway = await withSandbox({folder, operationMs: 1500}, sandbox =>
				withScripts(sandbox, plan, async scripts => {
					const seen = await untilDone('apply.sh', scripts, {sandbox, stride});
					expect(sandbox.dump()).toEqual(applied);
					expect(seen.length).toBeGreaterThan(0);
					await untilDone('undo.sh', scripts, {sandbox, stride});
					expect(sandbox.dump()).toEqual(first);
					return seen;
				}),
			);
			for (const files of isWhole ? halfway : halfway.slice(-1)) {
				await withSandbox({files}, sandbox =>
					withScripts(sandbox, plan, async scripts => {
						await scripts.run('undo.sh');
						expect(sandbox.dump()).toEqual(first);
					}),
				);
			}
		},
		patience,
	);

	test(
		'does again what Azure failed to put into effect after the script was killed',
		async () => {
			const {plan} = await planOf('classic-firewall');
			const folder = practiceFolder('classic-firewall');
			const {first, applied} = await byApply({folder}, plan);
			const failing = {
				method: 'PUT',
				url: '/azureFirewalls/',
				nth: 1,
				effect: {kind: 'operation-fails', leaves: 'after'},
			} as const;
			await withSandbox({folder, operationMs: 1500, faults: [failing]}, sandbox =>
				withScripts(sandbox, plan, async ({run: start}) => {
					expect(await start('apply.sh', 1)).toBe('killed');
					await start('apply.sh');
					expect(sandbox.dump()).toEqual(applied);
					await start('undo.sh');
					expect(sandbox.dump()).toEqual(first);
				}),
			);
		},
		patience,
	);
});

async function byApply(options: SandboxOptions, plan: Plan) {
	return withSandbox(options, async sandbox => {
		const first = sandbox.dump();
		const stage = await stageFor(sandbox, plan);
		await runPlan({plan, run: 'run-1'}, stage.options);
		await stage.close();
		return {first, applied: sandbox.dump()};
	});
}
