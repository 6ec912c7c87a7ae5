import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, flag, list, text} from '../command-line/command.js';
import {
	answerOptions,
	changeOption,
	clusterOptions,
	correctionOptions,
	manifestOptions,
	outputOption,
	questionOptions,
} from '../command-line/options.js';
import {UserError} from '../errors.js';
import type {Profile} from '../profiles/profile.js';
import type {Report} from '../render/report/report.js';
import type {ReportedUnused} from '../render/report/unused-report.js';
import type {Inspected} from '../workflow/inspect.js';
import {exitCodeOf, spellReport} from '../workflow/spell-report.js';

const unusedOption = {
	flags: '--unused',
	description: 'also say which rules, ranges and policy entries none of the profiles needs, and what would close',
} as const;

export const check: Command = {
	name: 'check',
	summary: 'say for every required flow whether it is allowed, and which rule decides',
	description:
		'Reads the network and says for every flow that the profiles need whether it is allowed, and which rule of which ' +
		'control decides. Without --profile it answers for every workload that is found. With --unused it also says what could go; that changes no exit code. Opens with what stops how many, then a line for each flow that does not get through; --verbose says everything, and by what a workload was found. Changes nothing. Exit code 0: nothing is blocked; 3: something is; 7: something is undecided.',
	options: [
		...clusterOptions,
		...manifestOptions,
		changeOption,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
		unusedOption,
		outputOption,
	],
	examples: [
		{
			call: 'aksess check --sandbox locked-down',
			what: 'What runs on the practice cluster, and what stops it?',
		},
		{
			call: 'aksess check --sandbox locked-down --profile azure-dev-spaces',
			what: 'What stops Azure Dev Spaces on the practice cluster?',
		},
		{
			call: 'aksess check -g rg-aks-prod -n aks-prod --profile argo-cd --output json',
			what: 'A cluster in Azure, for another program.',
		},
		{
			call: 'aksess check --sandbox locked-down --profile azure-dev-spaces --output html > network.html',
			what: 'A page for the network team, with the plan and its proof.',
		},
		{
			call: 'aksess check --sandbox locked-down --unused',
			what: 'Which rules could go, and what would close?',
		},
		{
			call: 'aksess check --world ./captured --machine 20.9.77.140 --output junit > network.xml',
			what: 'Files that somebody handed over, as a test report.',
		},
		{
			call: 'aksess check -g rg-aks-prod -n aks-prod --profile argo-cd --change plan.json',
			what: 'Will it still work after what `terraform show -json` prints of a plan?',
		},
	],
	run: async ({options}, session) => {
		const unused = flag(options, 'unused');
		if (unused && list(options, 'ask').length > 0) {
			throw new UserError('usage', '--unused and --ask do not go together: one question tells of nothing else.', {
				next: ['Leave --ask out, or give what must work as --profile FILE.'],
			});
		}

		const {inspect} = await import('../workflow/inspect.js');
		const [{toReport}, {textReport}, {textGlance}] = await Promise.all([
			import('../render/report/report.js'),
			import('../render/report/text-report.js'),
			import('../render/report/text-glance.js'),
		]);
		const inspected = await inspect(options, session);
		const {assessment, cluster, profiles, recognition, world} = inspected;
		const report = toReport(
			assessment,
			cluster,
			profiles.map(profile => profile.name),
			recognition,
			unused ? await unusedOf(inspected) : undefined,
		);
		const output = text(options, 'output') ?? 'text';
		const warnings = [...profiles.flatMap(retirement), ...unchecked(report)];
		if (output === 'text') {
			const paint = choosePaint(session.stdout, session.env);
			const columns = readingWidth(session.stdout);
			session.stdout.write(
				flag(options, 'verbose') ? textReport(report, paint, columns) : textGlance(report, warnings, paint, columns),
			);
		} else if (output === 'html') {
			const {writePage} = await import('../workflow/write-page.js');
			writePage(inspected, {what: 'Network check', report, warnings}, options, session);
		} else {
			session.stdout.write(await spellReport(report, output));
		}

		const isAsIs = list(options, 'change').length === 0;
		if (output === 'text' && text(options, 'world') !== undefined && cluster !== undefined && isAsIs) {
			const {fetchSection} = await import('../render/report/fetch-commands.js');
			session.stdout.write(fetchSection(world));
		}

		return exitCodeOf(report.summary);
	},
};

async function unusedOf({topology, assessment, profiles, recognition, given}: Inspected): Promise<ReportedUnused> {
	const [{findUnused}, {unusedBounds}, {retiredFlows}, {listProfiles}, {controls}, {reportUnused}] = await Promise.all([
		import('../plan/unused/find-unused.js'),
		import('../plan/unused/unused-bounds.js'),
		import('../profiles/retired-flows.js'),
		import('../profiles/load-profile.js'),
		import('../controls/list.js'),
		import('../render/report/unused-report.js'),
	]);
	const retired = retiredFlows(profiles, await listProfiles(), topology, given.answers);
	const names = profiles.map(({name}) => name);
	return reportUnused(
		findUnused(topology, assessment.findings, retired, controls),
		unusedBounds(topology, assessment, recognition === undefined, names),
	);
}

/** Nobody should prepare a network for a service that is gone. */
function retirement({title, status}: Profile): readonly string[] {
	return status.state === 'retired' ? [`${title}: retired since ${status.since}.`] : [];
}

function unchecked({unnamedRegistries = []}: Report): readonly string[] {
	const names = unnamedRegistries.map(({registry}) => registry);
	return names.length === 0 ? [] : [`Not checked, because no profile names them: ${names.join(', ')}.`];
}
