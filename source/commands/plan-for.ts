import {controls} from '../controls/list.js';
import {UserError} from '../errors.js';
import {buildPlan} from '../plan/build-plan.js';
import type {Plan} from '../plan/plan.js';
import type {Inspected} from './inspect.js';

/** The plan for what was inspected; needs a cluster, because there is nothing to change without one. */
export function planFor(inspected: Inspected, without: readonly string[] = inspected.given.without): Plan {
	const {world, topology, assessment, cluster, profiles, given, reassess} = inspected;
	if (cluster === undefined) {
		throw new UserError('usage', 'There is no cluster here to make a plan for.', {
			next: ['Give a world that holds a Microsoft.ContainerService/managedClusters resource.'],
		});
	}

	const plan = buildPlan({
		world,
		topology,
		cluster,
		assessment,
		controls,
		profiles: profiles.map(profile => profile.name),
		answers: given.answers,
		choices: given.choices,
		without,
		reassess,
	});
	refuseUnknownChoices(plan, given.choices);
	return plan;
}

/** A choice that names nothing was a typing mistake; taking the default silently would open something else. */
function refuseUnknownChoices(plan: Plan, choices: Readonly<Record<string, string>>): void {
	for (const [key, id] of Object.entries(choices)) {
		const [requirement = '', control] = key.split('@');
		const offered = plan.choices.filter(
			choice => choice.requirement === requirement && (control === undefined || choice.control === control),
		);
		if (id !== 'none' && !offered.some(choice => choice.options.some(option => option.id === id))) {
			const known = plan.choices.flatMap(choice =>
				choice.options.map(option => `${choice.requirement}@${choice.control}=${option.id}`),
			);
			throw new UserError('usage', `--choose ${key}=${id}: there is no such choice here.`, {
				next: [known.length === 0 ? 'Leave --choose out: there is one way only.' : `Take one of ${known.join(', ')}.`],
			});
		}
	}
}
