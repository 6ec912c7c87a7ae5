import {expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import {recognise} from '../../source/profiles/recognise.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readWorldFolder} from '../helpers/read-world.js';
import {worldNames} from './raw-world.js';

const profiles = await listProfiles();

test.each(worldNames())('in %s AKS itself and Azure Dev Spaces are recognised, by what its README says', world => {
	const {found, unnamed, unread} = recognise(
		profiles,
		decodeTopology(readWorldFolder(templatesFolder('worlds', world))),
	);
	const spaces = found.find(({profile}) => profile === 'azure-dev-spaces');
	expect(spaces?.evidence).toContainEqual({kind: 'namespace', name: 'azds'});
	expect(found.find(({profile}) => profile === 'aks-egress')?.evidence).toMatchObject([{kind: 'cluster'}]);
	expect(unread).toEqual([]);
	// Beside these there is only where their images come from.
	const names = ['aks-egress', 'azure-dev-spaces', 'container-registry', 'docker-hub'];
	expect(found.map(({profile}) => profile).sort()).toEqual(names);
	expect(unnamed).toEqual([]);
});
