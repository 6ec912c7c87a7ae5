import {setImmediate} from 'node:timers/promises';
import {afterAll, describe, expect, test} from 'vitest';
import {runCommandLine} from '../../source/commands/run-command-line.js';
import type {Output, Session} from '../../source/session.js';
import {startAzSession} from './az-session.js';
import {findAz, findProgram, firstMissing} from './real-programs.js';

const az = findAz();
const missing = firstMissing(az, findProgram('kubectl', 'version', '--client'));

describe.skipIf(missing !== undefined)(
	`what \`aksess sandbox\` prints${missing === undefined ? '' : ` (skipped: ${missing})`}`,
	() => {
		const session = startAzSession('path' in az ? az.path : '');
		afterAll(session.end);

		test('is all that az and kubectl need to use it', async () => {
			const controller = new AbortController();
			let printed = '';
			const output: Output = {
				write: text => {
					printed += text;
				},
				isTerminal: false,
				columns: 100,
				stream: undefined,
			};
			const inside: Session = {
				stdout: output,
				stderr: output,
				stdin: undefined,
				env: {},
				cwd: session.folder,
				home: session.folder,
				signal: controller.signal,
				program: undefined,
			};
			const running = runCommandLine(['sandbox', 'wide-open'], inside);
			const deadline = Date.now() + 20_000;
			while (!printed.includes('AZURE_CLIENT_SECRET') && Date.now() < deadline) {
				await setImmediate();
			}

			const commands = printed.split('\n').filter(line => /^(export|az) /.test(line));
			const {exitCode, all} = await session.run(
				'bash',
				'-ec',
				[
					...commands,
					'az aks list --query "[].name" --output tsv',
					'az network list-service-tags --location uksouth --query "values[0].name" --output tsv',
					'kubectl get namespaces --output name',
				].join('\n'),
			);
			controller.abort();
			expect(await running).toBe(0);
			expect(exitCode, all).toBe(0);
			expect(all).toContain('\nkestrel-dev\n');
			expect(all).toContain('\nAzureDevSpaces\n');
			expect(all).toContain('namespace/azds\n');
		}, 60_000);
	},
);
