import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {reach, reachDocument} from '../../source/connectivity/reach/reach.js';
import type {Need} from '../../source/controls/need.js';
import {networkPolicy} from '../../source/controls/network-policy/network-policy.js';
import {parseAddress} from '../../source/network/address.js';
import {union} from '../../source/network/interval-set.js';
import {templatesFolder} from '../../source/package-root.js';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import {kubeChanges} from '../../source/plan/needs/kube-changes.js';
import {type Answers, noAnswers} from '../../source/profiles/answers.js';
import {bindProfile} from '../../source/profiles/bind-profile.js';
import {loadProfile} from '../../source/profiles/load-profile.js';
import {parametersOf} from '../../source/profiles/older-answers.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {findingOf, remediesOf} from '../helpers/ask-control.js';
import {readWorldFolder, sharedWorld} from '../helpers/read-world.js';

/** The requirements that network policies are the judges of (worlds/CONVENTIONS.md). */
const ours = ['debug-ingress', 'debug-egress', 'space-routing', 'ingress-to-spaces'] as const;

type Expected = {
	readonly inputs: {readonly machines: readonly string[]; readonly dataplaneFqdn: string};
	readonly requirements: Readonly<
		Record<string, {readonly blockedBy: readonly string[]; readonly mayAlsoName?: readonly string[]}>
	>;
};

const worlds = [
	...['locked-down', 'wide-open', 'private', 'cilium-overlay', 'classic-firewall', 'third-party-appliance'].map(
		name => ({
			name,
			folder: templatesFolder('worlds', name),
			expected: path.resolve(import.meta.dirname, '../worlds', name, 'expected.json'),
		}),
	),
	...['locked-down', 'dev-spaces-sample'].flatMap(name => {
		const folder = sharedWorld(name);
		return folder === undefined
			? []
			: [{name: `shared ${name}`, folder, expected: path.join(folder, '../expected.json')}];
	}),
].filter(world => existsSync(world.expected));

const profile = await loadProfile('azure-dev-spaces');

function findings(world: World, answers: Answers) {
	const topology = decodeTopology(world);
	return {
		topology,
		findings: bindProfile(profile, topology, answers)
			.flows.filter(flow => ours.some(id => id === flow.requirement))
			.map(flow => {
				return findingOf(networkPolicy, flow, topology);
			}),
	};
}

function answersOf({inputs}: Expected): Answers {
	const machines = inputs.machines.map(text => parseAddress(text.replace('/32', '')));
	return {
		...noAnswers,
		machines: union(...machines.flatMap(machine => (machine.ok ? [[[machine.value, machine.value] as const]] : []))),
		parameters: parametersOf(inputs),
	};
}

function openPairs(world: World): ReadonlySet<string> {
	const found = reach(decodeTopology(world));
	const {connections} = found.ok ? reachDocument(found) : {connections: []};
	return new Set(connections.map(({from, to}) => `${from} ${to}`));
}

describe.each(worlds)('the world $name', ({folder, expected: file}) => {
	const expected = JSON.parse(readFileSync(file, 'utf8')) as Expected;
	const world = readWorldFolder(folder);
	const before = findings(world, answersOf(expected));

	test.each(ours)('%s is blocked by network policies exactly where it should be', id => {
		const {blockedBy = [], mayAlsoName = []} = expected.requirements[id] ?? {};
		const blocked = before.findings.some(({flow, verdict}) => flow.requirement === id && verdict === 'blocked');

		if (!mayAlsoName.includes('network-policy')) {
			expect(blocked).toBe(blockedBy.includes('network-policy'));
		}
	});

	test('is opened by our policies, and nobody is cut off', () => {
		const needs = before.findings
			.filter(({verdict}) => verdict === 'blocked')
			.flatMap(finding => {
				const [remedy] = remediesOf(networkPolicy, finding.flow, before.topology);
				const wanted: readonly Need[] = remedy?.needs ?? [];
				return wanted.map(need => ({need, flow: finding.flow, control: networkPolicy.id, title: remedy?.title ?? ''}));
			});
		const after = applyToWorld(
			world,
			kubeChanges(needs, world, before.topology).map(({change}) => change),
		);

		const still = findings(after, answersOf(expected)).findings.filter(({verdict}) => verdict === 'blocked');
		expect(still.map(({flow, trail}) => [flow.id, trail.map(({resource}) => resource)])).toEqual([]);
		const open = openPairs(after);
		expect([...openPairs(world)].filter(pair => !open.has(pair))).toEqual([]);
	});
});
