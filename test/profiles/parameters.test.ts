import {expect, test} from 'vitest';
import {type Answers, noAnswers} from '../../source/profiles/answers.js';
import {nearestName} from '../../source/profiles/nearest-name.js';
import {answerProblems, parameterFlag, parametersWithFlags, parameterValue} from '../../source/profiles/parameters.js';
import {shippedProfile} from './profile-texts.js';

const profile = shippedProfile('azure-dev-spaces');

test.each<[Partial<Answers>, string]>([
	[{parameters: {ingres: 'nginx'}}, 'No chosen profile has a parameter ingres; did you mean ingress?'],
	[
		{parameters: {ingress: 'ngnix'}},
		'"ngnix" is not a value of ingress; there are built-in, traefik, nginx. Did you mean nginx?',
	],
	[
		{parameters: {'dataplane-fqdn': 'example.com'}},
		'"example.com" cannot be the dataplane-fqdn: it must be one DNS name that fits azds-*.azds.io.',
	],
	[
		{parameters: {'dataplane-fqdn': 'azds-*.azds.io'}},
		'"azds-*.azds.io" cannot be the dataplane-fqdn: it must be one DNS name that fits azds-*.azds.io.',
	],
	[{parameters: {revision: '2019'}}, '"2019" is not a value of revision; there are 2020-01, 2020-03, 2020-06.'],
])('answers %j are refused', (answers, problem) => {
	expect(answerProblems([profile], {...noAnswers, ...answers})).toEqual([problem]);
});

test('right answers are taken, and a default stands in for a missing one', () => {
	const answers: Answers = {
		...noAnswers,
		parameters: {endpoint: 'private', 'dataplane-fqdn': 'azds-1.eus.azds.io', ingress: 'nginx'},
	};
	expect(answerProblems([profile], answers)).toEqual([]);
	expect(parameterValue('endpoint', profile, answers)).toBe('private');
	expect(parameterValue('ingress', profile, answers)).toBe('nginx');
	expect(parameterValue('revision', profile, answers)).toBe('2020-01');
	expect(parameterValue('constructor', profile, noAnswers)).toBeUndefined();
	const shouted: Answers = {...noAnswers, parameters: {'dataplane-fqdn': 'AZDS-1.EUS.azds.io'}};
	expect(parameterValue('dataplane-fqdn', profile, shouted)).toBe('azds-1.eus.azds.io');
});

test('every parameter has a way to give it on the command line', () => {
	expect(parameterFlag('endpoint', 'public')).toBe('--endpoint public');
	expect(parameterFlag('ingress', 'nginx')).toBe('--set ingress=nginx');
});

test('every flag of its own is of a parameter that a shipped profile has', () => {
	expect(Object.keys(profile.parameters)).toEqual(expect.arrayContaining([...parametersWithFlags]));
});

test.each([
	['azure-devspaces', 'azure-dev-spaces'],
	['agro-cd', 'argo-cd'],
	['KEDA', 'keda'],
	['something-else', undefined],
	['', undefined],
])('%j was meant as %j', (wrong, name) => {
	expect(nearestName(wrong, ['azure-dev-spaces', 'argo-cd', 'keda', 'flux'])).toBe(name);
});
