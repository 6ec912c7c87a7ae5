import {describe, expect, test} from 'vitest';
import {assessFound} from '../../source/controls/assess-found.js';
import {assessWorld} from '../../source/controls/assess-world.js';
import type {Finding} from '../../source/controls/finding.js';
import {controls} from '../../source/controls/list.js';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import {buildPlan} from '../../source/plan/build-plan.js';
import {invert} from '../../source/plan/invert.js';
import {type Answers, noAnswers} from '../../source/profiles/answers.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import type {Profile} from '../../source/profiles/profile.js';
import {decodeTopology} from '../../source/topology/decode/decode-topology.js';
import type {World} from '../../source/topology/world.js';
import {answersOf, worldFor} from './world-for-profile.js';

const profiles = await listProfiles();

/** What runs in the practice cluster before anything is put into it, as its README says. */
const inPractice = [
	'aks-egress',
	'argo-cd',
	'azure-dev-spaces',
	'container-networking',
	'container-registry',
	'docker-hub',
	'gpu',
	'quay',
];

/** What leaves the cluster; the rest of a profile is judged by other controls and other tests. */
function leaves({flow}: Finding): boolean {
	return flow.path.kind === 'egress';
}

/** The rows that lead out of the cluster, but for those whose nodes or pods the practice cluster has not. */
function isAsked({id, from, to}: Profile['requirements'][number]): boolean {
	const absent = ['aks-windows', 'aks-windows-http', 'aks-tunnel-udp-public', 'aks-tunnel-tcp-public'];
	const starts = ['nodes', 'cluster', 'pods', 'space-pods'];
	const leads = ['name', 'names', 'image-registries', 'addresses', 'api-server'];
	return starts.includes(from?.kind ?? '') && to.some(({kind}) => leads.includes(kind)) && !absent.includes(id);
}

function planFor(profile: Profile, world: World, answers: Answers) {
	const assess = (other: World) => assessWorld(other, [profile], answers, topology => topology);
	const {topology, assessment} = assess(world);
	const {cluster} = topology;
	if (cluster.state !== 'known') {
		throw new Error('the practice cluster is not understood');
	}

	const plan = buildPlan({
		world,
		topology,
		cluster: cluster.value,
		assessment,
		controls,
		profiles: [profile.name],
		answers,
		choices: {},
		without: [],
		allowClosing: [],
		reassess: assess,
	});
	return {plan, assessment, assess};
}

describe.each(profiles.map(profile => [profile.name, profile] as const))('%s', (name, profile) => {
	const askedAnywhere = new Set<string>();
	const regions = ['westus2', 'usgovvirginia', 'chinanorth3'];

	test.each(regions)(
		'in %s, where nothing gets out, the plan opens all that leaves and nothing else, and can be undone',
		region => {
			const world = worldFor(profile, region, ['keda-addon']);
			const asked = new Set<string>();
			for (const answers of answersOf(profile)) {
				const {plan, assessment, assess} = planFor(profile, world, answers);
				const leaving = assessment.findings.filter(leaves);
				leaving.forEach(({flow}) => asked.add(flow.requirement));
				const needed = leaving.filter(({flow}) => flow.confidence !== 'unverified');
				// Where the firewall lets nothing out, nothing of it is allowed before.
				expect(leaving.filter(({verdict}) => verdict === 'allowed').map(({flow}) => flow.id)).toEqual([]);
				const won = new Set(plan.proof.won);
				expect(needed.filter(({flow}) => !won.has(flow.id)).map(({flow}) => flow.id)).toEqual([]);
				expect(
					plan.proof.opened.filter(({wider}) => wider !== undefined).map(({what, wider}) => [what, wider]),
				).toEqual([]);
				expect(plan.proof.closed).toEqual([]);
				expect(plan.proof.undecided).toEqual([]);

				const changes = plan.steps.map(({change}) => change);
				const applied = applyToWorld(world, changes);
				const stillBlocked = assess(applied).assessment.findings.filter(({verdict}) => verdict === 'blocked');
				expect(stillBlocked.filter(leaves).map(({flow}) => flow.id)).toEqual([]);
				const undone = applyToWorld(applied, changes.toReversed().map(invert));
				expect(assess(undone).assessment.findings.map(({flow, verdict}) => [flow.id, verdict])).toEqual(
					assessment.findings.map(({flow, verdict}) => [flow.id, verdict]),
				);
			}

			// With some answer or other every row is asked somewhere: nothing is left out of this by accident.
			asked.forEach(id => askedAnywhere.add(id));
		},
	);

	test('has no row that is never asked of a network', () => {
		const rows = profile.requirements.filter(isAsked).map(({id}) => id);
		expect(rows.filter(id => !askedAnywhere.has(id))).toEqual([]);
	});

	test('is recognised by its signs, and only where they are', () => {
		const found = (world: World) =>
			assessFound(decodeTopology(world), profiles, noAnswers).recognition.found.map(entry => entry.profile);
		const without = worldFor({...profile, detect: [], requirements: []}, 'westus2');
		const isAlwaysThere = inPractice.includes(name);
		expect(found(worldFor(profile, 'westus2')).includes(name)).toBe(profile.detect.length > 0);
		expect(found(without).includes(name)).toBe(isAlwaysThere);
	});
});
