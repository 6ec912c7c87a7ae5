import path from 'node:path';
import {flag, type Input, text} from '../../command-line/command.js';
import {UserError} from '../../errors.js';
import {type ExitCode, exitCodes} from '../../exit-codes.js';
import {canDraw, isInteractive, type Session} from '../../session.js';
import type {Source, WizardDependencies} from '../../wizard/dependencies.js';
import type {WizardResult} from '../../wizard/effect.js';
import {missingAnswers, type QuestionId} from '../../wizard/questions.js';
import {type GivenAnswers, parseAnswers} from '../../workflow/parse-answers.js';
import {parseCorrections} from '../../workflow/parse-corrections.js';
import {isSelected, parseSelection, type Selection} from '../../workflow/selection.js';
import {lazyWizardDependencies} from './lazy-wizard-dependencies.js';
import type {WizardAnswers} from './wizard-dependencies.js';

/** The wizard on a terminal, the prompts where drawing is not possible or not wanted, and one clear error elsewhere. */
export async function runWizardCommand({options}: Input, session: Session): Promise<ExitCode> {
	const selection = parseSelection(options);
	const given = await parseAnswers(options, session);
	const {stdin} = session;
	const {stream: stdout} = session.stdout;
	if (!isInteractive(session) || stdin === undefined || stdout === undefined) {
		throw notATerminal(selection, given);
	}

	let said: WizardAnswers | undefined;
	const dependencies = lazyWizardDependencies(async () => {
		const {wizardDependencies} = await import('./wizard-dependencies.js');
		return wizardDependencies(session, selection, latest => {
			said = latest;
		});
	});
	const ask = await chooseAsking(options, session);
	const source = await sourceOf(selection, session);
	const start = {
		...(source === undefined ? {} : {source}),
		profiles: given.profiles,
		questions: given.questions,
		answers: given.answers,
		corrections: parseCorrections(given.corrections),
		choices: given.choices,
		without: given.without,
		folder: 'aksess-plan',
		stdin,
		stdout,
		env: session.env,
		platform: process.platform,
		signal: session.signal,
	};
	const result = await ask(dependencies, start);
	const file = text(options, 'saveAnswers');
	if (file !== undefined && said !== undefined) {
		const {saveAnswers} = await import('./save-answers.js');
		await saveAnswers(path.resolve(session.cwd, file), said);
	}

	if (said !== undefined) {
		const {sameCommand} = await import('./same-command.js');
		stdout.write(
			`The same as a command:\n  ${sameCommand(said, result, said.written, selection.kind === 'sandbox' ? selection.state : undefined)}\n`,
		);
	}

	return exitCodeOf(result);
}

type Ask = (
	dependencies: WizardDependencies,
	start: Parameters<typeof import('../../wizard/run-wizard.js').runWizard>[1],
) => Promise<WizardResult>;

/** Screens where they can be drawn, else the same questions line by line. */
async function chooseAsking(options: Input['options'], session: Session): Promise<Ask> {
	if (flag(options, 'plain') || !canDraw(session)) {
		const {runPrompts} = await import('../../prompts/run-prompts.js');
		return (dependencies, start) => runPrompts(dependencies, {...start, columns: session.stdout.columns});
	}

	const {runWizard} = await import('../../wizard/run-wizard.js');
	return runWizard;
}

function exitCodeOf(result: WizardResult): ExitCode {
	switch (result.kind) {
		case 'written':
		case 'left': {
			return exitCodes.ok;
		}

		case 'applied': {
			return result.outcome.exitCode;
		}

		case 'cancelled': {
			return exitCodes.cancelled;
		}
	}
}

async function sourceOf(selection: Selection, session: Session): Promise<Source | undefined> {
	switch (selection.kind) {
		case 'world': {
			return {kind: 'folder', path: path.resolve(session.cwd, selection.folder)};
		}

		case 'sandbox': {
			return {kind: 'world', name: selection.world};
		}

		case 'live': {
			return selection.name === undefined ? undefined : liveSource(selection, session);
		}
	}
}

/** The full id of a cluster that the flags name; asked from Azure when they do not hold all of it. */
async function liveSource(selection: Selection, session: Session): Promise<Source | undefined> {
	const [{openSource}, {selectCluster}] = await Promise.all([
		import('../../workflow/open-source.js'),
		import('../../workflow/read-selection.js'),
	]);
	const source = await openSource(selection, session);
	const id = await selectCluster(source, selection, session);
	return id === undefined ? undefined : {kind: 'cluster', id, name: selection.name ?? ''};
}

/** Nobody can be asked, so everything that would be is listed at once, with the flag that answers it. */
function notATerminal(selection: Selection, {profiles, questions}: GivenAnswers): UserError {
	const answered = new Set<QuestionId>([
		...(isSelected(selection) ? (['cluster'] as const) : []),
		...(profiles.length + questions.length > 0 ? (['profile'] as const) : []),
	]);
	const missing = missingAnswers(['cluster', 'profile', 'formats', 'folder'], answered);
	return new UserError(
		'usage',
		`The wizard needs a terminal. Without one nothing is asked, and ${missing.length === 1 ? 'an answer is' : 'these answers are'} missing: ${missing.map(({text}) => text).join(' ')}`,
		{
			next: [
				`Use \`aksess check\`, \`aksess plan\` or \`aksess script\` with: ${missing.map(question => question.flag).join(', ')}.`,
				'`aksess --help` lists the commands.',
			],
		},
	);
}
