import {describe, expect, test} from 'vitest';
import {noAnswers} from '../../source/profiles/answers.js';
import {bindProfile} from '../../source/profiles/bind-profile.js';
import {denied, known} from '../../source/topology/known.js';
import {shippedProfile} from './profile-texts.js';
import {pod, topology} from './small-topology.js';

const flowsOf = (name: string, parameters: Readonly<Record<string, string>> = {}, where = topology()) =>
	bindProfile(shippedProfile(name), where, {...noAnswers, parameters});

describe('what nobody answered', () => {
	test('is assumed, and leaves a doubt that names the flag', () => {
		const [metrics] = flowsOf('datadog').flows;
		expect(metrics).toMatchObject({to: '*.agent.datadoghq.com', confidence: 'unverified'});
		expect(metrics?.remarks.join(' ')).toContain('so us1 is assumed');
		expect(metrics?.remarks.join(' ')).toContain('--set datadog-site=VALUE');
	});

	test('is certain as soon as it is said', () => {
		const [metrics] = flowsOf('datadog', {'datadog-site': 'eu1'}).flows;
		expect(metrics?.to).toBe('*.agent.datadoghq.eu');
		expect(metrics?.confidence).toBeUndefined();
	});

	test('is assumed of a name, too', () => {
		const gitlab = (parameters = {}) =>
			flowsOf('gitlab-runner', parameters).flows.find(({id}) => id === 'gitlab-service');
		expect(gitlab()).toMatchObject({to: 'gitlab.com', confidence: 'unverified'});
		expect(gitlab({gitlab: 'git.northlight.net'})?.confidence).toBeUndefined();
	});
});

describe('registries that images come from', () => {
	const running = topology({
		kubernetes: {
			pods: known([
				pod('shop/web', {images: ['acrshop.azurecr.io/web:1', 'nginx']}),
				pod('shop/job', {images: ['acrjobs.azurecr.io/job:1', 'acrshop.azurecr.io/web:2']}),
			]),
		},
	});
	const logins = (parameters: Readonly<Record<string, string>>, where = running) =>
		flowsOf('container-registry', parameters, where).flows.filter(({requirement}) => requirement === 'registry-login');

	test('are asked for one by one', () => {
		expect(logins({}).map(({to}) => to)).toEqual(['acrjobs.azurecr.io', 'acrshop.azurecr.io']);
	});

	test('give way to the one that was named', () => {
		expect(logins({registry: 'mine.azurecr.io'}).map(({to}) => to)).toEqual(['mine.azurecr.io']);
	});

	test('are no reason to ask where there are none, and a gap where pods were not read', () => {
		const of = (where: typeof running) =>
			flowsOf('container-registry', {}, where).unbound.find(({requirement}) => requirement === 'registry-login');
		expect(of(topology())).toMatchObject({verdict: 'not-applicable'});
		expect(of(topology({kubernetes: {pods: denied('forbidden')}}))).toMatchObject({verdict: 'undecided'});
	});

	test('keep their layers in doubt until somebody says where', () => {
		const layers = (parameters: Readonly<Record<string, string>>) =>
			flowsOf('container-registry', parameters, running)
				.flows.filter(({requirement}) => requirement !== 'registry-login')
				.map(({to, confidence}) => [to, confidence]);
		expect(layers({})).toEqual([['*.blob.core.windows.net', 'unverified']]);
		expect(layers({'data-endpoints': 'no'})).toEqual([['*.blob.core.windows.net', undefined]]);
		expect(layers({'data-endpoints': 'yes'})).toEqual([['*.data.azurecr.io', undefined]]);
	});
});
