import path from 'node:path';
import {choosePaint, readingWidth} from '../../command-line/choose-paint.js';
import {longName, type Options, optionKey, text} from '../../command-line/command.js';
import {clusterOptions} from '../../command-line/options.js';
import type {ExitCode} from '../../exit-codes.js';
import type {Plan} from '../../plan/plan.js';
import {type Question, spellQuestion} from '../../profiles/asked/question.js';
import {markdownPlan} from '../../render/markdown/markdown-plan.js';
import {textFix} from '../../render/plan/text-fix.js';
import {printable, printableJson} from '../../render/printable.js';
import {type Report, toReport} from '../../render/report/report.js';
import {textTrail} from '../../render/report/text-trail.js';
import type {Session} from '../../session.js';
import {commandLine} from '../../topology/command-line.js';
import {type Inspected, inspect} from '../../workflow/inspect.js';
import {planFor} from '../../workflow/plan-for.js';
import {spellAsked} from '../../workflow/spell-asked.js';
import {exitCodeOf, spellReport} from '../../workflow/spell-report.js';
import {writeTextFile} from '../../workflow/write-files.js';

/** The way of each question, every control on it, and what would open what is not open. */
export async function answerQuestions(
	questions: readonly Question[],
	options: Options,
	session: Session,
): Promise<ExitCode> {
	const asked = questions.map(spellQuestion);
	const inspected = await inspect({...options, ask: asked}, session);
	const report = toReport(
		inspected.assessment,
		inspected.cluster,
		inspected.profiles.map(({name}) => name),
	);
	const exitCode = exitCodeOf(report.summary);
	const plan = report.summary.blocked + report.summary.undecided > 0 ? fixFor(inspected) : undefined;
	if (text(options, 'output') === 'html') {
		const {writePage} = await import('../../workflow/write-page.js');
		const content = {what: 'Questions', report, warnings: [], ...(plan === undefined ? {} : {plan})};
		writePage(inspected, content, options, session);
	} else {
		session.stdout.write(await spell(report, plan, {asked, options}, session));
	}

	const file = text(options, 'saveProfile');
	if (file !== undefined && inspected.asked !== undefined) {
		await writeTextFile(path.resolve(session.cwd, file), spellAsked(inspected.asked));
		session.stderr.write(`Written to ${printable(file)}. Next: aksess plan --profile ${printable(file)}\n`);
	}

	return exitCode;
}

/** Manifests alone have no cluster that could be changed. */
function fixFor(inspected: Inspected): Plan | undefined {
	return inspected.cluster === undefined ? undefined : planFor(inspected);
}

type Asked = {readonly asked: readonly string[]; readonly options: Options};

async function spell(
	report: Report,
	plan: Plan | undefined,
	{asked, options}: Asked,
	session: Session,
): Promise<string> {
	const format = text(options, 'output') ?? 'text';
	switch (format) {
		case 'json': {
			return `${printableJson({...report, plan: plan ?? null}, 2)}\n`;
		}

		case 'markdown': {
			const page = await spellReport(report, format);
			return plan === undefined ? page : `${page}\n${markdownPlan(plan)}`;
		}

		case 'text': {
			const paint = choosePaint(session.stdout, session.env);
			const columns = readingWidth(session.stdout);
			const ways = report.findings.map(finding => textTrail(finding, paint, columns)).join('\n');
			return plan === undefined ? ways : `${ways}\n${textFix(plan, paint, columns)}${next(plan, asked, options)}`;
		}

		default: {
			return spellReport(report, format);
		}
	}
}

/** The same question to the command that shows each change, and to the one that makes it. */
function next({steps}: Plan, asked: readonly string[], options: Options): string {
	if (steps.length === 0) {
		return '';
	}

	const flags = [
		...clusterOptions.flatMap(option => {
			const name = longName(option);
			const value = text(options, optionKey(name));
			return value === undefined ? [] : [name, value];
		}),
		...asked.flatMap(question => ['--ask', question]),
	];
	const call = (verb: string) => printable(commandLine('aksess', verb, ...flags));
	return `\nEach change: ${call('plan')}\nTo make it:  ${call('apply')}\n`;
}
