import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseAllDocuments} from 'yaml';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import type {Json} from '../../../source/topology/world.js';
import {draws} from '../../helpers/draws.js';
import {mutated} from '../../helpers/mutate-json.js';
import {worldOf} from '../../helpers/read-world.js';

const folder = path.resolve(import.meta.dirname, '../../../templates/worlds');

function contentOf(name: string): readonly Json[] {
	const inner = path.join(folder, name, 'world');
	const world = existsSync(inner) ? inner : path.join(folder, name);
	return readdirSync(world)
		.filter(file => file !== 'expected.json' && /\.(?:json|ya?ml)$/.test(file))
		.flatMap(file => {
			const text = readFileSync(path.join(world, file), 'utf8');
			return file.endsWith('.json')
				? [JSON.parse(text) as Json]
				: parseAllDocuments(text).map(document => document.toJS() as Json);
		});
}

test.each(['locked-down', 'classic-firewall', 'cilium-overlay'])(
	'whatever stands in a world like %s, decoding gives a topology',
	name => {
		const content = contentOf(name);
		fc.assert(
			fc.property(mutated(content), value => {
				const topology = decodeTopology(worldOf(Array.isArray(value) ? (value as Json[]) : [value]));
				expect(topology.kubernetes.pods.state).toBe('known');
			}),
			draws(350),
		);
	},
	20_000,
);

test('an empty world is a topology of absences', () => {
	const topology = decodeTopology(worldOf([]));
	expect(topology.cluster.state).toBe('absent');
	expect(topology.nodeSecurityGroups.state).toBe('absent');
	expect(topology.firewalls).toEqual([]);
});
