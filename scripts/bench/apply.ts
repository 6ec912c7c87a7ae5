import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {createJournal} from '../../source/apply/journal.js';
import {packageRoot} from '../../source/package-root.js';
import {findAz, findProgram} from '../../test/e2e/real-programs.js';
import type {Row} from './row.js';

const program = path.join(packageRoot, 'bin', 'aksess.js');
const operationMs = 2000;

/** Applying the plan for `locked-down` when an answer takes 50 ms and an operation 2 s, against its operations one by one. */
export async function benchApply(): Promise<Row[]> {
	const folder = await mkdtemp(path.join(tmpdir(), 'aksess-bench-'));
	const sandbox = await startSandbox();
	const env = {...process.env, ...sandbox.variables, AKSESS_HOME: folder, HOME: folder};
	try {
		const flags = ['-n', 'aks-claims', '--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
		const plan = JSON.parse((await runProgram(['plan', ...flags, '--output', 'json'], env)).stdout);
		const kinds: readonly string[] = plan.steps.map((step: {change: {kind: string}}) => step.change.kind);
		const operations = kinds.filter(kind => !kind.startsWith('kube-')).length;
		const {ms} = await runProgram(['apply', ...flags, '--yes'], env);
		const sum = operations * operationMs;
		const script = await timeScript(folder);
		return [
			{name: `apply of locked-down, ${operations} operations of 2 s, 50 ms per answer`, value: ms, unit: 'ms'},
			{name: 'against the sum of its operations', value: ms / sum, unit: 'times', aim: 1},
			{name: "a step's lines in the journal, on the disk", value: await timeJournal(folder), unit: 'ms', aim: 5},
			...(script === undefined
				? []
				: [
						{name: 'the same by apply.sh with az and kubectl', value: script, unit: 'ms'},
						{name: 'apply, faster than the script', value: script / ms, unit: 'x'},
					]),
		];
	} finally {
		sandbox.end();
		await rm(folder, {recursive: true, force: true});
	}
}

/** The two lines of a step, synced: the median of many. */
async function timeJournal(folder: string): Promise<number> {
	const journal = await createJournal(path.join(folder, 'journal'), 'run');
	await journal.reserve(1_000_000);
	const times: number[] = [];
	for (let step = 0; step < 500; step++) {
		const start = performance.now();
		await journal.append({type: 'began', at: '', step: String(step), command: 'PUT https://management.azure.com/'});
		await journal.append({type: 'ended', at: '', step: String(step), result: 'done', detail: ''});
		times.push(performance.now() - start);
	}

	await journal.close();
	return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** The script for the same plan, on a practice Azure that is as it was; undefined where az or kubectl is missing. */
async function timeScript(folder: string): Promise<number | undefined> {
	const [az, kubectl] = [findAz(), findProgram('kubectl', 'version', '--client')];
	if (!('path' in az) || !('path' in kubectl)) {
		return undefined;
	}

	const sandbox = await startSandbox();
	const home = await mkdtemp(path.join(folder, 'script-'));
	const env = {
		...process.env,
		...sandbox.variables,
		...sandbox.azVariables,
		HOME: home,
		PATH: `${path.dirname(az.path)}${path.delimiter}${process.env['PATH'] ?? ''}`,
	};
	try {
		for (const command of sandbox.azCommands) {
			await runCommand('bash', ['-c', command], env);
		}

		const flags = ['-n', 'aks-claims', '--profile', 'azure-dev-spaces', '--machine', '20.9.77.140'];
		await runProgram(['script', ...flags, '--format', 'bash', '--out', home], env);
		return (await runCommand('bash', [path.join(home, 'apply.sh'), '--yes'], env)).ms;
	} finally {
		sandbox.end();
	}
}

type RunningSandbox = {
	readonly variables: Record<string, string>;
	readonly azVariables: Record<string, string>;
	readonly azCommands: readonly string[];
	readonly end: () => void;
};

/** The practice Azure in a process of its own, so that its work is not counted as ours. */
async function startSandbox(): Promise<RunningSandbox> {
	const args = [program, 'sandbox', 'locked-down', '--latency', '50', '--operation', String(operationMs)];
	const child = spawn(process.execPath, args, {stdio: ['ignore', 'pipe', 'inherit']});
	let text = '';
	await new Promise<void>((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', () => reject(new Error('the sandbox ended')));
		child.stdout.on('data', (part: Buffer) => {
			text += part.toString();
			if (text.includes('AZURE_CLIENT_SECRET=')) {
				resolve();
			}
		});
	});
	const assignments = [...text.matchAll(/\b([A-Z_]+)=(\S+)/g)].map(
		([, name = '', value = '']) => [name, value] as const,
	);
	const isForAz = (name: string) => /^(?:AZURE_CONFIG|AZURE_CORE|REQUESTS_CA)/.test(name);
	return {
		variables: Object.fromEntries(assignments.filter(([name]) => !isForAz(name) && name !== 'KUBECONFIG')),
		azVariables: Object.fromEntries(assignments.filter(([name]) => isForAz(name))),
		azCommands: text.split('\n').filter(line => line.startsWith('az ')),
		end: () => child.kill('SIGINT'),
	};
}

type Ended = {readonly stdout: string; readonly ms: number};

function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
	return runCommand(process.execPath, [program, ...args], env);
}

/** 3 is aksess's word for "something is still blocked", and no failure here. */
function runCommand(command: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, {env, stdio: ['ignore', 'pipe', 'pipe']});
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (part: Buffer) => {
			stdout += part.toString();
		});
		child.stderr.on('data', (part: Buffer) => {
			stderr += part.toString();
		});
		child.on('error', reject);
		child.on('close', code =>
			code === 0 || code === 3
				? resolve({stdout, ms: performance.now() - start})
				: reject(new Error(`${path.basename(command)} ${args.at(1) ?? ''} ended with ${code}: ${stderr}`)),
		);
	});
}
