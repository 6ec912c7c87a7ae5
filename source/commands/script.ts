import path from 'node:path';
import {type Command, flag, type Options, text} from '../command-line/command.js';
import {
	answerOptions,
	choiceOptions,
	clusterOptions,
	correctionOptions,
	questionOptions,
} from '../command-line/options.js';
import {refuseBeside} from '../command-line/refuse-beside.js';
import {UserError} from '../errors.js';
import {exitCodes} from '../exit-codes.js';
import type {Plan} from '../plan/plan.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';

export const script: Command = {
	name: 'script',
	summary: 'write the plan as files to review and run elsewhere',
	description:
		'Writes the plan as files: bash (apply.sh and undo.sh), the NetworkPolicies as YAML, and a Markdown page for ' +
		'review, always with plan.json beside them; and an allow-list (CSV) for whoever runs a third-party appliance that is on ' +
		'the way. Changes nothing in Azure or the cluster.',
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
		{
			flags: '--format <list>',
			description: 'bash, yaml, markdown, with commas',
			default: 'bash,yaml,markdown',
			value: 'script-formats',
		},
		{flags: '-o, --out <folder>', description: 'where to write', default: 'aksess-plan'},
		{flags: '--force', description: 'replace files that are there'},
	],
	examples: [
		{
			call: 'aksess script --sandbox locked-down --profile azure-dev-spaces --out ./fix',
			what: 'The fix for the practice cluster, to read.',
		},
		{call: 'aksess script plan.json --format bash --out ./fix', what: 'A plan made before, as a bash script.'},
	],
	run: async ({arguments: [file], options}, session) => {
		const {parseFormats, readTemplates, scriptOrigin} = await import('../workflow/script-formats.js');
		const formats = parseFormats(text(options, 'format') ?? '');
		const plan = await choosePlan(file, options, session);
		const [{scriptFiles}, {writeTextFiles}, {planText}, templates] = await Promise.all([
			import('../render/script-files.js'),
			import('../workflow/write-files.js'),
			import('../workflow/plan-file.js'),
			readTemplates(),
		]);
		// The plan itself goes along, so that `apply` can run exactly what was reviewed.
		const files = [
			{name: 'plan.json', text: planText(plan), executable: false},
			...scriptFiles(plan, formats, templates, scriptOrigin(text(options, 'sandbox'))),
		];
		const folder = path.resolve(session.cwd, text(options, 'out') ?? 'aksess-plan');
		const {existing, written} = await writeTextFiles(folder, files, flag(options, 'force'));
		if (written.length === 0) {
			throw new UserError('usage', `${existing.join(', ')} ${existing.length === 1 ? 'is' : 'are'} there already.`, {
				next: ['Add --force to replace them, or choose another folder with --out.'],
			});
		}

		session.stdout.write(written.map(name => `${printable(path.relative(session.cwd, name))}\n`).join(''));
		return exitCodes.ok;
	},
};

async function choosePlan(file: string | undefined, options: Options, session: Session): Promise<Plan> {
	if (file !== undefined) {
		const {readPlan, refuseBesidePlan} = await import('../workflow/plan-file.js');
		refuseBesidePlan(file, options);
		refuseBeside('a plan that is made already', options, clusterOptions);
		return readPlan(path.resolve(session.cwd, file));
	}

	const [{inspect}, {planFor}] = await Promise.all([
		import('../workflow/inspect.js'),
		import('../workflow/plan-for.js'),
	]);
	return planFor(await inspect(options, session));
}
