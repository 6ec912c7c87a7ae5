import type {Finding} from '../controls/finding.js';
import {controls} from '../controls/list.js';
import {UserError} from '../errors.js';
import {buildPlan} from '../plan/build-plan.js';
import type {Plan} from '../plan/plan.js';
import {planRemovals} from '../plan/remove/plan-removals.js';
import {requireCluster} from '../plan/require-cluster.js';
import {didYouMean} from '../profiles/nearest-name.js';
import type {Inspected} from './inspect.js';
import {refuseGuessedProfiles} from './refuse-guessed-profiles.js';

/** The plan for what was inspected; needs a cluster, because there is nothing to change without one. */
export function planFor(inspected: Inspected, without: readonly string[] = inspected.given.without): Plan {
	const {world, topology, assessment, profiles, asked, given, reassess} = inspected;
	const cluster = requireCluster(inspected.cluster);
	refuseGuessedProfiles(inspected);
	const request = {
		world,
		topology,
		cluster,
		assessment,
		controls,
		profiles: profiles.map(profile => profile.name),
		...(asked === undefined ? {} : {asked: asked.file}),
		answers: given.answers,
		choices: given.choices,
		without,
		allowClosing: given.allowClosing,
		reassess,
	};
	const plan = buildPlan(request);
	refuseUnknownChoices(plan, given.choices, assessment.findings);
	if (without.length > 0) {
		// What was left out is in the plan no longer; only the whole one knows all names.
		refuseUnknownSteps(buildPlan({...request, without: []}), without);
	}

	refuseRemovingByQuestion(given);
	return planRemovals(plan, request, given.remove);
}

/** One question tells nothing of what else needs a rule. */
function refuseRemovingByQuestion({questions, remove}: Inspected['given']): void {
	if (questions.length > 0 && remove.length > 0) {
		throw new UserError('usage', '--remove and --ask do not go together: one question tells of nothing else.', {
			next: ['Leave --ask out, or give what must work as --profile FILE.'],
		});
	}
}

/** A step that is not there was a typing mistake; the one that was meant would be done. */
function refuseUnknownSteps({steps}: Plan, without: readonly string[]): void {
	const ids = steps.map(({id}) => id);
	for (const wanted of without.filter(id => !ids.includes(id))) {
		throw new UserError('usage', `--without ${wanted}: there is no such step here.${didYouMean(wanted, ids)}`, {
			next: [ids.length === 0 ? 'Leave --without out: there are no steps.' : `The steps are ${ids.join(', ')}.`],
		});
	}
}

/** A choice that names nothing was a typing mistake; taking the default silently would open something else. */
function refuseUnknownChoices(
	plan: Plan,
	choices: Readonly<Record<string, string>>,
	findings: readonly Finding[],
): void {
	for (const [key, id] of Object.entries(choices)) {
		const [requirement = '', control] = key.split('@');
		refuseUnknownRequirement(plan, key, requirement);
		if (control !== undefined) {
			refuseIdleControl(findings, {key, requirement, control});
		}

		const offered = plan.choices.filter(
			choice => choice.requirement === requirement && (control === undefined || choice.control === control),
		);
		if (id !== 'none' && !offered.some(choice => choice.options.some(option => option.id === id))) {
			const known = plan.choices.flatMap(choice =>
				choice.options.map(option => `${choice.requirement}@${choice.control}=${option.id}`),
			);
			const ids = offered.flatMap(choice => choice.options.map(option => option.id));
			throw new UserError('usage', `--choose ${key}=${id}: there is no such choice here.${didYouMean(id, ids)}`, {
				next: [known.length === 0 ? 'Leave --choose out: there is one way only.' : `Take one of ${known.join(', ')}.`],
			});
		}
	}
}

/** A choice at a control that is not in the way would be passed over in silence. */
function refuseIdleControl(
	findings: readonly Finding[],
	{key, requirement, control}: {readonly key: string; readonly requirement: string; readonly control: string},
): void {
	const trails = findings.filter(({flow}) => flow.requirement === requirement).flatMap(({trail}) => trail);
	const inTheWay = new Set(trails.filter(({verdict}) => verdict !== 'allowed').map(entry => entry.control));
	if (![...inTheWay].some(id => id === control)) {
		const names = [...inTheWay];
		throw new UserError(
			'usage',
			`--choose ${key}: nothing at ${control} is in the way of ${requirement}.${didYouMean(control, names)}`,
			{
				next: [
					names.length === 0
						? `Leave it out: nothing is in the way of ${requirement}.`
						: `In the way ${names.length === 1 ? 'is' : 'are'} ${names.join(', ')}.`,
				],
			},
		);
	}
}

function refuseUnknownRequirement({before}: Plan, key: string, requirement: string): void {
	const known = [...new Set(before.map(flow => flow.requirement))];
	if (!known.includes(requirement)) {
		throw new UserError(
			'usage',
			`--choose ${key}: there is no requirement ${JSON.stringify(requirement)}.${didYouMean(requirement, known)}`,
			{next: [`The requirements are ${known.join(', ')}.`]},
		);
	}
}
