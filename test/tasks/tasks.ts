import type {Step, Task} from './task.js';

const practice = ['--sandbox', 'locked-down'] as const;

/** By the way that most people go: what was found, the map, the findings. */
const toFindings: readonly Step[] = [
	{sees: /Enter: judge the network/, presses: ['Enter']},
	{sees: /What the traffic/, presses: ['Enter']},
];

const ask = ['--ask', 'claims gcr.io:443'] as const;

const toPlan: Step = {sees: /Blocked \d+ by \d+ rules/, presses: ['Enter']};

/** Ten things that people bring, played at 80 by 24; what they cost stands in docs/tasks.md. */
export const tasks: readonly Task[] = [
	{
		who: 'platform engineer',
		wants: 'see what is blocked on a cluster, and by which rules',
		args: [],
		steps: [{sees: /Not signed in[\s\S]*❯ cilium-overlay/, presses: ['Enter']}, ...toFindings],
		answer: /Blocked \d+ by \d+ rules/,
	},
	{
		who: 'developer',
		wants: 'find out why nobody reaches the ingress controller',
		args: practice,
		steps: [...toFindings, {sees: /Blocked \d+ by \d+ rules/, presses: ['/', ...'traefik']}],
		answer: /✗ NSG nsg-snet-aks {2}DenyAllOtherIn \(4000\)/,
	},
	{
		who: 'developer',
		wants: 'ask why a pod does not reach a host',
		args: practice,
		steps: [
			{sees: /Enter: judge the network/, presses: ['Tab']},
			{sees: /❯ From/, presses: [...'portal', 'Enter']},
			{sees: /❯ To/, presses: [...'gcr.io:443', 'Enter']},
		],
		answer: /✗ policy claims\/default-deny {2}no egress rule/,
	},
	{
		who: 'developer',
		wants: 'have the same answered by one command',
		args: [...practice, ...ask],
		steps: [],
		answer: /✗ policy claims\/default-deny {2}no egress rule/,
	},
	{
		who: 'platform engineer',
		wants: 'open only what this one question needs, and see what else that opens',
		args: [...practice, ...ask],
		steps: [toPlan],
		answer: /Opens 1 of 1 blocked flow/,
	},
	{
		who: 'platform engineer',
		wants: 'write the script for the firewall team',
		args: practice,
		steps: [...toFindings, toPlan, {sees: /Steps +\d+ of \d+ on/, presses: ['w']}],
		answer: /apply\.sh --dry-run/,
	},
	{
		who: 'platform engineer',
		wants: 'leave a step out and see what is lost',
		args: practice,
		steps: [...toFindings, toPlan, {sees: /Steps +(\d+) of \1 on/, presses: ['Down', 'Space']}],
		answer: /[1-9]\d* flows? left/,
	},
	{
		who: 'platform engineer',
		wants: 'apply it here, and see that it works',
		args: [...practice, ...ask, '--state', 'practice'],
		steps: [
			toPlan,
			{sees: /Steps +\d+ of \d+ on/, presses: ['Enter']},
			{sees: /What do you want to do/, presses: ['End', 'Up', 'Up', 'Enter']},
			{sees: /All steps, one after the other/, presses: ['Enter']},
		],
		answer: /1 of 1 promised flow is open now/,
	},
	{
		who: 'platform engineer',
		wants: 'take it back',
		args: ['undo', ...practice, '--state', 'practice'],
		steps: [{sees: /Take back \d+ steps\?/, presses: ['y', 'Enter']}],
		answer: /Taken back: 2 steps/,
	},
	{
		who: 'firewall administrator',
		wants: 'see what my firewall stops, and for whom',
		args: practice,
		steps: [...toFindings, {sees: /Blocked \d+ by \d+ rules/, presses: ['c']}],
		answer: /Only: firewall/,
	},
];
