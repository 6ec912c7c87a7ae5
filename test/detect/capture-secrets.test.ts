import {lintSource} from '@secretlint/core';
import {creator as recommended} from '@secretlint/secretlint-rule-preset-recommend';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {captureWorld} from '../../source/detect/capture/capture-world.js';
import {stripImage, stripText} from '../../source/detect/capture/strip-text.js';
import {worldFiles} from '../../source/render/world-files.js';
import type {Json, JsonObject} from '../../source/topology/world.js';
import {worldOf} from '../helpers/read-world.js';
import {worldContent} from '../helpers/world-content.js';

/**
 * Made up, and put together here so that no scanner takes this file for a leak: each has the form that the rules of
 * secretlint, or the service, know it by.
 */
const secrets: Readonly<Record<string, string>> = {
	aws: `AKIA${'Q3EGRIXHMPLWT5NB'}`,
	github: `ghp_${'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'}`,
	npm: `npm_${'xkJ8sQ2mVb4TnZ7wRc1LpYd9GhF3KaE5uMiB'}`,
	slack: `xoxb-${'23984754863-2348975623103-4fJ8sQ2mVb4TnZ7wRc1LpYd9'}`,
	jwt: `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${'dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U'}`,
	key: `-----BEGIN RSA ${'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA04up8hoqzS1+APIB0RhjXyObwHQnOzhAk5Bd7mhkSbPkyhP1\n-----END RSA ${'PRIVATE'} KEY-----`,
	storage: `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${'Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4'}==`,
	basic: `http://proxy-user:${'hunter2-pass'}@proxy.corp.example:3128/`,
	slash: `https://user:${'pa/ss@wo'}rd@proxy.corp.example/path`,
	sas: `https://acct.blob.core.windows.net/c/b?sv=2024&sig=${'aGVsbG8td29ybGQtc2lnbmF0dXJl'}`,
	fragment: `https://portal.example/#access_token=${'0123456789abcdef0123456789abcdef'}`,
	webhook: `https://hooks.${'slack'}.com/services/T0123ABCD/B0123ABCD/${'a1b2c3d4e5f6a1b2c3d4e5f6'}`,
	database: `mongodb://admin:${'s3cr3t-value'}@db.example:27017/prod`,
	bare: `proxy-user:${'hunter2-pass'}@proxy.corp.example:3128`,
	bearer: `Bearer ${'dGhpcyBpcyBub3QgYSB0b2tlbg'}`,
};

/** The part of each that lets somebody in. */
const telling =
	/Q3EGRIXHMPLWT5NB|wWPw5k4aXcaT4|xkJ8sQ2mVb4TnZ|4fJ8sQ2mVb|dozjgNryP4J3|MIIEpAIB|Zm9vYmFy|hunter2|pa\/ss|wo@|word@|aGVsbG8td29y|0123456789abcdef|a1b2c3d4e5f6|s3cr3t-value|dGhpcyBpcyBub3Q/;

const preset = {id: '@secretlint/secretlint-rule-preset-recommend', rule: recommended};

async function found(text: string): Promise<readonly string[]> {
	const {messages} = await lintSource({
		source: {filePath: '/capture/world.json', content: text, contentType: 'text'},
		options: {config: {rules: [preset]}, noPhysicFilePath: true},
	});
	return messages.map(({message}) => message);
}

function textOf(values: readonly Json[]): string {
	return [...worldFiles(captureWorld(worldOf(values)).content).values()].join('\n');
}

test.each(['github', 'npm', 'slack', 'basic', 'database'])('the scanner knows %s', async name => {
	expect(await found(secrets[name] ?? '')).not.toEqual([]);
});

describe('a text', () => {
	test.each(Object.entries(secrets))('loses what lets somebody in: %s', (_, secret) => {
		expect(telling.test(secret)).toBe(true);
		expect(stripText(`see ${secret} there`)).not.toMatch(telling);
	});

	test.each([
		'/subscriptions/8b1f4d0c-2a67-4e0b-9c35-71d2a9e60f14/resourceGroups/rg/providers/Microsoft.Network/routeTables/rt',
		'https://acct.blob.core.windows.net:443/container/path',
		'https://user.example/mail@example',
		'myregistry.azurecr.io/app:1.0@sha256:0123456789abcdef',
		'app:1.0@sha256:0123456789abcdef',
		'AzureDevSpaces.EastUS',
		'20.61.14.33/32',
		'system:serviceaccount:dev:default',
		'vnet-sk-claims-production-westeurope',
		'token-service.internal:443',
		'*.azds.io',
	])('that holds nothing of the kind stays as it is: %s', text => {
		expect(stripText(text)).toBe(text);
	});

	test.each([
		['registry.example/app:1?token=hunter2', 'registry.example/app:1'],
		['user:hunter2@registry.example/app:1', 'registry.example/app:1'],
		['https://user:hunter2@registry.example/app@sha256:00', 'https://registry.example/app@sha256:00'],
	])('that is an image keeps its name: %s', (image, kept) => {
		expect(stripImage(image)).toBe(kept);
	});
});

