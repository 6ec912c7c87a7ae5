import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, openSync} from 'node:fs';
import {type AddressInfo, createServer} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {Readable} from 'node:stream';
import {text} from 'node:stream/consumers';
import {describe, expect, onTestFinished, test} from 'vitest';

const program = path.resolve(import.meta.dirname, '../../bin/aksess.js');
const isBuilt = existsSync(path.resolve(import.meta.dirname, '../../dist/cli.js'));

type Run = {readonly env?: Readonly<Record<string, string>>; readonly stdout?: number; readonly shell?: string};

/** The real program as a process of its own; `shell` runs a line in which `"$@"` is the program. */
function start(argv: readonly string[], {env = {}, stdout, shell}: Run = {}): ChildProcess {
	const {CI: _ci, ...inherited} = process.env;
	const command = [process.execPath, program, ...argv];
	const [file = '', ...args] = shell === undefined ? command : ['bash', '-c', shell, 'bash', ...command];
	return spawn(file, args, {
		stdio: ['ignore', stdout ?? 'pipe', 'pipe'],
		env: {...inherited, HOME: mkdtempSync(path.join(tmpdir(), 'aksess-home-')), ...env},
	});
}

async function end(child: ChildProcess) {
	const closed = once(child, 'close');
	const textOf = (stream: Readable | null) => (stream === null ? '' : text(stream));
	const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
	const [exitCode] = await closed;
	return {stdout, stderr, exitCode};
}

/** Takes connections and says nothing, as a network does that swallows packets. */
async function silentServer() {
	const server = createServer(socket => socket.on('error', () => undefined));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	// An address that is a number is a port.
	return {server, port: (server.address() as AddressInfo).port};
}

describe.skipIf(!isBuilt)(`the built program${isBuilt ? '' : ' (skipped: not built)'}`, () => {
	test.skipIf(process.platform !== 'linux')('says so when its output cannot be written, and fails', async () => {
		const {stderr, exitCode} = await end(start(['--help'], {stdout: openSync('/dev/full', 'w')}));
		expect(stderr).toBe('Error: the output cannot be written: no space is left.\n');
		expect(exitCode).toBe(1);
	});

	test.skipIf(process.platform !== 'linux')('keeps its exit code when nobody can be told why', async () => {
		const {exitCode} = await end(start(['check', '--sandbox', 'nope'], {shell: '"$@" 2>/dev/full'}));
		expect(exitCode).toBe(2);
	});

	test('says nothing when its reader goes away', async () => {
		const {stdout, stderr} = await end(start(['profiles', 'show', 'azure-dev-spaces'], {shell: '"$@" | head -1'}));
		expect(stdout.split('\n')).toHaveLength(2);
		expect(stderr).toBe('');
	});

	test.skipIf(process.platform === 'win32')(
		'works in a folder that is gone, as far as no folder is needed',
		async () => {
			const folder = mkdtempSync(path.join(tmpdir(), 'aksess-gone-'));

			const shell = `mkdir -p ${folder} && cd ${folder} && rmdir ${folder} && "$@"`;
			expect((await end(start(['--help'], {shell}))).exitCode).toBe(0);
			const {stderr, exitCode} = await end(start(['check', '--world', 'x'], {shell}));
			expect(stderr).toMatch(/^Error: The current folder does not exist any more\.\nNext:\n/);
			expect(exitCode).toBe(2);
		},
	);

	test.skipIf(process.platform === 'win32')('ends at Ctrl-C although the sign-in is still waiting', async () => {
		const {server, port} = await silentServer();
		const child = start(['check', '--profile', 'argo-cd'], {
			env: {
				AKSESS_ARM_ENDPOINT: `https://localhost:${port}`,
				AZURE_TENANT_ID: 't',
				AZURE_CLIENT_ID: 'c',
				AZURE_CLIENT_SECRET: 's',
			},
		});
		const ended = end(child);
		await once(server, 'connection');
		child.kill('SIGINT');
		expect(await ended).toEqual({stdout: '', stderr: 'Cancelled; nothing was changed.\n', exitCode: 130});
	});
});
