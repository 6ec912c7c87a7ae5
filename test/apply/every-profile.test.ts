import {describe, expect, test} from 'vitest';
import {runPlan} from '../../source/apply/run-plan.js';
import {undoPlan} from '../../source/apply/undo-plan.js';
import {assessWorld} from '../../source/controls/assess-world.js';
import {controls} from '../../source/controls/list.js';
import {readWorld} from '../../source/detect/read-world.js';
import {buildPlan} from '../../source/plan/build-plan.js';
import type {Choices} from '../../source/plan/collect-needs.js';
import type {Plan} from '../../source/plan/plan.js';
import type {Answers} from '../../source/profiles/answers.js';
import {listProfiles} from '../../source/profiles/load-profile.js';
import type {Profile} from '../../source/profiles/profile.js';
import {openPractice, type Practice} from '../../source/sandbox/practice.js';
import {servePractice} from '../../source/sandbox/sandbox.js';
import {knownValue} from '../../source/topology/known.js';
import type {World} from '../../source/topology/world.js';
import {practiceSource} from '../../source/workflow/practice-source.js';
import {isWhole} from '../helpers/whole.js';
import {answersOf, closedWorldFor, filesOf} from '../profiles/world-for-profile.js';
import {stageFor} from './stage.js';

/**
 * Every shipped profile on a practice Azure where all that it names is blocked: behind a firewall that lets nothing out,
 * in namespaces that deny everything, at an API server that knows one office. The whole way is gone: read, plan, write
 * over HTTPS, read again, undo.
 */
describe.each((await listProfiles()).map(profile => [profile.name, profile] as const))('%s', (_, profile) => {
	const all = regions.flatMap(region =>
		answersOf(profile).map(answers => [region, answers.parameters, answers] as const),
	);
	test.each(isWhole ? all : all.slice(0, 1))(
		'in %s, answered %j, nothing is blocked any more after its plan, and all is as it was after the undo',
		async (region, _parameters, answers) => {
			const closed = closedWorldFor(profile, region, ['keda-addon']);
			const practice = openPractice({files: filesOf(closed), operationMs: 0});
			const {plan, verdicts} = await planFor(practice, {profile, answers, cluster: closed.cluster});
			const blocked = await verdicts();
			const sandbox = await servePractice(practice);
			try {
				const before = sandbox.dump();
				const stage = await stageFor(sandbox, plan);
				const applied = await runPlan({plan, run: 'run-1'}, stage.options);
				expect(applied).toMatchObject({outcome: 'done', failure: undefined});
				const after = await verdicts();
				expect([...after].filter(([, verdict]) => verdict === 'blocked')).toEqual([]);
				expect(plan.proof.won.filter(flow => after.get(flow) !== 'allowed')).toEqual([]);
				// Only where nothing was asked of the network there is nothing to win.
				expect(plan.proof.won.length > 0).toBe([...blocked.values()].some(verdict => verdict !== 'allowed'));

				const undone = await runPlan({plan: undoPlan(applied.record), run: 'run-2', undoes: 'run-1'}, stage.options);
				expect(undone.record).toMatchObject({outcome: 'undone'});
				expect(sandbox.dump()).toEqual(before);
				expect(await verdicts()).toEqual(blocked);
				await stage.close();
			} finally {
				await sandbox.close();
			}
		},
	);
});

const regions = ['westus2', 'usgovvirginia', 'chinanorth3'] as const;

type Asked = {readonly profile: Profile; readonly answers: Answers; readonly cluster: World['cluster']};

/** The plan for what the practice Azure holds, and the verdicts of what it holds at any time. */
async function planFor(practice: Practice, {profile, answers, cluster: id}: Asked) {
	const read = () => readWorld(practiceSource(practice), {cluster: id});
	const assess = (world: World) => assessWorld(world, [profile], answers, topology => topology);
	const world = await read();
	const {topology, assessment} = assess(world);
	const cluster = knownValue(topology.cluster);
	if (cluster === undefined) {
		throw new Error('the practice cluster is not understood');
	}

	const request = {
		world,
		topology,
		cluster,
		assessment,
		controls,
		profiles: [profile.name],
		answers,
		without: [],
		allowClosing: [],
		reassess: assess,
	};
	const plan = buildPlan({...request, choices: {}});
	const verdicts = async () =>
		new Map(assess(await read()).assessment.findings.map(({flow, verdict}) => [flow.id, verdict]));
	return {plan: buildPlan({...request, choices: everyWay(plan)}), verdicts};
}

/** What nobody could verify is opened where somebody asks for it by name; here somebody does. */
function everyWay({choices}: Plan): Choices {
	return Object.fromEntries(
		choices.flatMap(({requirement, control, options: [first], taken}) =>
			taken === undefined && first !== undefined ? [[`${requirement}@${control}`, first.id]] : [],
		),
	);
}
