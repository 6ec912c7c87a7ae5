import {execFileSync, spawnSync} from 'node:child_process';
import {chmodSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openPractice} from '../../source/sandbox/practice.js';
import {type Sandbox, servePractice} from '../../source/sandbox/sandbox.js';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {runCli} from '../helpers/run-cli.js';

const hasKubectl = spawnSync('kubectl', ['version', '--client']).status === 0;

/** Stands in for az: the same requests, the same way to print answers and to fail. */
function fakeAz({endpoint, ca, token, kubeconfig}: Sandbox, cluster: string): string {
	return `#!${process.execPath}
const {request} = require('node:https');
const {writeFileSync} = require('node:fs');
const args = process.argv.slice(2);
const value = name => args[args.indexOf(name) + 1];
if (args[1] === 'get-credentials') {
	writeFileSync(value('--file'), ${JSON.stringify(kubeconfig)});
} else {
	const isRest = args[0] === 'rest';
	const options = {
		method: isRest ? value('--method').toUpperCase() : 'GET',
		ca: ${JSON.stringify(ca)},
		headers: {authorization: 'Bearer ${token}', 'content-type': 'application/json'},
	};
	const url = isRest ? value('--url') : '${cluster}?api-version=2026-04-01';
	request(url.startsWith('https') ? url : '${endpoint}' + url, options, async response => {
		let text = '';
		for await (const part of response) text += part;
		if (response.statusCode >= 400) {
			process.stderr.write('ERROR: ' + response.statusMessage + '(' + text + ')\\n');
			process.exitCode = 1;
		} else {
			const body = JSON.parse(text);
			process.stdout.write(isRest ? JSON.stringify(body, undefined, 2) + '\\n' : body[value('--query')] + '\\n');
		}
	}).end(options.method === 'POST' ? value('--body') : undefined);
}
`;
}

test.runIf(hasKubectl)(
	'the script for whoever has access makes a world with the same verdicts, and only reads',
	async () => {
		const whole = practiceWorldFolder('locked-down');
		const practice = openPractice({folder: whole, pageSize: 5});
		const azure = await servePractice(practice);
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-collect-'));
		onTestFinished(async () => {
			rmSync(folder, {recursive: true});
			await azure.close();
		});
		const cluster = practice.resources().find(({type}) => /managedClusters$/i.test(String(type)));
		const [, , , , group = '', , , , name = ''] = String(cluster?.['id']).split('/');
		writeFileSync(path.join(folder, 'az'), fakeAz(azure, String(cluster?.['id'])));
		chmodSync(path.join(folder, 'az'), 0o755);
		const {stdout: script} = await runCli(['doctor', '--collect', '-g', group, '-n', name]);
		writeFileSync(path.join(folder, 'collect.sh'), script);

		// The sandbox answers in this process, so nothing here may wait for the script with the loop blocked.
		const archive = await run('bash', ['collect.sh'], folder);
		expect(archive).toBe(`${path.join(folder, `aksess-${name}.tgz`)}\n`);

		const writes = azure.log.filter(({method}) => !['GET', 'POST'].includes(method));
		const posts = azure.log.filter(({method}) => method === 'POST').map(entry => entry.path);
		expect(writes).toEqual([]);
		expect(posts.every(place => /listNetworkManagerEffectiveSecurityAdminRules/.test(place))).toBe(true);
		const files = execFileSync('tar', ['-xzOf', archive.trim()], {encoding: 'utf8', maxBuffer: 50_000_000});
		expect(files).not.toMatch(/\benv:|"env"|certificate-authority-data|kind: Secret/);

		const check = async (world: string) =>
			(await runCli(['check', '--profile', 'azure-dev-spaces', '--output', 'json', '--world', world])).stdout;
		expect(JSON.parse(await check(archive.trim()))).toEqual(JSON.parse(await check(whole)));
	},
	120_000,
);

test('the script says how it is called where no cluster is named, and quotes the one that is', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-collect-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const call = async (...parameters: readonly string[]) => {
		const {stdout} = await runCli(['doctor', '--collect', ...parameters]);
		writeFileSync(path.join(folder, 'collect.sh'), stdout.replace(/^work=[\s\S]*$/m, 'echo "$group|$name"'));
		return spawnSync('bash', ['collect.sh'], {cwd: folder, encoding: 'utf8'});
	};
	expect(await call()).toMatchObject({status: 2, stderr: expect.stringContaining('Usage: bash collect.sh') as string});
	expect((await call('-g', "a'b $(touch x)", '-n', 'c "d"')).stdout).toBe('a\'b $(touch x)|c "d"\n');
});

async function run(program: string, parameters: readonly string[], folder: string): Promise<string> {
	const {execa} = await import('execa');
	const {stdout} = await execa(program, parameters, {
		cwd: folder,
		env: {PATH: `${folder}:${process.env['PATH'] ?? ''}`},
		stripFinalNewline: false,
	});
	return stdout;
}
