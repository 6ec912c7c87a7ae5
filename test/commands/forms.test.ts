import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {practiceWorldFolder} from '../../source/workflow/practice-world-folder.js';
import {runCli} from '../helpers/run-cli.js';

test('a folder that holds files of every kind says of each what it was taken for, and which cluster is meant', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-forms-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const id = (name: string) =>
		`/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerService/managedClusters/${name}`;
	const aks = (name: string) => ({
		id: id(name),
		name,
		location: 'westeurope',
		resourceGroup: 'g',
		networkProfile: {networkPlugin: 'azure', networkPolicy: 'calico'},
	});
	const files = {
		'aks.json': JSON.stringify([aks('one'), aks('two')]),
		'list.json': JSON.stringify([{id: `${id('three')}`, resourceGroup: 'g', properties: null}]),
		'plan.json': JSON.stringify({terraform_version: '1.9', resource_changes: []}),
		'pod.yaml': 'apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n',
		tfplan: 'PK',
	};
	for (const [name, text] of Object.entries(files)) {
		writeFileSync(path.join(folder, name), text);
	}

	const several = await runCli(['check', '--profile', 'argo-cd', '--world', folder]);
	expect(several.stderr).toContain('There are: -g g -n one; -g g -n two.');
	const {stderr} = await runCli(['check', '--profile', 'argo-cd', '--world', folder, '-n', 'two', '--verbose']);
	expect(stderr.split('\n').filter(line => line !== '')).toEqual([
		'Not read: three. A list names it without saying what it holds.',
		'Taken: aks.json: resources as az prints them (2).',
		'Taken: list.json: names of resources, which were not read (1).',
		'Taken: pod.yaml: Kubernetes objects (1).',
		'Skipped: plan.json (a Terraform plan, which says what is to be: give it with --change, and fetch what is from Azure).',
		'Not read: tfplan (its name does not end in .json, .jsonl, .csv or .yaml).',
	]);
});

test('a report in another format than text is not followed by commands', async () => {
	const folder = mkdtempSync(path.join(tmpdir(), 'aksess-forms-'));
	onTestFinished(() => rmSync(folder, {recursive: true}));
	const cluster = path.join(practiceWorldFolder('locked-down'), 'cluster.json');
	const check = ['check', '--profile', 'argo-cd', '--world', cluster];
	expect((await runCli(check)).stdout).toContain('Not in the files: ');
	const {stdout} = await runCli([...check, '--output', 'json']);
	expect(JSON.parse(stdout)).toHaveProperty('findings');
});
