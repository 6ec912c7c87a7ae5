import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, list, text} from '../command-line/command.js';
import {
	answerOptions,
	changeOption,
	clusterOptions,
	correctionOptions,
	manifestOptions,
	outputOption,
	questionOptions,
} from '../command-line/options.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import {printableJson} from '../render/printable.js';
import type {Report, Summary} from '../render/report/report.js';
import type {Session} from '../session.js';

export const check: Command = {
	name: 'check',
	summary: 'say for every required flow whether it is allowed, and which rule decides',
	description:
		'Reads the network and says for every flow that the profiles need whether it is allowed, and which rule of which ' +
		'control decides. Without --profile it answers for every workload that is found, and says by what. Changes nothing. Exit code 0: nothing is blocked; 3: something is; 7: something is undecided.',
	options: [
		...clusterOptions,
		...manifestOptions,
		changeOption,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
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
			call: 'aksess check --world ./captured --machine 20.9.77.140 --output junit > network.xml',
			what: 'Files that somebody handed over, as a test report.',
		},
		{
			call: 'aksess check -g rg-aks-prod -n aks-prod --profile argo-cd --change plan.json',
			what: 'Will it still work after what `terraform show -json` prints of a plan?',
		},
	],
	run: async ({options}, session) => {
		const {inspect} = await import('../workflow/inspect.js');
		const {toReport} = await import('../render/report/report.js');
		const {assessment, cluster, profiles, recognition, world} = await inspect(options, session);
		const report = toReport(
			assessment,
			cluster,
			profiles.map(profile => profile.name),
			recognition,
		);
		const output = text(options, 'output') ?? 'text';
		session.stdout.write(await spellReport(report, output, session));
		const isAsIs = list(options, 'change').length === 0;
		if (output === 'text' && text(options, 'world') !== undefined && cluster !== undefined && isAsIs) {
			const {fetchSection} = await import('../render/report/fetch-commands.js');
			session.stdout.write(fetchSection(world));
		}

		return exitCodeOf(report.summary);
	},
};

/** In the formats that all reports have. */
export async function spellReport(report: Report, format: string, session: Session): Promise<string> {
	switch (format) {
		case 'json': {
			return `${printableJson(report, 2)}\n`;
		}

		case 'markdown': {
			const {markdownReport} = await import('../render/report/markdown-report.js');
			return markdownReport(report);
		}

		case 'sarif': {
			const {sarifReport} = await import('../render/report/sarif-report.js');
			const {packageVersion} = await import('../package-root.js');
			return sarifReport(report, packageVersion());
		}

		case 'junit': {
			const {junitReport} = await import('../render/report/junit-report.js');
			return junitReport(report);
		}

		default: {
			const {textReport} = await import('../render/report/text-report.js');
			return textReport(report, choosePaint(session.stdout, session.env), readingWidth(session.stdout));
		}
	}
}

/** Blocked outweighs undecided, which outweighs allowed. */
export function exitCodeOf({blocked, undecided}: Summary): ExitCode {
	if (blocked > 0) {
		return exitCodes.blocked;
	}

	return undecided > 0 ? exitCodes.undecided : exitCodes.ok;
}
