import path from 'node:path';
import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, flag, type Option, type Options, text} from '../command-line/command.js';
import {
	answerOptions,
	choiceOptions,
	clusterOptions,
	correctionOptions,
	manifestOptions,
	outputOption,
	questionOptions,
} from '../command-line/options.js';
import {refuseBeside} from '../command-line/refuse-beside.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import type {Plan} from '../plan/plan.js';
import {printable, printableJson} from '../render/printable.js';
import type {Session} from '../session.js';
import type {Inspected} from '../workflow/inspect.js';

const detailedOption: Option = {
	flags: '--detailed-exitcode',
	description: 'end with 3 when the plan would change something, with 0 only when nothing is to be done',
};

const outOption: Option = {
	flags: '-o, --out <file>',
	description: 'write the plan to a file that `script` and `apply` take',
};

export const plan: Command = {
	name: 'plan',
	summary: 'show the least change that opens what is blocked, and prove it; change nothing',
	description:
		'Shows the least change that opens every blocked flow, step by step, and the proof: what becomes reachable, and ' +
		'that nothing is cut off. --verbose shows every write. Changes nothing.',
	options: [
		...clusterOptions,
		...manifestOptions,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
		...choiceOptions,
		{
			flags: '--new-cluster <region>',
			description: 'the `az aks create` flags for a cluster that is still to be created, instead of a plan',
		},
		outOption,
		detailedOption,
		{...outputOption, choices: ['text', 'json', 'markdown', 'html']},
	],
	examples: [
		{
			call: 'aksess plan --sandbox locked-down --profile azure-dev-spaces --machine 20.9.77.140',
			what: 'What would open the practice cluster for Dev Spaces?',
		},
		{
			call: 'aksess plan -g rg-aks-prod -n aks-prod --profile argo-cd -o plan.json',
			what: 'A plan to review, and to apply later exactly as it is.',
		},
		{
			call: 'aksess plan --sandbox locked-down --profile azure-dev-spaces --choose debug-egress=addresses',
			what: 'Take another way to open one requirement.',
		},
		{
			call: 'aksess plan --new-cluster eastus --profile azure-dev-spaces --machine 20.9.77.140',
			what: 'How should a new cluster be created?',
		},
	],
	run: async ({options}, session) => {
		const region = text(options, 'newCluster');
		if (region !== undefined) {
			refuseBeside('--new-cluster', options, [
				...clusterOptions,
				...questionOptions,
				...correctionOptions,
				...choiceOptions,
				outOption,
				detailedOption,
			]);
			refuseFormat(text(options, 'output'));
			return showNewCluster(region, options, session);
		}

		const [{inspect}, {planFor}, {keepPlanNames}, {parseSelection}] = await Promise.all([
			import('../workflow/inspect.js'),
			import('../workflow/plan-for.js'),
			import('../workflow/names-seen.js'),
			import('../workflow/selection.js'),
		]);
		const inspected = await inspect(options, session);
		const made = planFor(inspected);
		await keepPlanNames(inspected, made, parseSelection(options), session);
		const out = text(options, 'out');
		if (out !== undefined) {
			const [{writeTextFile}, {planText}] = await Promise.all([
				import('../workflow/write-files.js'),
				import('../workflow/plan-file.js'),
			]);
			await writeTextFile(path.resolve(session.cwd, out), planText(made));
		}

		if (text(options, 'output') === 'html') {
			await writePlanPage(inspected, made, options, session);
		} else {
			session.stdout.write(await spell(made, options, session));
		}

		if (out !== undefined) {
			session.stderr.write(`Written to ${printable(out)}. Next: aksess apply ${printable(out)}\n`);
		}

		if (flag(options, 'detailedExitcode') && made.steps.length > 0) {
			return exitCodes.blocked;
		}

		return isOnlyUndecided(made) ? exitCodes.undecided : exitCodes.ok;
	},
};

/** Nothing is blocked, but what is not known may be: as `check` ends. */
function isOnlyUndecided({before}: Plan): boolean {
	const verdicts = before.map(({verdict}) => verdict);
	return !verdicts.includes('blocked') && verdicts.includes('undecided');
}

function refuseFormat(format: string | undefined): void {
	if (format === 'markdown' || format === 'html') {
		throw new UserError('usage', `--output ${format} has no meaning with --new-cluster: flags are no report.`, {
			next: ['Take --output text or json, or leave it out.'],
		});
	}
}

/** Beside the plan it has what the plan was made from. */
async function writePlanPage(inspected: Inspected, made: Plan, options: Options, session: Session): Promise<void> {
	const [{toReport}, {writePage}] = await Promise.all([
		import('../render/report/report.js'),
		import('../workflow/write-page.js'),
	]);
	const names = inspected.profiles.map(profile => profile.name);
	const report = toReport(inspected.assessment, inspected.cluster, names);
	writePage(inspected, {what: 'Network plan', report, plan: made, warnings: []}, options, session);
}

async function showNewCluster(region: string, options: Options, session: Session): Promise<ExitCode> {
	const [{parseAnswers}, {loadProfile}, {plannedClusterFlags}, {textNewCluster}] = await Promise.all([
		import('../workflow/parse-answers.js'),
		import('../profiles/load-profile.js'),
		import('../profiles/planned-cluster-flags.js'),
		import('../workflow/new-cluster.js'),
	]);
	const {profiles, answers} = await parseAnswers(options, session);
	if (profiles.length === 0) {
		throw new UserError(
			'usage',
			'There is no cluster yet in which a workload could be found, so --profile must say it.',
			{
				next: ['Add --profile NAME; `aksess profiles list` shows the profiles.'],
			},
		);
	}

	for (const name of profiles) {
		const profile = await loadProfile(name);
		const planned = plannedClusterFlags(profile, answers, region);
		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson({schemaVersion: 1, profile: profile.name, region, ...planned}, 2)}\n`
				: textNewCluster(profile.title, planned, readingWidth(session.stdout)),
		);
	}

	return exitCodes.ok;
}

async function spell(made: Plan, options: Options, session: Session): Promise<string> {
	switch (text(options, 'output')) {
		case 'json': {
			return `${printableJson(made, 2)}\n`;
		}

		case 'markdown': {
			const {markdownPlan} = await import('../render/markdown/markdown-plan.js');
			return markdownPlan(made);
		}

		default: {
			const {textPlan} = await import('../render/plan/text-plan.js');
			const detail = flag(options, 'verbose') ? 'whole' : 'short';
			return textPlan(made, choosePaint(session.stdout, session.env), readingWidth(session.stdout), detail);
		}
	}
}
