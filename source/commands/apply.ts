import type {Command, Option} from '../command-line/command.js';
import {
	answerOptions,
	choiceOptions,
	clusterOptions,
	correctionOptions,
	questionOptions,
} from '../command-line/options.js';

export const consentOptions: readonly Option[] = [
	{flags: '-y, --yes', description: 'ask nothing; dangerous steps must then be named by --allow'},
	{
		flags: '--allow <danger>',
		description: 'allow dangerous steps by their code or id: range-removed, ranges-first-set, deny-bypassed, …',
		repeatable: true,
	},
	{
		flags: '--take-over <holder>',
		description: 'go on although this holder has the lease of the cluster, because you know that it has ended',
	},
	{flags: '--step-by-step', description: 'ask before each step'},
	{
		flags: '--confirm-within <time>',
		description: 'take new ranges and dangerous steps back unless somebody confirms them in time: 120s, 5m',
	},
];

export const apply: Command = {
	name: 'apply',
	summary: 'show the plan, ask, apply it, and check that it did what it promised',
	description:
		'Shows the plan, asks once, and applies it step by step with a journal, so that it can be resumed or undone after ' +
		'whatever happens. Nothing is written before permissions, locks and changes since the plan were checked. Exit ' +
		'code 5: the network changed since the plan was made; 6: partly applied.',
	arguments: [
		{
			name: 'plan',
			description: 'a plan that `aksess plan -o` wrote; a new one is made when not given',
			required: false,
		},
	],
	options: [
		...clusterOptions,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
		...choiceOptions,
		...consentOptions,
	],
	examples: [
		{
			call: 'aksess apply --sandbox locked-down --profile azure-dev-spaces --machine 20.9.77.140 --yes',
			what: 'Practise: open the practice cluster, in memory.',
		},
		{call: 'aksess apply plan.json', what: 'Apply exactly what was reviewed, or say what has changed since.'},
		{
			call: 'aksess apply -g rg-aks-prod -n aks-prod --profile argo-cd --confirm-within 120s',
			what: 'Take new authorized ranges back unless they are confirmed, even if this terminal is gone by then.',
		},
	],
	run: async ({arguments: [file], options}, session) => {
		const {runApply} = await import('../workflow/run-apply.js');
		return runApply(file, options, session);
	},
};
