import {describe, expect, test} from 'vitest';
import {sameCommand} from '../../source/commands/wizard/same-command.js';
import type {WizardAnswers} from '../../source/commands/wizard/wizard-dependencies.js';
import {addresses} from '../../source/network/address-set.js';
import {noAnswers} from '../../source/profiles/answers.js';
import {noCorrections} from '../../source/topology/correct-topology.js';
import type {WizardResult} from '../../source/wizard/effect.js';

const plain: WizardAnswers = {
	request: {
		source: {kind: 'world', name: 'locked-down'},
		profiles: ['aks-egress', 'azure-dev-spaces'],
		questions: [],
		answers: noAnswers,
		corrections: noCorrections,
	},
	choices: {choices: {'debug-egress@azure-firewall': 'none'}, without: ['nsg-1']},
};
const written: WizardResult = {kind: 'written', files: [], next: []};

test('a practice cluster whose changes are kept is the same one again', () => {
	const applied: WizardResult = {
		kind: 'applied',
		outcome: {outcome: 'done', exitCode: 0, run: 'r', summary: [], next: []},
	};
	const said = {...plain, choices: {choices: {}, without: []}};
	expect(sameCommand(said, applied, undefined, './my practice')).toBe(
		"aksess apply --sandbox locked-down --state './my practice' --profile aks-egress --profile azure-dev-spaces",
	);
});

describe('the run of a wizard as a command', () => {
	test.each<readonly [string, WizardAnswers, WizardResult, string]>([
		[
			'that was left: a check, which knows no steps',
			plain,
			{kind: 'left'},
			'aksess check --sandbox locked-down --profile aks-egress --profile azure-dev-spaces',
		],
		[
			'that wrote scripts',
			plain,
			written,
			"aksess script --sandbox locked-down --profile aks-egress --profile azure-dev-spaces --choose debug-egress@azure-firewall=none --without nsg-1 --format bash,yaml --out 'my plan'",
		],
		[
			'with every answer',
			{
				...plain,
				request: {
					source: {
						kind: 'cluster',
						id: '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks',
						name: 'aks',
					},
					profiles: ['azure-dev-spaces'],
					questions: [],
					answers: {
						machines: addresses('20.9.77.140'),
						parameters: {endpoint: 'private', 'dataplane-fqdn': 'a.eus.azds.io', ingress: 'traefik'},
					},
					corrections: {...noCorrections, policyEngine: 'calico'},
				},
			},
			{kind: 'cancelled'},
			'aksess check --subscription s --resource-group rg --name aks --profile azure-dev-spaces --machine 20.9.77.140 --endpoint private --dataplane-fqdn a.eus.azds.io --set ingress=traefik --correct network-policy=calico',
		],
		[
			'of one question, which needs no profile',
			{
				...plain,
				request: {
					...plain.request,
					profiles: [],
					questions: [
						{from: 'claims', to: 'gcr.io:443'},
						{from: 'claims', to: 'ghcr.io:443'},
					],
				},
			},
			{kind: 'left'},
			'aksess ask claims gcr.io:443 ghcr.io:443 --sandbox locked-down',
		],
		[
			'of a question that became a script',
			{
				...plain,
				request: {...plain.request, profiles: [], questions: [{from: 'claims', to: 'gcr.io:443'}]},
				choices: {choices: {}, without: []},
			},
			written,
			"aksess script --sandbox locked-down --ask 'claims gcr.io:443' --format bash,yaml --out 'my plan'",
		],
		[
			'of questions of several senders',
			{...plain, request: {...plain.request, profiles: ['argo-cd'], questions: [{from: 'claims', to: 'gcr.io:443'}]}},
			{kind: 'cancelled'},
			"aksess check --sandbox locked-down --profile argo-cd --ask 'claims gcr.io:443'",
		],
	])('%s', (_what, said, result, command) => {
		expect(sameCommand(said, result, {kind: 'scripts', formats: ['bash', 'yaml'], folder: 'my plan'})).toBe(command);
	});
});
