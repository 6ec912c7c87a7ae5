import {writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {exitCodes} from '../../source/exit-codes.js';
import {emptyFolder} from '../helpers/handed-over.js';
import {runCli} from '../helpers/run-cli.js';

describe('what is nested to overflow the stack', () => {
	const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;

	test.each([
		['script file.json', `{"schemaVersion":1,"digest":"x","cluster":${deep}}`],
		['check --sandbox wide-open --answers file.json', deep],
		['check --world .', deep],
		['check --world .', `{"id":"/subscriptions/s","properties":${deep}}`],
	])('%s says so', async (call, text) => {
		const cwd = emptyFolder();
		writeFileSync(path.join(cwd, 'file.json'), text);
		const {exitCode, stderr} = await runCli(call.split(' '), {cwd});
		expect(exitCode, stderr).toBe(exitCodes.usage);
		expect(stderr).toContain('deep');
	});

	test.each(['profiles lint deep.yaml', 'check --world .'])('%s of YAML says so', async call => {
		const cwd = emptyFolder();
		writeFileSync(path.join(cwd, 'deep.yaml'), deep);
		const {exitCode, stderr} = await runCli(call.split(' '), {cwd});
		expect([exitCodes.usage, exitCodes.blocked], stderr).toContain(exitCode);
	});
});
