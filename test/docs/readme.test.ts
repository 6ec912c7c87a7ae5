import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, test} from 'vitest';
import {runCli} from '../helpers/run-cli.js';
import {commandLinesOf} from './command-lines.js';
import {page} from './pages.js';

const text = page('README.md');

test('the tour can be taken as it is printed, and ends where it began', async () => {
	const blocks = [...text.matchAll(/```sh\n[\s\S]*?```/g)].join('\n');
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-readme-'));
	try {
		const ended: (readonly [string, number])[] = [];
		for (const line of commandLinesOf(blocks)) {
			const [verb = '', ...others] = line.split(' ').slice(1);
			// Without a terminal nobody can say yes.
			const yes = verb === 'apply' || verb === 'undo' ? ['--yes'] : [];
			const {exitCode} = await runCli([verb, ...others, ...yes], {cwd: folder});
			ended.push([verb, exitCode]);
		}

		expect(ended).toEqual([
			['check', 3],
			['check', 3],
			['explain', 3],
			['ask', 3],
			['plan', 0],
			['script', 0],
			['apply', 0],
			['undo', 0],
		]);
		expect(existsSync(path.join(folder, 'fix/apply.sh'))).toBe(true);
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
});

test('the proof is quoted as it is printed', async () => {
	const [call = ''] = commandLinesOf(text).filter(line => line.startsWith('aksess plan'));
	const {stdout} = await runCli(call.split(' ').slice(1));
	const [, quoted = ''] = /\*(Opens [^*]+)\*/.exec(text) ?? [];
	expect(stdout).toContain(quoted.replaceAll('\n', ' '));
});
