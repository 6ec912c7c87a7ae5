import {choosePaint, readingWidth} from '../command-line/choose-paint.js';
import {type Command, text} from '../command-line/command.js';
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
import {didYouMean} from '../profiles/nearest-name.js';
import {printableJson} from '../render/printable.js';
import {exitCodeOf} from '../workflow/spell-report.js';

export const explain: Command = {
	name: 'explain',
	summary: "show one flow's path through every control, rule by rule",
	description:
		'Shows one flow, or every flow of one requirement, with what each control on its path says and by which rule, ' +
		'also where it is allowed.',
	arguments: [
		{name: 'flow', description: 'a flow or a requirement, as `check` names it', required: true, value: 'flow'},
	],
	options: [
		...clusterOptions,
		...manifestOptions,
		changeOption,
		...answerOptions,
		...questionOptions,
		...correctionOptions,
		{...outputOption, choices: ['text', 'json']},
	],
	examples: [
		{
			call: 'aksess explain public-ingress --sandbox locked-down --profile azure-dev-spaces',
			what: 'Why can nobody reach the ingress controller?',
		},
	],
	run: async ({arguments: [wanted = ''], options}, session) => {
		const [{inspect}, {toReport, summarise}, {textTrail}] = await Promise.all([
			import('../workflow/inspect.js'),
			import('../render/report/report.js'),
			import('../render/report/text-trail.js'),
		]);
		const {assessment, cluster, profiles} = await inspect(options, session);
		const report = toReport(
			assessment,
			cluster,
			profiles.map(profile => profile.name),
		);
		const findings = report.findings.filter(({flow, requirement}) => flow === wanted || requirement === wanted);
		if (findings.length === 0) {
			throw unknownFlow(
				wanted,
				report.findings.flatMap(({flow, requirement}) => [flow, requirement]),
			);
		}

		session.stdout.write(
			text(options, 'output') === 'json'
				? `${printableJson({schemaVersion: 1, cluster: report.cluster, findings}, 2)}\n`
				: findings
						.map(finding => textTrail(finding, choosePaint(session.stdout, session.env), readingWidth(session.stdout)))
						.join('\n'),
		);
		return exitCodeOf(summarise(findings.map(({verdict}) => verdict)));
	},
};

function unknownFlow(wanted: string, names: readonly string[]): UserError {
	return new UserError('usage', `There is no flow ${JSON.stringify(wanted)}.${didYouMean(wanted, names)}`, {
		next: [`Take one of ${[...new Set(names)].join(', ')}.`],
	});
}
