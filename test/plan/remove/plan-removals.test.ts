import {describe, expect, test} from 'vitest';
import {assessWorld} from '../../../source/controls/assess-world.js';
import {controls} from '../../../source/controls/list.js';
import {templatesFolder} from '../../../source/package-root.js';
import {applyToWorld} from '../../../source/plan/apply-to-world.js';
import {buildPlan, type PlanRequest} from '../../../source/plan/build-plan.js';
import {invert} from '../../../source/plan/invert.js';
import {planRemovals} from '../../../source/plan/remove/plan-removals.js';
import {allowRules} from '../../../source/plan/unused/allow-rules.js';
import {findUnused} from '../../../source/plan/unused/find-unused.js';
import {noAnswers} from '../../../source/profiles/answers.js';
import {loadProfile} from '../../../source/profiles/load-profile.js';
import type {World} from '../../../source/topology/world.js';
import {readWorldFolder} from '../../helpers/read-world.js';

const profile = await loadProfile('container-registry');
const worlds = ['locked-down', 'private', 'classic-firewall', 'cilium-overlay'] as const;

function requestFor(name: string, more: Partial<PlanRequest> = {}): PlanRequest {
	const world = readWorldFolder(templatesFolder('worlds', name));
	const reassess = (other: World) => assessWorld(other, [profile], noAnswers, topology => topology);
	const {topology, assessment} = reassess(world);
	if (topology.cluster.state !== 'known') {
		throw new Error(`the practice world ${name} has no readable cluster`);
	}

	return {
		world,
		topology,
		cluster: topology.cluster.value,
		assessment,
		controls,
		profiles: [profile.name],
		answers: noAnswers,
		choices: {},
		without: [],
		allowClosing: [],
		reassess,
		...more,
	};
}

function remove(request: PlanRequest, ...ids: readonly string[]) {
	return planRemovals(buildPlan(request), request, ids);
}

describe.each(worlds)('in %s', name => {
	// What the plan itself writes cannot be written twice.
	const request = requestFor(name, {without: name === 'classic-firewall' ? ['firewall/fw-rail'] : []});
	const unused = findUnused(request.topology, request.assessment.findings, [], controls).rules.filter(
		({id}) => !id.includes('/rcg-group-baseline/'),
	);
	const ids = allowRules(request.topology).map(({id}) => id);

	test('every rule has an id of its own', () => {
		expect(ids.length).toBeGreaterThan(0);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test.each(unused.map(({id}) => [id] as const))('%s is taken away as it was said, and put back as it was', id => {
		const rule = unused.find(other => other.id === id);
		const {steps, proof} = remove(request, id);
		const own = buildPlan(request).steps;
		const [step, ...others] = steps.slice(own.length);
		expect(others).toEqual([]);
		expect(step?.flows).toEqual([]);
		expect(step?.danger?.code).toMatch(/^(?:rule|range)-removed$/);
		expect(step?.title).toMatch(/^Remove /);

		const changes = steps.map(({change}) => change);
		const after = applyToWorld(request.world, changes);
		const left = allowRules(request.reassess(after).topology).map(other => other.id);
		const besides = applyToWorld(
			request.world,
			own.map(({change}) => change),
		);
		// Entries of a list move up.
		expect(left).toHaveLength(allowRules(request.reassess(besides).topology).length - 1);
		expect(left.includes(id) && !id.endsWith(']')).toBe(false);
		for (const what of rule?.closes.filter(closed => !closed.includes('the addresses of')) ?? []) {
			expect(proof.closed.map(closed => closed.what)).toContain(what);
		}

		const back = applyToWorld(after, changes.toReversed().map(invert));
		expect(
			allowRules(request.reassess(back).topology)
				.map(other => other.id)
				.sort(),
		).toEqual([...ids].sort());
	});
});

describe('rules that are removed together', () => {
	test('of one group of a policy are one step, and so are entries of one list, from its end', () => {
		const request = requestFor('locked-down');
		const [first, second] = allowRules(request.topology)
			.map(({id}) => id)
			.filter(id => id.includes('/rcg-aks-claims/app-claims/'));
		const steps = remove(request, first ?? '', second ?? '').steps.slice(buildPlan(request).steps.length);
		expect(steps).toHaveLength(1);
		const left = allowRules(
			request.reassess(
				applyToWorld(
					request.world,
					steps.map(({change}) => change),
				),
			).topology,
		).map(({id}) => id);
		expect(left).not.toContain(first);
		expect(left).not.toContain(second);
	});

	test('of one classic firewall are one step that touches no other collection', () => {
		const request = requestFor('classic-firewall', {without: ['firewall/fw-rail']});
		const ids = ['azure-firewall/fw-rail/net-aks/time', 'azure-firewall/fw-rail/app-dev_sites/docker'];
		const [step] = remove(request, ...ids).steps.slice(buildPlan(request).steps.length);
		expect(step?.change).toMatchObject({
			kind: 'classic-collections',
			before: {networkRuleCollections: [{name: 'net-aks'}], applicationRuleCollections: [{name: 'app-dev_sites'}]},
			after: {networkRuleCollections: [{name: 'net-aks'}], applicationRuleCollections: [{name: 'app-dev_sites'}]},
		});
	});
});

describe('refused is', () => {
	test.each([
		[
			'what is not there, with the nearest name',
			'private',
			['nsg/nsg-nodes.prod/SSH_from_bastio'],
			/no such rule here\. Did you mean nsg\/nsg-nodes\.prod\/SSH_from_bastion\?/,
		],
		['anything else', 'private', ['firewall'], /--remove firewall: there is no such rule here\./],
		[
			'what a parent policy holds',
			'locked-down',
			['azure-firewall/afw-hub-weu/rcg-group-baseline/net-time/ntp for all spokes'],
			/stands in the parent policy afwp-group-base/,
		],
		[
			'what the plan itself writes to',
			'classic-firewall',
			['azure-firewall/fw-rail/net-aks/time'],
			/the plan changes the same resource by its step firewall\/fw-rail/,
		],
	])('%s', (_, name, ids, says) => {
		expect(() => remove(requestFor(name), ...ids)).toThrow(says);
	});

	test('what a flow needs, unless it was consented to by its id', () => {
		const request = requestFor('locked-down');
		const free = new Set(
			findUnused(request.topology, request.assessment.findings, [], controls).rules.map(({id}) => id),
		);
		const needed = allowRules(request.topology).find(({id}) => !free.has(id));
		const id = needed?.id ?? '';
		expect(() => remove(request, id)).toThrow(`--remove ${id}: it is needed by `);
		const consented = {...request, allowClosing: [id]};
		expect(remove(consented, id).steps.at(-1)?.danger).toBeDefined();
	});

	test('the last authorized range', () => {
		const request = requestFor('locked-down');
		const ranges = allowRules(request.topology)
			.map(({id}) => id)
			.filter(id => id.startsWith('authorized-ranges/'));
		expect(ranges.length).toBeGreaterThan(1);
		const asked = {...request, allowClosing: ranges};
		expect(() => remove(asked, ...ranges)).toThrow('without any the API server answers everybody');
	});
});

test('nothing asked for leaves the plan as it is', () => {
	const request = requestFor('private');
	const plan = buildPlan(request);
	expect(planRemovals(plan, request, [])).toBe(plan);
});
