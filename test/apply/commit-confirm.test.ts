import {mkdtempSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {foldRun, type RunRecord} from '../../source/apply/fold-run.js';
import type {JournalEntry} from '../../source/apply/journal-entry.js';
import {
	identityOf,
	isSameProcess,
	lifeOf,
	type ProcessIdentity,
	systemProcesses,
} from '../../source/apply/process-identity.js';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {runOnTerminal} from '../helpers/pty.js';
import {isWhole} from '../helpers/whole.js';
import {buildProgram, homeIn, type Started, start} from './built-program.js';
import {rangesIn} from './ranges.js';
import {practiceFolder} from './stage.js';

let program: Awaited<ReturnType<typeof buildProgram>>;
beforeAll(async () => {
	program = await buildProgram('commit-confirm');
}, 60_000);
afterAll(async () => {
	await program.remove();
});

// Its whole plan is one step: the authorized ranges.
const world = 'third-party-appliance';
const cluster = ['--machine', '20.9.77.140', '--sandbox', world, '--state', 'state'];
const applying = ['apply', '--profile', 'mirrord', ...cluster];
const awaited = /unless it is confirmed/;

function emptyPlace(): string {
	return mkdtempSync(path.join(tmpdir(), 'aksess-confirm-'));
}

async function rangesOf(place: string): Promise<readonly string[]> {
	const sandbox = await startSandbox({folder: practiceFolder(world), stateDir: path.join(place, 'state')});
	try {
		return rangesIn(sandbox);
	} finally {
		await sandbox.close();
	}
}

function journalIn(place: string): string {
	const runs = path.join(place, 'home', 'runs');
	return path.join(runs, readdirSync(runs)[0] ?? '');
}

function recordIn(place: string): RunRecord {
	const lines = readFileSync(journalIn(place), 'utf8').split('\n').slice(0, -1);
	const record = foldRun(
		lines.map(line => JSON.parse(line) as JournalEntry),
		false,
	);
	if (record === undefined) {
		throw new Error('the journal has no beginning');
	}

	return record;
}

function guardIn(place: string) {
	return recordIn(place).guards[0];
}

/** The process that was detached; ended when the test is over, whatever came of it. */
function watcherIn(place: string): ProcessIdentity {
	const watcher = guardIn(place)?.watcher;
	if (watcher === undefined) {
		throw new Error('nobody watches');
	}

	onTestFinished(() => {
		if (lifeOf(watcher, systemProcesses()) === 'alive') {
			process.kill(watcher.pid, 'SIGKILL');
		}
	});
	return watcher;
}

async function applied(place: string, within = '5m'): Promise<Started> {
	const run = start(program.cli, [...applying, '--yes', '--confirm-within', within], place);
	await run.said(awaited);
	return run;
}

async function aksess(place: string, ...parameters: readonly string[]) {
	const {ended, output} = start(program.cli, parameters, place);
	return {code: await ended, output: output()};
}

/** In a child of this one nothing is asked of a watchdog; it is looked at until it is so. */
async function until(holds: () => boolean): Promise<void> {
	await expect.poll(holds, {timeout: 60_000, interval: 50}).toBe(true);
}

async function killHard({child, ended}: Started): Promise<void> {
	child.kill('SIGKILL');
	await ended;
}

/** As after a restart of the machine that took so long that the time has passed. */
function restartMachine(place: string): void {
	const file = journalIn(place);
	const past = (ms: number) => new Date(Date.now() - ms).toISOString();
	const lines = readFileSync(file, 'utf8')
		.split('\n')
		.map(line =>
			line
				.replaceAll(/"boot":"[^"]*"/g, '"boot":"before the restart"')
				.replace(/"since":"[^"]*","at":"[^"]*"/, `"since":"${past(3_600_000)}","at":"${past(600_000)}"`),
		);
	writeFileSync(file, lines.join('\n'));
}

const before = await rangesOf(emptyPlace());

/** Every test runs the program several times, each a process of its own. */
const patience = {timeout: 120_000};

/** What takes longer than anybody waits for `npm test`: there, one test each for a kill, a cut line and a refusal. */
const inFull = test.runIf(isWhole);

describe('a step that is to be confirmed', patience, () => {
	test('is taken back after the program was killed the hard way, by a process of its own session', async () => {
		const place = emptyPlace();
		const run = await applied(place, '12s');
		const watcher = watcherIn(place);
		await killHard(run);
		expect(await rangesOf(place)).not.toEqual(before);
		if (process.platform === 'linux') {
			// Session and terminal: fields 6 and 7 of proc_pid_stat(5).
			const [, , , session, terminal] = readFileSync(`/proc/${watcher.pid}/stat`, 'utf8')
				.replace(/^.*\) /s, '')
				.split(' ');
			expect([session, terminal]).toEqual([String(watcher.pid), '0']);
		}

		const listed = await aksess(place, 'runs');
		expect(listed.output).toMatch(/awaiting confirmation, reverts at \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
		// The hang-up of a terminal that is closed does not reach it, and would not end it.
		process.kill(watcher.pid, 'SIGHUP');
		await until(() => guardIn(place)?.state === 'reverted');
		expect(await rangesOf(place)).toEqual(before);
		await until(() => lifeOf(watcher, systemProcesses()) === 'dead');
	});

	inFull('stays when it is confirmed from another terminal; a second confirmation says so', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		const watcher = watcherIn(place);
		// No stream of it is on a terminal, as under nohup: a hang-up is none of its business.
		run.child.kill('SIGHUP');
		const {output, code} = await aksess(place, 'confirm');
		expect(output).toMatch(/^Confirmed: Extend the authorized IP ranges of aks-crew \(run /);
		expect(code).toBe(0);
		const again = await aksess(place, 'confirm', recordIn(place).run);
		expect(again.output).toMatch(/was confirmed already, at /);
		expect(again.code).toBe(0);
		expect(await run.ended).toBe(0);
		await until(() => lifeOf(watcher, systemProcesses()) === 'dead');
		expect(await rangesOf(place)).not.toEqual(before);
		expect(recordIn(place)).toMatchObject({outcome: 'done', guards: [{state: 'confirmed'}]});
	});

	inFull('can be confirmed after the program was killed', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		const watcher = watcherIn(place);
		await killHard(run);
		expect((await aksess(place, 'confirm')).code).toBe(0);
		await until(() => lifeOf(watcher, systemProcesses()) === 'dead');
		expect(await rangesOf(place)).not.toEqual(before);
	});

	inFull('is taken back at once at sign-out, when everything of the user is asked to end', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		const watcher = watcherIn(place);
		await killHard(run);
		process.kill(watcher.pid, 'SIGTERM');
		await until(() => guardIn(place)?.state === 'reverted');
		expect(await rangesOf(place)).toEqual(before);
	});

	inFull('is taken back first by the next command, when power was lost', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		const watcher = watcherIn(place);
		await killHard(run);
		process.kill(watcher.pid, 'SIGKILL');
		restartMachine(place);
		const resumed = await aksess(place, 'resume');
		expect(resumed.output).toMatch(/Not confirmed by .*, so it is taken back first: Extend the authorized IP ranges/);
		expect(resumed.output).toContain('It is as it was before.');
		expect(await rangesOf(place)).toEqual(before);
		expect((await aksess(place, 'confirm', recordIn(place).run)).output).toMatch(
			/awaits no confirmation: its step was taken/,
		);
	});

	inFull('is looked after by a watchdog that is started again by hand', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		const watcher = watcherIn(place);
		await killHard(run);
		process.kill(watcher.pid, 'SIGKILL');
		await until(() => lifeOf(watcher, systemProcesses()) === 'dead');
		const watchdog = start(program.cli, ['watchdog'], place);
		await watchdog.said(
			/^Signed in\. Extend the authorized IP ranges of aks-crew: taken back at .* unless `aksess confirm/,
		);
		expect(isSameProcess(watcherIn(place), identityOf(watchdog.child.pid ?? 0, systemProcesses()))).toBe(true);
		watchdog.child.kill('SIGTERM');
		expect(await watchdog.ended).toBe(0);
		expect(await rangesOf(place)).toEqual(before);
	});

	inFull('keeps other runs on that cluster waiting, and can be undone', async () => {
		const place = emptyPlace();
		const run = await applied(place);
		watcherIn(place);
		await killHard(run);
		const another = await aksess(place, 'apply', '--profile', 'azure-dev-spaces', ...cluster, '--yes');
		expect(another.output).toContain(`aksess confirm ${recordIn(place).run}`);
		expect(another.code).toBe(2);
		expect((await aksess(place, 'undo', '--yes')).code).toBe(0);
		expect(await rangesOf(place)).toEqual(before);
	});
});

test('without a watchdog that is signed in nothing dangerous is written', patience, async () => {
	const place = emptyPlace();
	// The same program, but one that cannot sign in when it is to watch.
	const cli = path.join(place, 'aksess.mjs');
	writeFileSync(
		cli,
		`if (process.argv[2] === 'watchdog') {
			process.stderr.write('Error: The sign-in has run out.\\n');
			process.exitCode = 4;
		} else {
			await import(${JSON.stringify(pathToFileURL(program.cli).href)});
		}`,
	);
	const run = start(cli, [...applying, '--yes', '--confirm-within', '5m'], place);
	expect(await run.ended).toBe(4);
	expect(run.output()).toContain(
		'the watchdog could not be started, and without it nothing is changed: The sign-in has run out.',
	);
	expect(recordIn(place).steps).toMatchObject([{result: 'refused', begun: false}]);
	expect(guardIn(place)?.state).toBe('void');
	expect(await rangesOf(place)).toEqual(before);
});

describe.skipIf(process.platform === 'win32')('on a terminal', patience, () => {
	const open = (place: string) =>
		runOnTerminal(process.execPath, [program.cli, ...applying, '--yes', '--confirm-within', '5m'], {
			columns: 120,
			rows: 60,
			env: homeIn(place),
			cwd: place,
			patienceMs: 60_000,
		});

	test('a line that is cut takes the ranges back', async () => {
		const place = emptyPlace();
		const terminal = open(place);
		await terminal.until('Keep this?');
		watcherIn(place);
		expect(await rangesOf(place)).not.toEqual(before);
		terminal.cut();
		await until(() => recordIn(place).outcome !== undefined);
		expect(guardIn(place)?.state).toBe('reverted');
		expect(recordIn(place)).toMatchObject({
			outcome: 'failed',
			steps: [{result: 'reverted', detail: expect.stringContaining('interrupted before anybody confirmed')}],
		});
		expect(await rangesOf(place)).toEqual(before);
	});

	inFull('a hang-up that comes twice, from the kernel and from the shell, does not end it before that', async () => {
		const place = emptyPlace();
		const terminal = open(place);
		await terminal.until('Keep this?');
		watcherIn(place);
		terminal.signal('SIGHUP');
		terminal.signal('SIGHUP');
		expect(await terminal.untilEnd()).toBe(6);
		expect(await rangesOf(place)).toEqual(before);
	});

	inFull('asks, and keeps what is confirmed', async () => {
		const place = emptyPlace();
		const terminal = open(place);
		await terminal.until('Keep this?');
		watcherIn(place);
		terminal.type('y\r');
		expect(await terminal.untilEnd()).toBe(0);
		expect(guardIn(place)?.state).toBe('confirmed');
		expect(await rangesOf(place)).not.toEqual(before);
	});
});
