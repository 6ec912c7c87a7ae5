import {describe, expect, test} from 'vitest';
import {applyToWorld} from '../../source/plan/apply-to-world.js';
import type {Change} from '../../source/plan/change.js';
import {prove} from '../../source/plan/prove.js';
import type {Json, JsonObject, KubeObject} from '../../source/topology/world.js';
import {practice} from '../helpers/plan-practice-world.js';

/*
 * A proof that cannot fail proves nothing: each mutation of a right plan below must be caught, with a witness.
 */

const {world, assess, plan} = practice('locked-down');
const assessed = assess(world);
const changes = plan().steps.map(step => step.change);

function proveChanges(mutated: readonly Change[]) {
	return prove({world, ...assessed, changes: mutated, reassess: assess});
}

function mutate(pick: (change: Change) => boolean, edit: (change: Change) => Change): readonly Change[] {
	expect(changes.filter(pick)).not.toHaveLength(0);
	return changes.map(change => (pick(change) ? edit(change) : change));
}

const isSecurityRule = (change: Change) => change.kind === 'arm-child' && change.type === 'security-rule';
const isGroup = (change: Change) => change.kind === 'arm-child' && change.type === 'rule-collection-group';

function withProperties(change: Change, properties: JsonObject): Change {
	return change.kind === 'arm-child' && change.after !== null
		? {...change, after: {...change.after, properties: {...change.after.properties, ...properties}}}
		: change;
}

/** The change with its JSON text edited, as a slip of the pen would. */
function rewrite(change: Change, from: string, to: string): Change {
	const text = JSON.stringify(change);
	expect(text).toContain(from);
	return JSON.parse(text.replaceAll(from, to)) as Change;
}

const resourceOf = (change: Change) => (change.kind === 'arm-child' ? change.id.split('/').at(-3) : undefined);

describe('the proof', () => {
	test('holds for the plan as it is made', () => {
		const proof = proveChanges(changes);
		expect(proof.closed).toEqual([]);
		expect(proof.opened.filter(({control, wider}) => control !== 'network-policy' && wider !== undefined)).toEqual([]);
		expect(proof.won.length).toBeGreaterThan(10);
	});

	test('counts a required flow that is lost as closed, also where no control says that it closed something', () => {
		const [lost] = assessed.assessment.findings.filter(({verdict}) => verdict === 'allowed');
		const findings = assessed.assessment.findings.map(finding =>
			finding === lost ? {...finding, verdict: 'blocked' as const} : finding,
		);
		const later = {...assessed, assessment: {...assessed.assessment, findings}};
		const proof = prove({world, ...assessed, changes: [], reassess: () => later});
		expect(proof.closed).toMatchObject([{what: `the flow ${lost?.flow.id}`, witness: lost?.flow.id}]);
		expect(proof.summary).toContain('closes 1 way');
	});

	test('catches a security rule that was widened to every source', () => {
		const proof = proveChanges(
			mutate(isSecurityRule, change =>
				withProperties(change, {
					sourceAddressPrefix: '*',
					sourceAddressPrefixes: [],
					destinationPortRange: '*',
					destinationPortRanges: [],
				}),
			),
		);
		const caught = proof.opened.find(({control, wider}) => control === 'nsg' && wider !== undefined);
		expect(caught?.wider?.witness).toMatch(/\d+\.\d+\.\d+\.\d+/);
	});

	test('catches a firewall name that was widened', () => {
		const proof = proveChanges(mutate(isGroup, change => rewrite(change, '"gcr.io"', '"*.io"')));
		const caught = proof.opened.find(({what}) => what.includes('*.io'));
		expect(caught?.wider?.reason).toContain('*.io');
	});

	test('catches a network rule that was widened to every port', () => {
		const proof = proveChanges(
			mutate(isGroup, change => rewrite(change, '"destinationPorts":["443"]', '"destinationPorts":["*"]')),
		);
		expect(proof.opened.some(({control, wider}) => control === 'azure-firewall' && wider !== undefined)).toBe(true);
	});

	test('catches an authorized range that nobody asked for', () => {
		const proof = proveChanges(
			mutate(
				change => change.kind === 'authorized-ranges',
				change => (change.kind === 'authorized-ranges' ? {...change, after: [...change.after, '52.0.0.0/8']} : change),
			),
		);
		expect(proof.opened.find(({control}) => control === 'authorized-ranges')?.wider?.reason).toContain('52.');
	});

	test('catches an authorized range that was lost', () => {
		const proof = proveChanges(
			mutate(
				change => change.kind === 'authorized-ranges',
				change => (change.kind === 'authorized-ranges' ? {...change, after: change.after.slice(1)} : change),
			),
		);
		expect(proof.closed.map(({control}) => control)).toContain('authorized-ranges');
	});

	test.each(changes.map((change, index) => [index, change.kind, resourceOf(change) ?? ''] as const))(
		'catches that change %i (%s %s) was dropped',
		index => {
			const whole = proveChanges(changes);
			const proof = proveChanges(changes.filter((_, other) => other !== index));
			expect(proof.won.length).toBeLessThan(whole.won.length);
		},
	);

	test('catches a policy that isolates bystanders', () => {
		const isolating: KubeObject = {
			apiVersion: 'networking.k8s.io/v1',
			kind: 'NetworkPolicy',
			metadata: {name: 'slip', namespace: 'billing'},
			spec: {podSelector: {}, policyTypes: ['Ingress'], ingress: [{from: [{podSelector: {}}]}]},
		};
		const proof = proveChanges([
			...changes,
			{
				kind: 'kube-object',
				ref: {apiVersion: isolating.apiVersion, kind: isolating.kind, namespace: 'billing', name: 'slip'},
				before: null,
				after: isolating,
			},
		]);
		const caught = proof.closed.filter(({control}) => control === 'network-policy');
		expect(caught.some(({what}) => what.includes('billing'))).toBe(true);
		expect(caught.every(({witness}) => witness !== '')).toBe(true);
	});

	test('catches a deny that slipped in as an allow of everything', () => {
		const all: Json = {
			ruleCollectionType: 'FirewallPolicyFilterRuleCollection',
			name: 'all',
			priority: 400,
			action: {type: 'Allow'},
			rules: [
				{
					ruleType: 'NetworkRule',
					name: 'all',
					ipProtocols: ['Any'],
					sourceAddresses: ['*'],
					destinationAddresses: ['*'],
					destinationPorts: ['*'],
				},
			],
		};
		const proof = proveChanges(
			mutate(isGroup, change =>
				change.kind === 'arm-child' && change.after !== null
					? withProperties(change, {ruleCollections: [...(change.after.properties['ruleCollections'] as Json[]), all]})
					: change,
			),
		);
		expect(proof.opened.some(({control, wider}) => control === 'azure-firewall' && wider !== undefined)).toBe(true);
	});

	test('is about a copy: the world stays as it was', () => {
		const before = JSON.stringify([...world.resources]);
		applyToWorld(world, changes);
		expect(JSON.stringify([...world.resources])).toBe(before);
	});
});
