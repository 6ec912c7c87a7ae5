import {UserError} from '../../errors.js';
import {didYouMean} from '../../profiles/nearest-name.js';
import type {ArmId} from '../../topology/arm-id.js';
import {applyToWorld} from '../apply-to-world.js';
import {basisOf} from '../basis.js';
import type {PlanRequest} from '../build-plan.js';
import type {Change, KubeRef} from '../change.js';
import {recordOf} from '../changes/change-records.js';
import {kubePath} from '../kube-ref.js';
import type {Danger, Plan, Step} from '../plan.js';
import {pluralize} from '../pluralize.js';
import {prove} from '../prove.js';
import {stepIds} from '../step-id.js';
import type {AllowRule} from '../unused/allow-rule.js';
import {allowRules} from '../unused/allow-rules.js';
import {flowsNeeding} from '../unused/find-unused.js';

type Removal = {readonly change: Change; readonly rules: readonly AllowRule[]};

/**
 * The plan with steps behind its own that take away what was asked for by name, proved together with them. What some flow
 * needs is refused, unless it was consented to by `--allow-closing` with the id of the rule.
 *
 * @param ids as `check --unused` prints them
 */
export function planRemovals(plan: Plan, request: PlanRequest, ids: readonly string[]): Plan {
	if (ids.length === 0) {
		return plan;
	}

	const {world, topology, assessment} = request;
	const chosen = chooseRules(allowRules(topology), [...new Set(ids)]);
	const removals = removalsOf(chosen, request);
	refuseSharedTargets(plan.steps, removals);
	const steps = [...plan.steps, ...stepsOf(removals, plan.steps, request)];
	const changes = steps.map(({change}) => change);
	const proof = prove({...request, changes});
	refuseLosses(chosen, changes, request);
	const nothingElse = plan.steps.length === 0 && !assessment.findings.some(({verdict}) => verdict === 'blocked');
	const closes = proof.closed.length === 0 ? 'nothing' : pluralize(proof.closed.length, 'way');
	const taken = `Takes away ${pluralize(chosen.length, 'rule')} by name, which closes ${closes}.`;
	return {
		...plan,
		steps,
		basis: basisOf(world, changes),
		proof: {...proof, summary: `${nothingElse ? 'Nothing is blocked.' : plan.proof.summary} ${taken}`},
	};
}

function chooseRules(rules: readonly AllowRule[], ids: readonly string[]): readonly AllowRule[] {
	const known = rules.map(({id}) => id);
	return ids.map(id => {
		const rule = rules.find(other => other.id === id);
		if (rule === undefined) {
			throw new UserError('usage', `--remove ${id}: there is no such rule here.${didYouMean(id, known)}`, {
				next: [
					known.length === 0
						? 'Leave --remove out: there is nothing that could go.'
						: 'Take an id that `aksess check --unused` prints.',
				],
			});
		}

		return rule;
	});
}

/** One write for each target. Entries of one list go from its end, so that the places of the others stay. */
function removalsOf(rules: readonly AllowRule[], {world}: PlanRequest): readonly Removal[] {
	const byTarget = new Map<string, Removal>();
	let now = world;
	for (const rule of rules.toSorted((a, b) => b.id.localeCompare(a.id, 'en', {numeric: true}))) {
		const change = rule.removal(now);
		if ('problem' in change) {
			throw new UserError('usage', `--remove ${rule.id}: ${change.problem}`, {next: ['Leave it out.']});
		}

		const key = targetOf(change);
		const other = byTarget.get(key);
		byTarget.set(key, {
			change: other === undefined ? change : recordOf(change).onTopOf(other.change, change),
			rules: [rule, ...(other?.rules ?? [])],
		});
		now = applyToWorld(now, [change]);
	}

	return [...byTarget.values()];
}

/** Two steps for one resource would each be made from what the other takes for gone. */
function refuseSharedTargets(steps: readonly Step[], removals: readonly Removal[]): void {
	for (const {change, rules} of removals) {
		const shared = steps.find(step => targetOf(step.change) === targetOf(change));
		if (shared !== undefined) {
			throw new UserError(
				'usage',
				`--remove ${rules[0]?.id ?? ''}: the plan changes the same resource by its step ${shared.id}.`,
				{next: [`Add --without ${shared.id}, or apply the plan first and remove then.`]},
			);
		}
	}
}

