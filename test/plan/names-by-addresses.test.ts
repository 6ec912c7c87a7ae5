import {describe, expect, test} from 'vitest';
import {assessWorld} from '../../source/controls/assess-world.js';
import {planOf} from '../helpers/idle-parts.js';
import {buildPlanWorld, type PlanWorldShape} from '../helpers/random-plan-world.js';

/*
 * Names behind a control that says addresses only: the plan says in numbers what it opens, once, and offers what would
 * open less.
 */

const base: PlanWorldShape = {
	needs: [
		{from: 'nodes', to: {names: ['gcr.io', 'quay.io']}, ports: '443', protocol: 'tcp'},
		{from: 'nodes', to: {names: ['ghcr.io']}, ports: '443', protocol: 'tcp'},
	],
	rules: [],
	twoSubnets: false,
	firewall: 'none',
	allowed: [],
	engine: 'none',
	isolated: [],
};
const answers = {machines: [], parameters: {}};

function plan(shape: PlanWorldShape, choices: Readonly<Record<string, string>> = {}) {
	const {world, profile} = buildPlanWorld(shape);
	const made = planOf(world, other => assessWorld(other, [profile], answers, topology => topology), answers, {choices});
	if (made === undefined) {
		throw new Error('no plan');
	}

	return made;
}

describe('a security group that denies the internet', () => {
	const made = plan(base);

	test('gets one rule for all the names', () => {
		expect(made.steps.map(({id}) => id)).toEqual(['security-rule/nsg/aksess-need-0-and-1-more-out']);
	});

	test('is said to open every address, because it cannot match names', () => {
		expect(made.proof.summary).toBe(
			'Opens 3 of 3 blocked flows: 3 names, and tcp 443 to every address of the internet for 10.1.0.0/24, because security groups cannot match names; closes nothing.',
		);
		expect(made.proof.opened).toMatchObject([
			{
				control: 'nsg',
				what: 'tcp 443 to every address of the internet for 10.1.0.0/24',
				wider: {forNames: {names: ['gcr.io', 'quay.io', 'ghcr.io'], by: 'security groups'}},
			},
		]);
	});

	test('has the narrower way beside it, which is advice', () => {
		expect(
			made.choices.map(({requirement, taken, options}) => [requirement, taken, options.map(({id}) => id)]),
		).toEqual([
			['need-0', 'internet', ['internet', 'firewall']],
			['need-1', 'internet', ['internet', 'firewall']],
		]);
		const chosen = plan(base, {'need-0': 'firewall'});
		expect(chosen.advice).toMatchObject([{text: expect.stringContaining('Azure Firewall')}]);
		expect(chosen.steps.map(({flows}) => flows)).toEqual([['need-1']]);
	});

	test('before a firewall on the way says who still decides, and offers no second one', () => {
		const behind = plan({...base, firewall: 'policy'});
		expect(behind.choices.flatMap(({options}) => options.map(({id}) => id))).not.toContain('firewall');
	});

	test('is not said to be wider where addresses are what is wanted', () => {
		const listed = plan({
			...base,
			needs: [{from: 'nodes', to: {addresses: ['20.1.2.0/24']}, ports: '443', protocol: 'tcp'}],
		});
		expect(listed.proof.summary).toBe('Opens 1 of 1 blocked flow, nothing more than they need; closes nothing.');
	});
});

describe('pods that are isolated', () => {
	const shape: PlanWorldShape = {
		...base,
		rules: undefined,
		engine: 'azure',
		isolated: ['dev'],
		needs: base.needs.map(need => ({...need, from: 'pods' as const})),
	};
	const made = plan(shape);

	test('get one policy for all the names, with one rule for DNS', () => {
		expect(made.steps.map(({id}) => id)).toEqual(['networkpolicy/dev/aksess-need-0-and-1-more']);
		const [change] = made.steps.map(step => step.change);
		const spec = change?.kind === 'kube-object' ? change.after?.['spec'] : undefined;
		expect(spec).toMatchObject({
			egress: [
				{to: [{ipBlock: {cidr: '0.0.0.0/0'}}], ports: [{port: 443}]},
				{to: [{podSelector: {}}], ports: [{port: 53}, {port: 53}]},
			],
		});
	});

	test('are said to reach every address, because policies cannot match names', () => {
		expect(made.proof.summary).toMatch(
			/^Opens 3 of 3 blocked flows: 3 names, and tcp 443 to every address for namespace dev, because network policies cannot match names/,
		);
		expect(made.choices.map(({options}) => options.map(({id}) => id))).toEqual([
			['whole-internet', 'fqdn-policy'],
			['whole-internet', 'fqdn-policy'],
		]);
	});
});