/** Puts every secret at a place, under a name that says what it is, under one that does not, and as an annotation. */
function planted(value: Json, depth = 0): Json {
	if (Array.isArray(value)) {
		return (value as readonly Json[]).map(item => planted(item, depth + 1));
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	const object = value as JsonObject;
	const inside = Object.fromEntries(
		Object.entries(object).map(([name, child = null]) => [name, planted(child, depth + 1)]),
	);
	// Labels and selectors are texts of a form of their own: no secret fits into one.
	const isMap = Object.values(object).every(child => typeof child === 'string') && !('name' in object);
	return isMap ? inside : {...inside, httpProxyConfig: {httpProxy: secrets['basic']}, extra: Object.values(secrets)};
}

describe('a capture of a world full of secrets holds none', () => {
	test.each(['locked-down', 'classic-firewall', 'cilium-overlay'])('like %s', async name => {
		const values = worldContent(name).map(value => planted(value));
		const text = textOf(values);
		expect(JSON.stringify(values)).toMatch(telling);
		expect(text.split('\n').filter(line => telling.test(line))).toEqual([]);
		expect(await found(text)).toEqual([]);
	});
});

describe('of a cluster', () => {
	const id = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks';

	test('only settings that decide about its network go along, whatever else there is', () => {
		fc.assert(
			fc.property(fc.string({minLength: 1, unit: 'grapheme-ascii'}), fc.jsonValue(), (name, value) => {
				const known = {
					networkProfile: {networkPlugin: 'azure'},
					apiServerAccessProfile: {authorizedIPRanges: ['20.1.2.3/32']},
				};
				const properties = {
					...known,
					[`x-${name}`]: value as Json,
					networkProfile: {...known.networkProfile, [`x-${name}`]: value as Json},
				};
				const {content} = captureWorld(worldOf([{id, properties}]), {mask: false});
				expect(content.get('cluster.json')).toMatchObject({properties: known});
				expect(JSON.stringify(content.get('cluster.json'))).not.toContain(JSON.stringify(`x-${name}`));
			}),
		);
	});

	test('profiles that hold passwords, proxies and keys stay behind', () => {
		const text = textOf([
			{
				id,
				tags: {owner: 'TELLTALE'},
				properties: {
					servicePrincipalProfile: {clientId: 'x', secret: 'TELLTALE'},
					windowsProfile: {adminPassword: 'TELLTALE'},
					aadProfile: {serverAppSecret: 'TELLTALE'},
					httpProxyConfig: {httpProxy: 'http://u:TELLTALE@proxy:3128', trustedCa: 'TELLTALE'},
					addonProfiles: {omsagent: {config: {key: 'TELLTALE'}}},
					agentPoolProfiles: [{name: 'pool', nodeLabels: {a: 'TELLTALE'}, customData: 'TELLTALE', count: 3}],
					securityProfile: {customCATrustCertificates: ['TELLTALE']},
				},
			},
		]);
		expect(text).not.toContain('TELLTALE');
		expect(text).toContain('"count": 3');
	});
});

describe('of objects in the cluster', () => {
	test('environment, arguments, volumes, and annotations that are not known stay behind', () => {
		const {content, masked} = captureWorld(
			worldOf([
				{
					apiVersion: 'v1',
					kind: 'Pod',
					metadata: {
						name: 'p',
						namespace: 'n',
						annotations: {
							'kubectl.kubernetes.io/last-applied-configuration': 'TELLTALE',
							'service.beta.kubernetes.io/azure-token': 'TELLTALE',
							'azds.io/connection': 'TELLTALE',
						},
						managedFields: ['TELLTALE'],
					},
					spec: {
						containers: [
							{
								...{name: 'c', image: 'u:TELLTALE@registry.example/app:1?sig=TELLTALE'},
								...{env: [{name: 'KEY', value: 'TELLTALE'}], args: ['TELLTALE'], ports: [{containerPort: 80}]},
							},
						],
						volumes: [{secret: {secretName: 'TELLTALE'}}],
					},
				},
				{
					apiVersion: 'cilium.io/v2',
					kind: 'CiliumNetworkPolicy',
					metadata: {name: 'http', namespace: 'n'},
					spec: {
						endpointSelector: {matchLabels: {token: 'reader'}},
						ingress: [
							{
								toPorts: [
									{
										rules: {
											http: [
												{headers: ['X-Key TELLTALE', 'Y: TELLTALE'], headerMatches: [{name: 'Z', value: 'TELLTALE'}]},
											],
										},
									},
								],
							},
						],
					},
				},
			]),
		);
		const text = JSON.stringify([...content]);
		expect(text).not.toContain('TELLTALE');
		expect(text).toContain('"image":"registry.example/app:1"');
		// What a policy selects stays, whatever its labels are called.
		expect(text).toContain('{"token":"reader"}');
		expect(masked).toEqual({fields: 4, annotations: 3, texts: 4, ids: 0});
	});
});
