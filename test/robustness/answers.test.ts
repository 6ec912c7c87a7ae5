import {writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, test} from 'vitest';
import type {Json} from '../../source/topology/world.js';
import {emptyFolder, expectSound, mutations, seed} from '../helpers/handed-over.js';
import {mutationCount, mutationTimeout} from '../helpers/mutation-count.js';

describe('a file of answers', () => {
	const original: Json = {
		schemaVersion: 1,
		profiles: ['azure-dev-spaces', 'argo-cd'],
		machines: ['20.9.77.140/32'],
		dataplaneFqdn: 'azds-1a2b3c.weu.azds.io',
		endpoint: 'public',
		parameters: {endpoint: 'private', ingress: 'traefik'},
		corrections: {'network-policy': 'calico'},
		choices: {'debug-egress': 'addresses'},
		without: ['authorized-ranges/aks-claims'],
	};

	test(
		'is refused or asked by',
		async () => {
			const cwd = emptyFolder();
			const commands = fc.constantFrom('check', 'plan');
			await fc.assert(
				fc.asyncProperty(mutations(original), commands, async (value, command) => {
					writeFileSync(path.join(cwd, 'answers.json'), JSON.stringify(value));
					await expectSound([command, '--sandbox', 'wide-open', '--answers', 'answers.json'], cwd);
				}),
				{numRuns: mutationCount(60, 1), seed},
			);
		},
		mutationTimeout,
	);
});
