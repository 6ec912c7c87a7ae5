import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {isObject, type JsonObject, textAt} from '../../../source/sandbox/json.js';
import {startSandbox} from '../../../source/sandbox/sandbox.js';
import {practiceWorldFolder} from '../../../source/workflow/practice-world-folder.js';
import {asTerraformState} from '../../helpers/as-terraform.js';
import {runCli} from '../../helpers/run-cli.js';

/** Verdict and deciding rules of every flow. */
async function verdicts(call: readonly string[]): Promise<unknown> {
	const {stdout, stderr} = await runCli([...call, '--machine', '20.9.77.140', '--output', 'json']);
	expect(stdout, stderr).not.toBe('');
	const {findings} = JSON.parse(stdout) as {findings: JsonObject[]};
	return findings.map(({flow, verdict, trail}) => ({flow, verdict, trail}));
}

test.each([
	['locked-down', 'azure-dev-spaces'],
	['classic-firewall', 'azure-dev-spaces'],
	['cilium-overlay', 'argo-cd'],
	['third-party-appliance', 'azure-dev-spaces'],
	['private', 'argo-cd'],
])('a network that only Terraform tells of is judged as the same network from Azure: %s', async (world, profile) => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-state-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const sandbox = await startSandbox({folder: practiceWorldFolder(world)});
	const {'resources.json': resources, ...others} = sandbox.dump();
	await sandbox.close();
	const all = (Array.isArray(resources) ? resources : []).filter(isObject);
	// AKS makes what lies in the group of the nodes; Terraform manages the rest.
	const isTold = (resource: JsonObject): boolean =>
		/\/resourceGroups\/(?!MC_)[^/]+\/providers\/Microsoft\.Network\/(?:virtualNetworks|networkSecurityGroups|routeTables|natGateways|publicIPAddresses|ipGroups|azureFirewalls|firewallPolicies)\//i.test(
			textAt(resource, 'id'),
		);
	const state = asTerraformState(all.filter(isTold));
	expect(JSON.stringify(state)).toContain('azurerm_subnet');
	const files = {'resources.json': all.filter(resource => !isTold(resource)), ...others};
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), JSON.stringify(content));
	}

	const place = path.join(folder, 'state');
	writeFileSync(place, JSON.stringify(state));
	expect(await verdicts(['check', '--profile', profile, '--world', folder, '--change', place])).toEqual(
		await verdicts(['check', '--profile', profile, '--sandbox', world]),
	);
});
