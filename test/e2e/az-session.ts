import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {execa} from 'execa';
import type {Sandbox} from '../../source/sandbox/sandbox.js';

export type AzSession = {
	/** A folder that goes with the session. */
	readonly folder: string;
	readonly run: (
		program: string,
		...args: readonly string[]
	) => Promise<{readonly exitCode: number | undefined; readonly all: string}>;
	readonly end: () => void;
};

/** The real az with a configuration of its own, not signed in to anything yet. */
export function startAzSession(az: string): AzSession {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-e2e-'));
	const bin = path.join(folder, 'bin');
	mkdirSync(bin);
	// Scripts say `az`, wherever the one to test with is.
	writeFileSync(path.join(bin, 'az'), `#!/bin/sh\nexec '${az.replaceAll("'", String.raw`'\''`)}' "$@"\n`, {
		mode: 0o755,
	});
	const env = {
		PATH: `${bin}${path.delimiter}${process.env['PATH'] ?? ''}`,
		HOME: folder,
		AZURE_CONFIG_DIR: path.join(folder, 'az'),
		AZURE_CORE_COLLECT_TELEMETRY: 'no',
		REQUESTS_CA_BUNDLE: path.join(folder, 'ca.pem'),
	};
	return {
		folder,
		run: async (program, ...args) => {
			const {exitCode, all} = await execa(program, [...args], {env, cwd: folder, reject: false, all: true});
			return {exitCode, all};
		},
		end: () => rmSync(folder, {recursive: true, force: true}),
	};
}

/** Signs az in to a sandbox, as `aksess sandbox` says one should. */
export async function signIn({run, folder}: AzSession, sandbox: Sandbox): Promise<void> {
	const {port, ca, clientId, clientSecret, tenant} = sandbox;
	writeFileSync(path.join(folder, 'ca.pem'), ca);
	const endpoint = `https://localhost:${port}`;
	for (const command of [
		['cloud', 'register', '--name', 'practice', '--endpoint-resource-manager', endpoint],
		['cloud', 'set', '--name', 'practice'],
		['login', '--service-principal', '--username', clientId, '--password', clientSecret, '--tenant', tenant],
	]) {
		const {exitCode, all} = await run('az', ...command);
		if (exitCode !== 0) {
			throw new Error(`az ${command.join(' ')} ended with ${exitCode}:\n${all}`);
		}
	}
}
