import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {readFolder} from '../../source/sandbox/world/read-folder.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readFiles} from '../../source/workflow/read-files.js';
import {expectGoldenFile} from '../helpers/golden.js';
import {runCli} from '../helpers/run-cli.js';
import {refersTo, terraformPlan} from '../helpers/terraform-plan.js';

const subscription = '1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2';
const nodeGroup = 'MC_kestrel_kestrel-dev_uksouth';
const network = `/subscriptions/${subscription}/resourceGroups/${nodeGroup}/providers/Microsoft.Network`;
const subnet = `${network}/virtualNetworks/aks-vnet-28461137/subnets/aks-subnet`;

const rule = {
	name: 'deny-web',
	priority: 200,
	direction: 'Outbound',
	access: 'Deny',
	protocol: 'Tcp',
	source_port_range: '*',
	destination_port_range: '443',
	source_address_prefix: '*',
	destination_address_prefix: 'Internet',
	network_security_group_name: 'nsg-strict',
	resource_group_name: 'net',
};

/** A new security group at the subnet of the nodes, which lets no one out to the web. */
const attachesGroup = terraformPlan([
	{
		address: 'azurerm_network_security_group.strict',
		after: {name: 'nsg-strict', location: 'uksouth', resource_group_name: 'net'},
		unknown: {id: true, security_rule: true},
	},
	{address: 'azurerm_network_security_rule.web', after: rule, unknown: {id: true}},
	{
		address: 'azurerm_subnet_network_security_group_association.aks',
		after: {subnet_id: subnet},
		unknown: {id: true, network_security_group_id: true},
		expressions: {network_security_group_id: refersTo('azurerm_network_security_group.strict.id')},
	},
]);

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-change-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	for (const [name, content] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), content);
	}

	return folder;
}

const onPractice = ['--sandbox', 'wide-open', '--profile', 'azure-dev-spaces'];

describe('a Terraform plan that cuts flows off', () => {
	test.each([
		['text', 'txt'],
		['markdown', 'md'],
		['sarif', 'json'],
		['json', 'json'],
	])('is told as %s, with the file and the address at fault', async (output, end) => {
		const cwd = folderWith({'plan.json': JSON.stringify(attachesGroup)});
		const {stdout, exitCode} = await runCli(['diff', ...onPractice, '--change', 'plan.json', '--output', output], {
			cwd,
		});
		expect(exitCode).toBe(3);
		const file = path.join(import.meta.dirname, 'golden', `change-${output}.${end}`);
		expectGoldenFile(file, stdout.replace(/"name": "aksess",\s+"version": "[^"]*"/, '"name": "aksess"'));
	});

	test('ends a check as it will end afterwards, and explains it', async () => {
		const cwd = folderWith({'plan.json': JSON.stringify(attachesGroup)});
		const check = await runCli(['check', '--verbose', ...onPractice, '--change', 'plan.json'], {cwd});
		expect(check.exitCode).toBe(3);
		expect(check.stdout).toContain('nsg-strict denies tcp 443 to gcr.io by deny-web (200).');
		const explain = await runCli(['explain', 'pull-charts-gcr', ...onPractice, '--change', 'plan.json'], {cwd});
		expect(explain.stdout).toContain('deny-web (200)');
	});
});

test('a group that the plan does not tell leaves doubts and no loss', async () => {
	const plan = terraformPlan([
		{
			address: 'azurerm_subnet_network_security_group_association.aks',
			after: {subnet_id: subnet},
			unknown: {network_security_group_id: true},
			expressions: {network_security_group_id: refersTo('local.group')},
		},
	]);
	const cwd = folderWith({'plan.json': JSON.stringify(plan)});
	const {stdout, exitCode} = await runCli(['diff', ...onPractice, '--change', 'plan.json', '--output', 'json'], {cwd});
	expect(exitCode).toBe(7);
	const {lost, changed} = JSON.parse(stdout);
	expect(lost).toEqual([]);
	expect(changed.length).toBeGreaterThan(3);
	expect(changed.every(({after}: {after: string}) => after === 'undecided')).toBe(true);
	expect(changed[0].at).toEqual([
		{file: 'plan.json', address: 'azurerm_subnet_network_security_group_association.aks'},
	]);
});

test('what is not judged of a change leaves a check undecided', async () => {
	const plan = terraformPlan([{address: 'azurerm_network_manager_admin_rule.deny', after: {name: 'deny'}}]);
	const cwd = folderWith({'plan.json': JSON.stringify(plan)});
	const {stdout, exitCode} = await runCli(['check', '--verbose', ...onPractice, '--change', 'plan.json'], {cwd});
	expect(exitCode).toBe(7);
	expect(stdout.replaceAll(/\s+/g, ' ')).toContain('what azurerm_network_manager_admin_rule changes is not judged');
});

test('what-if and manifests are laid over, too, one after the other', async () => {
	const id = `${network}/networkSecurityGroups/aks-agentpool-28461137-nsg/securityRules/deny-all`;
	const after = {
		id,
		name: 'deny-all',
		properties: {
			priority: 100,
			direction: 'Outbound',
			access: 'Deny',
			protocol: '*',
			sourcePortRange: '*',
			destinationPortRange: '*',
			sourceAddressPrefix: '*',
			destinationAddressPrefix: 'Internet',
		},
	};
	const policy =
		'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: none, namespace: dev}\nspec: {podSelector: {}, policyTypes: [Ingress]}\n';
	const cwd = folderWith({
		'what-if.json': JSON.stringify({status: 'Succeeded', changes: [{resourceId: id, changeType: 'Create', after}]}),
		'policy.yaml': policy,
	});
	const both = ['--change', 'what-if.json', '--change', 'policy.yaml'];
	const {stdout, exitCode} = await runCli(['diff', ...onPractice, ...both, '--output', 'json'], {cwd});
	expect(exitCode).toBe(3);
	const {lost} = JSON.parse(stdout) as {lost: {flow: string; at: unknown}[]};
	expect(lost.find(({flow}) => flow === 'pull-charts-gcr')?.at).toEqual([{file: 'what-if.json', address: id}]);
});

test('values that are marked as sensitive are shown nowhere', async () => {
	const sentinel = '20.55.66.77';
	const plan = terraformPlan([
		{
			address: 'azurerm_network_security_rule.web',
			after: {
				...rule,
				network_security_group_name: 'aks-agentpool-28461137-nsg',
				resource_group_name: nodeGroup,
				destination_address_prefix: sentinel,
			},
			unknown: {id: true},
			sensitive: {destination_address_prefix: true},
		},
	]);
	const cwd = folderWith({'plan.json': JSON.stringify(plan)});
	for (const output of ['text', 'json', 'markdown', 'sarif']) {
		const {stdout, stderr} = await runCli(['diff', ...onPractice, '--change', 'plan.json', '--output', output], {cwd});
		expect(stderr).toContain('plan.json holds values that Terraform marks as sensitive');
		expect(`${stdout}${stderr}`).not.toContain(sentinel);
	}
});

const otherSubscription = JSON.stringify(
	terraformPlan([
		{
			address: 'azurerm_route_table.rt',
			before: {
				id: '/subscriptions/aaaaaaaa-9c84-4d2a-8e57-b04c6a91d7e2/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt',
			},
		},
	]),
);

test.each<[string, string | Uint8Array, string]>([
	[
		'a plan of another subscription',
		otherSubscription,
		'The change is about the subscription aaaaaaaa-9c84-4d2a-8e57-b04c6a91d7e2',
	],
	['a binary plan', Buffer.from('PK\u0003\u0004tfplan\u0000'), 'terraform show -json change > plan.json'],
	['another binary', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x10]), 'change is not a text file.'],
	['a plan that was cut off', '{"format_version":"1.2","resource_changes":[{', 'it ends in the middle'],
])('%s is refused in a sentence', async (_, content, expected) => {
	const cwd = folderWith({change: content});
	const {stdout, stderr, exitCode} = await runCli(['diff', ...onPractice, '--change', 'change'], {cwd});
	expect([exitCode, stdout]).toEqual([2, '']);
	expect(stderr).toContain(expected);
});

