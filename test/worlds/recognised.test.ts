import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import {recognise} from '../../source/profiles/recognise.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {worldNames} from './raw-world.js';

const profiles = await listProfiles();

/** `What runs there: \`aks-egress\`, \`argo-cd\`.` */
function promised(folder: string): readonly string[] {
	const [, line = ''] = /^What runs there: (.+)$/m.exec(readFileSync(path.join(folder, 'README.md'), 'utf8')) ?? [];
	return [...line.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

test.each(worldNames())('in %s all that its README says runs there is recognised, and nothing else', world => {
	const folder = templatesFolder('worlds', world);
	const {found, unnamed, unread} = recognise(profiles, decodeTopology(readWorldFolder(folder)));
	const spaces = found.find(({profile}) => profile === 'azure-dev-spaces');
	expect(spaces?.evidence).toContainEqual({kind: 'namespace', name: 'azds'});
	expect(found.find(({profile}) => profile === 'aks-egress')?.evidence).toMatchObject([{kind: 'cluster'}]);
	expect(unread).toEqual([]);
	expect(found.map(({profile}) => profile).toSorted()).toEqual(promised(folder));
	expect(unnamed).toEqual([]);
});

test('five worlds hold today’s workloads', () => {
	const today = ['azure-monitor', 'defender', 'argo-cd', 'istio-addon', 'gpu'];
	const all = worldNames().map(world => promised(templatesFolder('worlds', world)));
	expect(all.filter(names => names.some(name => today.includes(name)))).toHaveLength(5);
	expect(today.filter(name => !all.flat().includes(name))).toEqual([]);
});
