import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {assessFlow} from '../../../source/controls/assess.js';
import {azureFirewall} from '../../../source/controls/azure-firewall/azure-firewall.js';
import {nsg} from '../../../source/controls/nsg/nsg.js';
import {routeTable} from '../../../source/controls/route-table/route-table.js';
import {bindProfile} from '../../../source/profiles/bind-profile.js';
import {loadProfile} from '../../../source/profiles/load-profile.js';
import {decodeTopology} from '../../../source/topology/decode/decode-topology.js';
import {readWorldFolder, sharedWorld} from '../../helpers/read-world.js';

type Expected = {
	readonly inputs: {readonly dataplaneFqdn?: string};
	readonly requirements: Readonly<
		Record<
			string,
			{
				readonly verdict: string;
				readonly blockedBy: readonly string[];
				readonly accept?: readonly string[];
				readonly mayAlsoName?: readonly string[];
			}
		>
	>;
};

const controls = [nsg, routeTable, azureFirewall];
const ours = controls.map(({id}) => id as string);

for (const name of ['locked-down', 'dev-spaces-sample']) {
	const folder = sharedWorld(name);
	test.skipIf(folder === undefined)(
		`security groups, routes and firewalls in ${name} are judged as expected (skipped without ../shared)`,
		async () => {
			const world = folder ?? '';
			const file = path.resolve(world, '../expected.json');
			expect(existsSync(file)).toBe(true);
			const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
			const topology = decodeTopology(readWorldFolder(world));
			const profile = await loadProfile('azure-dev-spaces');
			const answers = {
				machines: [],
				dataplaneFqdn: expected.inputs.dataplaneFqdn,
				endpoint: undefined,
				parameters: {},
			};
			const concerned = bindProfile(profile, topology, answers)
				.flows.filter(({path: {kind}}) => kind === 'egress' || kind === 'ingress')
				.map(flow => assessFlow(flow, topology, controls));
			expect(concerned.length).toBeGreaterThan(4);

			for (const {flow, trail} of concerned) {
				const {blockedBy = [], mayAlsoName = []} = expected.requirements[flow.requirement] ?? {};
				const blockers = new Set<string>(
					trail.filter(({verdict}) => verdict === 'blocked').map(({control}) => control),
				);
				const wanted = blockedBy.filter(control => ours.includes(control));

				expect([flow.id, trail.filter(({verdict}) => verdict === 'undecided')]).toEqual([flow.id, []]);
				expect([flow.id, wanted.filter(control => !blockers.has(control))]).toEqual([flow.id, []]);
				expect([flow.id, [...blockers].filter(control => ![...wanted, ...mayAlsoName].includes(control))]).toEqual([
					flow.id,
					[],
				]);
			}
		},
	);
}
