import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Command, text} from '../command-line/command.js';
import {parseNumber} from '../command-line/parse-number.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import type {Sandbox} from '../sandbox/sandbox.js';
import type {Session} from '../session.js';

export const sandbox: Command = {
	name: 'sandbox',
	summary: 'run a practice Azure in the foreground, for az, kubectl and aksess',
	description:
		'Serves a practice cluster on loopback as Azure and Kubernetes would, until Ctrl-C, and prints what az, kubectl and ' +
		'aksess need to use it. Without a name: the list.',
	arguments: [{name: 'name', description: 'a practice cluster', required: false, value: 'practice-world'}],
	options: [
		{flags: '--world <folder>', description: 'serve a folder of your own instead'},
		{flags: '--state <folder>', description: 'keep changes in this folder; without it they end with the sandbox'},
		{flags: '--port <number>', description: 'any free one when not given'},
		{flags: '--latency <ms>', description: 'added to every answer'},
		{flags: '--operation <ms>', description: 'how long a long-running operation takes'},
	],
	examples: [
		{call: 'aksess sandbox', what: 'Which practice clusters are there?'},
		{
			call: 'aksess sandbox locked-down --state ./practice',
			what: 'Practise with az and kubectl, and keep what was changed.',
		},
	],
	apart: true,
	run: async ({arguments: [name], options}, session) => {
		const world = text(options, 'world');
		if (name === undefined && world === undefined) {
			return listWorlds(session);
		}

		if (name !== undefined && world !== undefined) {
			throw new UserError('usage', `The practice cluster ${name} and --world ${world} contradict each other.`, {
				next: ['Give one of them: a name, or a folder of your own.'],
			});
		}

		const [{startSandbox}, {practiceWorldFolder}] = await Promise.all([
			import('../sandbox/sandbox.js'),
			import('../workflow/practice-world-folder.js'),
		]);
		const state = text(options, 'state');
		const running = await startSandbox({
			folder: world === undefined ? practiceWorldFolder(name ?? '') : path.resolve(session.cwd, world),
			stateDir: state === undefined ? undefined : path.resolve(session.cwd, state),
			port: parseNumber(options, 'port', 65_535),
			latencyMs: parseNumber(options, 'latency', 60_000),
			operationMs: parseNumber(options, 'operation', 600_000),
		});
		const folder = await mkdtemp(path.join(tmpdir(), 'aksess-sandbox-'));
		try {
			await writeCredentials(running, folder);
			session.stdout.write(instructions(running, folder));
			await until(session.signal);
		} finally {
			await running.close();
			await rm(folder, {recursive: true, force: true});
		}

		return exitCodes.ok;
	},
};

async function listWorlds(session: Session) {
	const {listPracticeWorlds} = await import('../sandbox/practice-worlds.js');
	const worlds = listPracticeWorlds();
	const width = Math.max(...worlds.map(world => world.name.length));
	session.stdout.write(worlds.map(({name, summary}) => `${name.padEnd(width)}  ${summary}\n`).join(''));
	return exitCodes.ok;
}

async function writeCredentials({ca, kubeconfig}: Sandbox, folder: string): Promise<void> {
	const {writeTextFile} = await import('../workflow/write-files.js');
	await writeTextFile(path.join(folder, 'ca.pem'), ca);
	await writeTextFile(path.join(folder, 'kubeconfig'), kubeconfig);
}

/** To be copied into another shell. The secret is the same for everybody and opens nothing but this process. */
function instructions({port, tenant, clientId, clientSecret, subscriptions}: Sandbox, folder: string): string {
	const endpoint = `https://localhost:${port}`;
	return [
		`Practice Azure on ${endpoint}; Ctrl-C ends it. In another shell:`,
		'',
		'# az, with a configuration of its own',
		`export AZURE_CONFIG_DIR=${folder}/az REQUESTS_CA_BUNDLE=${folder}/ca.pem AZURE_CORE_COLLECT_TELEMETRY=no`,
		`az cloud register --name practice --endpoint-resource-manager ${endpoint}`,
		'az cloud set --name practice',
		`az login --service-principal --username ${clientId} --password ${clientSecret} --tenant ${tenant}`,
		'',
		'# kubectl',
		`export KUBECONFIG=${folder}/kubeconfig`,
		'',
		'# aksess, as against Azure',
		`export AKSESS_ARM_ENDPOINT=${endpoint} AKSESS_CA_FILE=${folder}/ca.pem AZURE_SUBSCRIPTION_ID=${subscriptions[0] ?? ''}`,
		`export AZURE_TENANT_ID=${tenant} AZURE_CLIENT_ID=${clientId} AZURE_CLIENT_SECRET=${clientSecret}`,
		'',
	].join('\n');
}

function until(signal: AbortSignal): Promise<void> {
	return new Promise(resolve => {
		if (signal.aborted) {
			resolve();
		} else {
			signal.addEventListener('abort', () => resolve(), {once: true});
		}
	});
}
