import {expect, test} from 'vitest';
import {templatesFolder} from '../../source/package-root.js';
import {bypassedFirewalls} from '../../source/routing/bypassed-firewalls.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import {readWorldFolder, sharedWorld} from '../helpers/read-world.js';
import {firewallWith, route, topologyOf} from '../helpers/topology.js';

test('names a firewall in the network that no route of the cluster leads to', () => {
	expect(bypassedFirewalls(topologyOf({firewalls: [firewallWith([])]}))).toEqual([
		expect.stringContaining('protect nothing'),
	]);
});

test('is silent about a firewall on the way out, and where there is none', () => {
	const routes = [route('0.0.0.0/0', '10.0.2.4')];
	expect(bypassedFirewalls(topologyOf({firewalls: [firewallWith([])], routes}))).toEqual([]);
	expect(bypassedFirewalls(topologyOf())).toEqual([]);
	expect(bypassedFirewalls(decodeTopology(readWorldFolder(templatesFolder('worlds', 'locked-down'))))).toEqual([]);
});

const sample = sharedWorld('dev-spaces-sample');

test.skipIf(sample === undefined)(
	"finds the firewall of Microsoft's sample beside the path (skipped without the shared worlds)",
	() => {
		const notes = bypassedFirewalls(decodeTopology(readWorldFolder(sample ?? '')));
		expect(notes).toEqual([expect.stringContaining('private-firewall')]);
	},
);