function stepsOf(removals: readonly Removal[], before: readonly Step[], request: PlanRequest): readonly Step[] {
	const ids = stepIds([...before, ...removals].map(({change}) => change)).slice(before.length);
	return removals.map(({change, rules}, index): Step => {
		const names = rules.map(({rule}) => rule).join(', ');
		return {
			id: ids[index] ?? '',
			title: `Remove ${names} from ${placeOf(change)}`,
			reason: 'It stays, and with it all that it lets through.',
			control: rules[0]?.control ?? 'nsg',
			flows: [],
			change,
			danger: recordOf(change).danger(change) ?? dangerOf(rules, request),
			after: [],
		};
	});
}

function dangerOf(rules: readonly AllowRule[], {topology}: PlanRequest): Danger {
	const closed = rules.flatMap(rule => [
		...rule.compare(topology, rule.without(topology)).closed.map(({what}) => what),
		...rule.besides,
	]);
	const what = closed.length === 0 ? 'nothing, as far as could be read' : firstTwo([...new Set(closed)]).join('; ');
	const others = rules.flatMap(rule => rule.others ?? []);
	const warning = [`Without ${rules.map(({rule}) => rule).join(', ')} would close: ${what}.`, ...new Set(others)].join(
		' ',
	);
	return {code: 'rule-removed', warning};
}

/** @throws UserError where a flow needs one of the rules, or is no longer allowed for sure without all of them */
function refuseLosses(rules: readonly AllowRule[], changes: readonly Change[], request: PlanRequest): void {
	const {topology, assessment, controls, allowClosing} = request;
	const open = rules.filter(({id}) => !allowClosing.includes(id));
	for (const [rule, flows] of flowsNeeding(open, topology, assessment.findings, controls)) {
		refuseNeeded(rule, flows);
	}

	const later = new Map(
		request
			.reassess(applyToWorld(request.world, changes))
			.assessment.findings.map(({flow, verdict}) => [flow.id, verdict]),
	);
	const lost = assessment.findings
		.filter(({flow, verdict}) => verdict === 'allowed' && later.get(flow.id) !== 'allowed')
		.map(({flow}) => flow.id);
	const [first] = open;
	if (first !== undefined && lost.length > 0) {
		throw new UserError(
			'usage',
			`--remove ${open.map(({id}) => id).join(' --remove ')}: together they are needed by ${lost.join(', ')}.`,
			{next: ['Leave one of them out.', ...open.map(({id}) => `Or consent to it: --allow-closing ${id}`)]},
		);
	}
}

function refuseNeeded({id}: AllowRule, flows: readonly string[]): void {
	if (flows.length > 0) {
		throw new UserError('usage', `--remove ${id}: it is needed by ${firstTwo(flows).join(', ')}.`, {
			next: ['Leave it out.', `Or consent to what it cuts off: --allow-closing ${id}`],
		});
	}
}

function firstTwo(items: readonly string[]): readonly string[] {
	return items.length <= 2 ? items : [...items.slice(0, 2), `${items.length - 2} more`];
}

function placeOf(change: Change): string {
	const target = recordOf(change).target(change);
	return typeof target === 'string' ? lastNames(change, target) : kubePath(target);
}

/** A rule is named with its group, everything else by its own name. */
function lastNames({kind}: Change, id: ArmId): string {
	const parts = id.split('/');
	return kind === 'arm-child' && /\/securityRules\//i.test(id) ? (parts.at(-3) ?? id) : (parts.at(-1) ?? id);
}

/** A policy has two lists, which are written each by itself. */
function targetOf(change: Change): string {
	const target: ArmId | KubeRef = recordOf(change).target(change);
	const part = change.kind === 'policy-entries' ? `/${change.direction}` : '';
	return typeof target === 'string' ? target.toLowerCase() : `${kubePath(target)}${part}`;
}
