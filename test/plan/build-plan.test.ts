import {describe, expect, test} from 'vitest';
import type {Control} from '../../source/controls/control.js';
import type {Change} from '../../source/plan/change.js';
import {withoutSteps} from '../../source/plan/serving-steps.js';
import type {KubeObject} from '../../source/topology/world.js';
import {practice} from '../helpers/plan-practice-world.js';
import {worldNames} from '../worlds/raw-world.js';

describe.each(worldNames())('the plan for %s', name => {
	const {plan, assess, world} = practice(name);
	const made = plan();

	test('wins every flow that one of its steps names', () => {
		const promised = new Set(made.steps.flatMap(step => step.flows));
		const left = made.proof.stillBlocked.map(({flow}) => flow);
		expect(left.filter(flow => promised.has(flow))).toEqual([]);
	});

	test('closes nothing and leaves no question open', () => {
		expect(made.proof.closed).toEqual([]);
		expect(made.proof.undecided).toEqual([]);
	});

	test('names advice for what it cannot open', () => {
		const advised = new Set(made.advice.flatMap(({flows}) => flows));
		const offered = new Set(made.choices.map(({requirement}) => requirement));
		for (const {flow} of made.proof.stillBlocked) {
			expect(advised.has(flow) || offered.has(flow.split(':')[0] ?? flow), flow).toBe(true);
		}
	});

	test('never touches what AKS owns, nor what somebody else wrote', () => {
		const {cluster} = assess(world).topology;
		const managed = cluster.state === 'known' ? cluster.value.nodeResourceGroup.toLowerCase() : '';
		for (const {change} of made.steps) {
			const id = idOf(change).toLowerCase();
			expect(id).not.toContain(`/resourcegroups/${managed}/`);
			if (change.kind === 'arm-child' || change.kind === 'kube-object') {
				expect(change.before, 'a new object, or our own').toBeNull();
			}
		}
	});

	test('gives every step its reason, its flows and an id of its own', () => {
		expect(new Set(made.steps.map(({id}) => id)).size).toBe(made.steps.length);
		for (const {reason, flows} of made.steps) {
			expect(reason).not.toBe('');
			expect(flows.length).toBeGreaterThan(0);
		}
	});

	test('is the same when made again', () => {
		expect(plan()).toEqual(made);
	});
});

describe('the plan for locked-down', () => {
	const {plan} = practice('locked-down');

	test('puts our rule collection group before the deny in the way and leaves the others alone', () => {
		const groups = plan().steps.flatMap(({change}) =>
			change.kind === 'arm-child' && change.type === 'rule-collection-group' ? [change] : [],
		);
		expect(groups).toHaveLength(1);
		expect(groups[0]?.after?.name).toBe('aksess-aks-claims');
		expect(Number(groups[0]?.after?.properties['priority'])).toBeLessThan(5000);
	});

	test('keeps every authorized range that is there', () => {
		const ranges = plan().steps.flatMap(({change}) => (change.kind === 'authorized-ranges' ? [change] : []));
		expect(ranges).toHaveLength(1);
		expect(ranges[0]?.after).toEqual(expect.arrayContaining([...(ranges[0]?.before ?? [])]));
	});

	test('takes another remedy when it is chosen by name', () => {
		const [choice] = plan().choices.filter(({requirement}) => requirement === 'debug-egress');
		const other = choice?.options.find(({id}) => id !== choice.taken)?.id ?? '';
		expect(choice?.taken).toBe('service-tag');
		expect(other).toBe('addresses');
		const text = JSON.stringify(plan({choices: {'debug-egress': other}}).steps);
		expect(text).not.toContain('AzureDevSpaces.WestEurope');
		expect(plan({choices: {'debug-egress': other}}).proof.closed).toEqual([]);
	});

	test('leaves a flow as it is when `none` is chosen', () => {
		const made = plan({choices: {'pull-images': 'none'}});
		expect(JSON.stringify(made.steps)).not.toContain('cloudflare.docker.com');
		expect(made.proof.stillBlocked.map(({flow}) => flow)).toContain('pull-images');
	});

	test('proves only what is left when a step is switched off', () => {
		const [first] = plan().steps;
		const made = plan({without: [first?.id ?? '']});
		expect(made.steps.map(({id}) => id)).not.toContain(first?.id);
		expect(made.proof.stillBlocked.map(({flow}) => flow)).toContain('pull-images');
	});

	test('drops steps that wait for one that is switched off', () => {
		const [step] = plan().steps;
		if (step === undefined) {
			throw new Error('no step');
		}

		const chain = [
			{...step, id: 'a', after: []},
			{...step, id: 'b', after: ['a']},
			{...step, id: 'c', after: ['b']},
			{...step, id: 'd', after: []},
		];
		expect(withoutSteps(chain, ['a']).map(({id}) => id)).toEqual(['d']);
	});
});

describe('a step that would cut something off', () => {
	const {plan} = practice('locked-down');
	const isolating: KubeObject = {
		apiVersion: 'networking.k8s.io/v1',
		kind: 'NetworkPolicy',
		metadata: {name: 'careless', namespace: 'billing', labels: {'app.kubernetes.io/managed-by': 'aksess'}},
		spec: {podSelector: {}, policyTypes: ['Ingress'], ingress: [{from: [{podSelector: {}}]}]},
	};
	const careless: Control = {
		id: 'azure-firewall',
		title: 'A control whose remedy isolates bystanders',
		judge: {},
		remedy: ({finding: {flow}}) =>
			flow.requirement === 'pull-images'
				? [{id: 'careless', title: 'Isolate', opens: '', needs: [{kind: 'network-policy', policy: isolating}]}]
				: [],
	};
	const made = plan({more: [careless]});
	const id = 'networkpolicy/billing/aksess-pull-images';

	test('is not offered, and the advice says what it would close', () => {
		expect(made.steps.map(step => step.id)).not.toContain(id);
		expect(made.proof.closed).toEqual([]);
		expect(made.advice.map(({text}) => text).join()).toMatch(/closes .*billing.*--allow-closing/);
		expect(made.steps.length).toBe(plan().steps.length);
	});

	test('is kept when it is asked for by name, and the proof says so', () => {
		const asked = plan({more: [careless], allowClosing: [id]});
		expect(asked.steps.map(step => step.id)).toContain(id);
		expect(asked.proof.closed.length).toBeGreaterThan(0);
	});
});

function idOf(change: Change): string {
	switch (change.kind) {
		case 'arm-child': {
			return change.id;
		}

		case 'classic-collections': {
			return change.firewall;
		}

		case 'authorized-ranges': {
			return change.cluster;
		}

		case 'kube-object':
		case 'policy-entries':
		case 'kube-metadata': {
			return `${change.ref.kind}/${change.ref.namespace}/${change.ref.name}`;
		}
	}
}
