import {describe, expect, test} from 'vitest';
import type {Plan} from '../../source/plan/plan.js';
import {practice} from '../helpers/plan-practice-world.js';

/*
 * What a flow needs is judged by whether it is won. Publishing a service takes three steps: a DNAT rule in the firewall's
 * group, a rule of a security group, and a route. Any one of them alone serves nothing.
 */

const {plan} = practice('locked-down');
const ingress = 'public-ingress:azds/traefik';
const parts = ['security-rule/nsg-snet-aks/aksess-public-ingress-in', 'route/rt-aks/aksess-20.61.14.33-32'];

function about(made: Plan): readonly string[] {
	return [
		...made.steps.filter(({flows}) => flows.includes(ingress)).map(({id}) => id),
		...made.advice.filter(({flows}) => flows.includes(ingress)).map(({text}) => text),
		...made.proof.opened.filter(({what}) => what.includes('20.61.14.33')).map(({what}) => what),
	];
}

describe('with one step of three left out', () => {
	test('the whole plan has the steps, what they open and what is to be done with them', () => {
		expect(about(plan())).toEqual([
			'rule-collection-group/afwp-hub-weu/aksess-aks-claims',
			...parts,
			expect.stringContaining('change the DNS records'),
			expect.stringContaining('20.61.14.33'),
			expect.stringContaining('20.61.14.33'),
			expect.stringContaining('20.61.14.33'),
			expect.stringContaining('20.61.14.33'),
		]);
	});

	test.each(parts)('the others go, and what is said of them: %s', id => {
		const made = plan({without: [id]});
		expect(about(made)).toEqual([]);
		expect(JSON.stringify(made.steps)).not.toContain('NatRule');
		expect(made.proof.summary).toMatch(/^Opens 14 of 16 blocked flows, nothing more than they need; closes nothing/);
	});

	test('what the shared step does for other flows stays', () => {
		const made = plan({without: [parts[0] ?? '']});
		const group = made.steps.find(({id}) => id === 'rule-collection-group/afwp-hub-weu/aksess-aks-claims');
		expect(group?.flows).toEqual(['pull-images', 'pull-charts-gcr', 'pull-charts-storage', 'backend', 'debug-egress']);
	});

	test('a flow that the step alone opens takes no other with it', () => {
		const made = plan({without: ['authorized-ranges/aks-claims']});
		const others = plan().steps.filter(({id}) => id !== 'authorized-ranges/aks-claims');
		expect(made.steps).toEqual(others);
	});
});

describe('where a part is up to a person', () => {
	const made = plan({choices: {'public-ingress': 'internal-load-balancer'}});

	test('no step is made that opens nothing before', () => {
		expect(made.steps.filter(({flows}) => flows.includes(ingress))).toEqual([]);
	});

	test('the advice stays, and says which steps will follow', () => {
		const texts = made.advice.filter(({flows}) => flows.includes(ingress)).map(({text}) => text);
		expect(texts).toEqual([
			expect.stringContaining('Make the load balancer of azds/traefik internal'),
			expect.stringMatching(
				/^Planned only when .*: Add rule aksess-public-ingress-in to nsg-snet-aks\. Plan again then\.$/,
			),
		]);
	});

	test('and nothing is said to follow once its step is left out as well', () => {
		const left = plan({choices: {'public-ingress': 'internal-load-balancer'}, without: [parts[0] ?? '']});
		expect(left.advice.filter(({text}) => text.startsWith('Planned only'))).toEqual([]);
	});
});
