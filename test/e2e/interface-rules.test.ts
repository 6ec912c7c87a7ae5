import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {openPractice} from '../../source/sandbox/practice.js';
import {servePractice} from '../../source/sandbox/sandbox.js';
import {readFolder} from '../../source/sandbox/world/read-folder.js';
import {armKey} from '../../source/topology/arm-id.js';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {rulesInForce, withoutGroups} from '../helpers/rules-in-force.js';
import {runCli} from '../helpers/run-cli.js';
import {signIn, startAzSession} from './az-session.js';
import {findAz} from './real-programs.js';

const az = findAz();
const group =
	'/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg-claims-weu/providers/Microsoft.Network';
const nic = `${group}/networkInterfaces/nic-build`;
const nsg = `${group}/networkSecurityGroups/nsg-snet-aks`;

test.skipIf('missing' in az)(
	'what the real az prints of the rules in force is evidence as it is, for a group that nobody could read',
	async () => {
		const whole = readFolder(practiceWorldFolder('locked-down'));
		const found = readWorldFolder(practiceWorldFolder('locked-down')).resources.get(armKey(nsg));
		if (found?.state !== 'known') {
			expect.unreachable();
		}

		const answer = rulesInForce(found.value, `${group}/virtualNetworks/vnet-claims-weu/subnets/snet-aks`, nic);
		const azure = await servePractice(
			openPractice({files: {...whole, 'rules.json': {[`${nic}/effectiveNetworkSecurityGroups`]: {value: [answer]}}}}),
		);
		const session = startAzSession('path' in az ? az.path : '');
		const folder = mkdtempSync(path.join(tmpdir(), 'aksess-rules-'));
		onTestFinished(async () => {
			session.end();
			rmSync(folder, {recursive: true});
			await azure.close();
		});
		await signIn(session, azure);
		const printed = await session.run(
			'az',
			'network',
			'nic',
			'list-effective-nsg',
			'-g',
			'rg-claims-weu',
			'-n',
			'nic-build',
		);
		expect(printed.exitCode, printed.all).toBe(0);
		const {'network-spoke.json': spoke = '', ...others} = whole;
		const gone = withoutGroups({'network-spoke.json': spoke}, [found.value]);
		for (const [name, content] of Object.entries({...others, ...gone, 'rules.json': printed.all})) {
			writeFileSync(path.join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
		}

		const {stdout} = await runCli(['check', '--world', folder, '--profile', 'azure-dev-spaces', '--output', 'json']);
		expect(stdout).toMatch(/nsg-snet-aks denies [^"]* by DenyAllOtherIn \(4000\), as interface nic-build shows/);
	},
	120_000,
);
