import {describe, expect, test} from 'vitest';
import {UserError} from '../../../source/errors.js';
import {readProposal} from '../../../source/sandbox/proposal/read-proposal.js';

const id =
	'/subscriptions/1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2/resourceGroups/rg/providers/Microsoft.Network/networkSecurityGroups/nsg';
const body = (priority: number, location = 'westeurope') => ({
	id,
	name: 'nsg',
	type: 'Microsoft.Network/networkSecurityGroups',
	location,
	properties: {securityRules: [{name: 'deny', properties: {priority}}]},
});

function read(value: unknown, name = 'file') {
	return readProposal({[name]: typeof value === 'string' ? value : JSON.stringify(value)});
}

describe('what-if', () => {
	test('says what is made, changed and gone in bodies of ARM', () => {
		const changes = [
			{resourceId: id, changeType: 'Modify', before: body(200), after: body(100), delta: []},
			{resourceId: `${id}2`, changeType: 'Create', before: null, after: {...body(300), id: `${id}2`}},
			{resourceId: `${id}3`, changeType: 'Delete', before: body(200), after: null},
			{resourceId: `${id}4`, changeType: 'NoChange', before: body(200), after: body(200)},
			{resourceId: `${id}5`, changeType: 'Ignore'},
			{resourceId: `${id}6`, changeType: 'NoEffect', before: body(200), after: body(200)},
		];
		for (const answer of [
			{changes, status: 'Succeeded'},
			{status: 'Succeeded', properties: {changes}},
		]) {
			const {edits, unread} = read(answer);
			expect(unread).toEqual([]);
			expect(
				edits.map(
					edit => edit.kind === 'resource' && [edit.id, edit.before?.['properties'], edit.after?.['properties']],
				),
			).toEqual([
				[id, body(200).properties, body(100).properties],
				[`${id}2`, undefined, body(300).properties],
				[`${id}3`, body(200).properties, undefined],
			]);
		}
	});

	test('leaves unread what it does not tell', () => {
		const changes = [
			{resourceId: id, changeType: 'Create', after: {...body(100), location: "[reference('x').location]"}},
			{resourceId: `${id}2`, changeType: 'Unsupported', unsupportedReason: 'its name is computed'},
			{resourceId: `${id}3`, changeType: 'Deploy'},
			{
				resourceId:
					'/subscriptions/1f6e03b7-9c84-4d2a-8e57-b04c6a91d7e2/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/s',
				changeType: 'Deploy',
			},
		];
		const {edits, unread} = read({changes});
		expect(edits[0]?.kind === 'resource' && edits[0].after?.['location']).toBe(
			`(not told: ${id}: location is known only after it was deployed)`,
		);
		expect(unread).toEqual([
			`file: what-if does not tell what becomes of ${id}2 (its name is computed).`,
			`file: what-if does not tell what becomes of ${id}3.`,
		]);
	});
});

test('an ARM template without anything to evaluate is laid where its names lead', () => {
	const template = {
		$schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
		resources: [
			{
				type: 'Microsoft.Network/networkSecurityGroups/securityRules',
				apiVersion: '2024-05-01',
				name: 'nsg/deny',
				properties: {priority: 100},
			},
		],
	};
	expect(read(template).edits).toMatchObject([
		{
			id: '/subscriptions/~/resourceGroups/~/providers/Microsoft.Network/networkSecurityGroups/nsg/securityRules/deny',
			after: {name: 'deny', properties: {priority: 100}},
		},
	]);
});

test('manifests, lists of them, JSON lines and what kubectl diff shows as a whole are objects', () => {
	const manifest = 'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n';
	const value = {apiVersion: 'v1', kind: 'Namespace', metadata: {name: 'shop'}};
	const diff = `diff -u -N /tmp/LIVE-1/v1.Namespace..shop /tmp/MERGED-2/v1.Namespace..shop\n--- /tmp/LIVE-1/v1.Namespace..shop\t2026-11-29\n+++ /tmp/MERGED-2/v1.Namespace..shop\t2026-11-29\n@@ -0,0 +1,4 @@\n${manifest
		.trimEnd()
		.split('\n')
		.map(line => `+${line}`)
		.join('\n')}\n`;
	for (const text of [
		manifest,
		JSON.stringify(value),
		`${JSON.stringify(value)}\n${JSON.stringify(value)}\n`,
		JSON.stringify({apiVersion: 'v1', kind: 'List', items: [value]}),
		diff,
	]) {
		expect(read(text).edits[0], text).toEqual({
			kind: 'object',
			origin: {file: 'file', address: 'Namespace shop'},
			object: value,
			deleted: false,
		});
	}
});

const shownPartly =
	'--- /tmp/LIVE-1/networking.k8s.io.v1.NetworkPolicy.shop.db\n+++ /tmp/MERGED-1/networking.k8s.io.v1.NetworkPolicy.shop.db\n@@ -6,7 +6,7 @@\n   name: db\n-  port: 1\n+  port: 2\n';

test.each<[string, unknown, string, string]>([
	[
		'a state as Terraform keeps it',
		{version: 4, lineage: 'x', serial: 1, resources: []},
		'is a Terraform state file as Terraform keeps it',
		'terraform show -json',
	],
	[
		'the log of a plan',
		'{"@level":"info","@message":"Plan: 1 to add","type":"planned_change"}\n{"@level":"info","@message":"x"}\n',
		'is the log of `terraform plan -json`',
		'terraform show -json tfplan',
	],
	[
		'a plan that failed',
		{format_version: '1.2', terraform_version: '1.9', errored: true, resource_changes: []},
		'is a plan that ended with an error',
		'terraform plan -out',
	],
	[
		'a format of the future',
		{format_version: '2.0', terraform_version: '3.0', resource_changes: []},
		"has version 2.0 of Terraform's format",
		'newer aksess',
	],
	[
		'a template with expressions',
		{
			$schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
			resources: [{type: 'a/b', name: "[parameters('x')]"}],
		},
		'is an ARM template that only Azure can evaluate',
		'what-if',
	],
	[
		'what-if without bodies',
		{changes: [{resourceId: id, changeType: 'Modify'}]},
		'names what changes and does not say how',
		'FullResourcePayloads',
	],
	[
		'a diff that was cut off',
		shownPartly,
		'ends in the middle of networking.k8s.io.v1.NetworkPolicy.shop.db',
		'kubectl diff',
	],
	['a resource as it is', {id}, 'is a resource as it is, not a change', '--world'],
	['a download that was cut off', '{"format_version":"1.2","resource_changes":[{"addr', 'file:1:', 'cut off'],
	[
		'a text',
		'Terraform will perform the following actions:',
		'holds no change that is known here',
		'terraform show -json',
	],
	['nothing', '', 'is empty', 'Fetch it again'],
])('%s is refused in a sentence', (_, value, sentence, next) => {
	let caught: unknown;
	try {
		read(value);
	} catch (error) {
		caught = error;
	}

	expect(caught).toBeInstanceOf(UserError);
	expect((caught as UserError).message).toContain(sentence);
	expect((caught as UserError).next.join(' ')).toContain(next);
});
