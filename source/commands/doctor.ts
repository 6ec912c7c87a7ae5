import path from 'node:path';
import {type Command, flag, type Options, text} from '../command-line/command.js';
import {answerOptions, choiceOptions, clusterOptions, outputOption} from '../command-line/options.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import type {Plan} from '../plan/plan.js';
import {printable, printableJson} from '../render/printable.js';
import type {Session} from '../session.js';
import type {Diagnosis} from '../workflow/diagnose.js';

export const doctor: Command = {
	name: 'doctor',
	summary: 'check what a run needs: programs, sign-in, permissions, the journal folder',
	description:
		'Checks everything that a run needs and says what to do about what is missing. Changes nothing. With --role it ' +
		'prints the custom role, as JSON for `az role definition create`, that holds what reading the cluster takes and ' +
		'what making and undoing the plan takes. With --collect it asks nobody and prints a bash script that reads, by az and ' +
		'kubectl, everything a check needs, and changes nothing. Exit code 4: something is missing.',
	options: [
		...clusterOptions,
		...answerOptions,
		...choiceOptions,
		{flags: '--role', description: 'print the custom role that a plan for this cluster needs'},
		{flags: '--collect', description: 'print a script that reads all of it into one archive, for whoever has access'},
		{flags: '--plan <file>', description: 'with --role: for this plan instead of a new one'},
		{...outputOption, choices: ['text', 'json']},
	],
	examples: [
		{call: 'aksess doctor --sandbox locked-down', what: 'What is missing for a run on the practice cluster?'},
		{
			call: 'aksess doctor --sandbox locked-down --profile azure-dev-spaces --role > role.json',
			what: 'The role to ask an owner for.',
		},
		{
			call: 'aksess doctor --collect -g rg-aks-prod -n aks-prod > collect.sh',
			what: 'A script for the network team: it only reads, and its archive is a --world.',
		},
	],
	run: async ({options}, session) => {
		if (flag(options, 'collect')) {
			const {collectScript} = await import('../render/bash/collect-script.js');
			session.stdout.write(collectScript({group: text(options, 'resourceGroup'), name: text(options, 'name')}));
			return exitCodes.ok;
		}

		if (flag(options, 'role')) {
			return printRole(options, session);
		}

		const {diagnose, exitCodeOf} = await import('../workflow/diagnose.js');
		const diagnoses = await diagnose(options, session);
		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson({schemaVersion: 1, diagnoses}, 2)}\n`
				: diagnoses.map(lineOf).join(''),
		);
		return exitCodeOf(diagnoses);
	},
};

const words = {ok: 'ok', note: 'note', problem: 'PROBLEM'} as const;

function lineOf({what, state, text: said, next}: Diagnosis): string {
	const more = next.map(step => `${' '.repeat(23)}${printable(step)}\n`).join('');
	return `${words[state].padEnd(9)}${what.padEnd(14)}${printable(said)}\n${more}`;
}

async function printRole(options: Options, session: Session): Promise<ExitCode> {
	const [{customRole}, plan] = await Promise.all([import('../apply/custom-role.js'), planOf(options, session)]);
	const changes = plan.steps.map(step => step.change);
	session.stdout.write(`${printableJson(customRole(plan.cluster.id, changes), 2)}\n`);
	return exitCodes.ok;
}

async function planOf(options: Options, session: Session): Promise<Plan> {
	const file = text(options, 'plan');
	if (file !== undefined) {
		const {readPlan} = await import('../workflow/plan-file.js');
		return readPlan(path.resolve(session.cwd, file));
	}

	const [{inspect}, {planFor}] = await Promise.all([
		import('../workflow/inspect.js'),
		import('../workflow/plan-for.js'),
	]);
	return planFor(await inspect(options, session));
}
