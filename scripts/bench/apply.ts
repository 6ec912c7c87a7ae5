import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import {packageRoot} from '../../source/package-root.js';
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
		return [
			{name: `apply of locked-down, ${operations} operations of 2 s, 50 ms per answer`, value: ms, unit: 'ms'},
			{name: 'against the sum of its operations', value: ms / sum, unit: 'times', aim: 1},
		];
	} finally {
		sandbox.end();
		await rm(folder, {recursive: true, force: true});
	}
}

/** The practice Azure in a process of its own, so that its work is not counted as ours. */
async function startSandbox(): Promise<{readonly variables: Record<string, string>; readonly end: () => void}> {
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
	const assignments = [...text.matchAll(/\b((?:AKSESS|AZURE)_[A-Z_]+)=(\S+)/g)];
	return {
		variables: Object.fromEntries(assignments.map(([, name = '', value = '']) => [name, value])),
		end: () => child.kill('SIGINT'),
	};
}

async function runProgram(
	args: readonly string[],
	env: NodeJS.ProcessEnv,
): Promise<{readonly stdout: string; readonly ms: number}> {
	const start = performance.now();
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [program, ...args], {env, stdio: ['ignore', 'pipe', 'pipe']});
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
				: reject(new Error(`aksess ${args[0]} ended with ${code}: ${stderr}`)),
		);
	});
}