test('a plan that PowerShell wrote is read, and one that changes nothing changes nothing', async () => {
	const text = JSON.stringify(terraformPlan([]));
	const cwd = folderWith({plan: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])});
	const {stdout, exitCode} = await runCli(['diff', ...onPractice, '--change', 'plan'], {cwd});
	expect([exitCode, stdout]).toEqual([0, 'No flow is won or lost, and nothing else opened or closed.\n']);
});

test.each([
	[['diff', 'one'], 'diff compares two folders, or with --change a cluster before and after.'],
	[['diff', 'one', 'two', '--change', 'plan'], '--change is laid over what --world, --sandbox or a cluster'],
	[['diff', '--sandbox', 'wide-open', '--change', 'missing'], 'missing cannot be read'],
])('%j is refused', async (call, expected) => {
	const {stderr, exitCode} = await runCli(call);
	expect(exitCode).toBe(2);
	expect(stderr).toContain(expected);
});

describe('a fact of a profile, told by a resource that the change does not touch', () => {
	/** The practice cluster with a controller that was made Private. */
	function withPrivateController(): string {
		const cwd = folderWith({
			'policy.yaml': JSON.stringify({
				apiVersion: 'networking.k8s.io/v1',
				kind: 'NetworkPolicy',
				metadata: {name: 'nothing', namespace: 'default'},
				spec: {podSelector: {matchLabels: {app: 'nobody'}}, policyTypes: ['Ingress']},
			}),
		});
		cpSync(templatesFolder('worlds', 'wide-open'), path.join(cwd, 'world'), {recursive: true});
		const file = path.join(cwd, 'world', 'devspaces-controller.json');
		writeFileSync(file, readFileSync(file, 'utf8').replace('"Public"', '"Private"'));
		return cwd;
	}

	test.each([['check'], ['check --change policy.yaml']])('is known to %s', async call => {
		const cwd = withPrivateController();
		const [verb = '', ...change] = call.split(' ');
		const {stdout} = await runCli(
			[verb, '--output', 'json', '--world', 'world', '--profile', 'azure-dev-spaces', ...change],
			{
				cwd,
			},
		);
		expect(stdout).toContain('deliberately made Private');
	});

	test('is known to who reads files by the library', async () => {
		const cwd = withPrivateController();
		const before = await readFiles(readFolder(path.join(cwd, 'world')));
		expect(decodeTopology(before).otherResources.map(({type}) => type)).toContain('microsoft.devspaces/controllers');
	});
});
