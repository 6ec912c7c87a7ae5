import {copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {startSandbox} from '../../source/sandbox/sandbox.js';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {runCli} from '../helpers/run-cli.js';
import {ask} from '../sandbox/clients.js';

const check = ['check', '--profile', 'azure-dev-spaces', '--world'];

type Report = {readonly findings: readonly {readonly flow: string | object; readonly verdict: string}[]};

async function verdicts(folder: string): Promise<readonly unknown[]> {
	const {stdout} = await runCli([...check, folder, '--output', 'json']);
	return (JSON.parse(stdout) as Report).findings.map(({flow, verdict}) => [flow, verdict]);
}

/** As whoever has access would: runs what `check` asks for against the whole practice Azure, round by round. */
test.each(['locked-down', 'private'])(
	'with what check asks for, the cluster alone becomes all that %s is judged by',
	async name => {
		const whole = practiceWorldFolder(name);
		const azure = await startSandbox({folder: whole});
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-fetch-'));
		onTestFinished(async () => {
			rmSync(folder, {recursive: true});
			await azure.close();
		});
		copyFileSync(path.join(whole, 'cluster.json'), path.join(folder, 'cluster.json'));
		let asked = 0;
		for (let round = 0; round < 12; round++) {
			const {stdout} = await runCli([...check, folder]);
			const [, section = ''] = stdout.split('Not in the files: ');
			const lines = [...section.matchAll(/^ {2}az rest --method get --url '?(.+?)'? > (\S+)$/gm)];
			if (section === '' || lines.length === 0) {
				break;
			}

			asked += lines.length;
			for (const [, url = '', file = ''] of lines) {
				expect(section).toContain(`(Invoke-AzRestMethod -Path '${url}').Content > ${file}`);
				const {status, body} = await ask(azure, 'GET', url);
				expect([url, status]).toEqual([url, 200]);
				writeFileSync(path.join(folder, file), JSON.stringify(body));
			}

			expect(section.includes('kubectl get')).toBe(round === 0);
			for (const manifest of readdirSync(whole).filter(file => file.endsWith('.yaml'))) {
				copyFileSync(path.join(whole, manifest), path.join(folder, manifest));
			}
		}

		expect(asked).toBeGreaterThan(3);
		expect((await runCli([...check, folder])).stdout).not.toContain('Not in the files');
		expect(await verdicts(folder)).toEqual(await verdicts(whole));
	},
);
