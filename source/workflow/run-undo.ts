import {isUnfinished, stepsToResume, stepsToUndo} from '../apply/fold-run.js';
import {listRuns, type StoredRun} from '../apply/list-runs.js';
import {undoPlan} from '../apply/undo-plan.js';
import {flag, type Options} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {type ExitCode, exitCodes} from '../exit-codes.js';
import type {Step} from '../plan/plan.js';
import {changeLines} from '../render/plan/change-lines.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';
import type {Work} from './apply-plan.js';
import {refuseDangerous, refuseWithoutTerminal} from './apply-questions.js';
import {findRun, supersededBy, undoneRuns} from './find-run.js';
import {openSource} from './open-source.js';
import {reassessPlan} from './reassess-plan.js';
import {ask, carryOut} from './run-apply.js';
import {selectionOfFlags} from './run-selection.js';
import {stateFolder} from './state-folder.js';
import {undoQuestion} from './undo-question.js';

export async function runUndo(name: string | undefined, options: Options, session: Session): Promise<ExitCode> {
	const undone = undoneRuns((await listRuns(stateFolder(session, process.platform))).runs);
	const fits = ({record}: StoredRun) =>
		record.undoes === undefined && !undone.has(record.run) && stepsToUndo(record).length > 0;
	const found = await findRun(name, options, {session, fits, what: 'undo'});
	const plan = undoPlan(found.record);
	return work({kind: 'undo', plan, undoes: found.record.run}, found, {options, session});
}

export async function runResume(name: string | undefined, options: Options, session: Session): Promise<ExitCode> {
	const {runs} = await listRuns(stateFolder(session, process.platform));
	const fits = (run: StoredRun) => isUnfinished(run.record) && supersededBy(run, runs) === undefined;
	const found = await findRun(name, options, {session, fits, what: 'resume'});
	const newer = supersededBy(found, runs);
	if (newer !== undefined) {
		throw new UserError('usage', `The run ${found.record.run} cannot be resumed: ${newer} came to undo it since.`, {
			next: [`To see how they ended: aksess runs`, 'To apply the changes again: aksess apply'],
		});
	}

	const {plan} = found.record;
	const steps = stepsToResume(found.record).map(({step}) => step);
	if (flag(options, 'yes')) {
		refuseDangerous({...plan, steps}, options);
	}

	return work({kind: 'resume', plan: {...plan, steps}, ...found}, found, {options, session});
}

type Where = {readonly options: Options; readonly session: Session};

async function work(what: Work, {record}: StoredRun, {options, session}: Where): Promise<ExitCode> {
	const {plan} = what;
	// All was done, and the run died before it could say so: what is left is to look and to close it, which changes nothing.
	const isToClose = what.kind === 'resume' && plan.steps.length === 0 && isUnfinished(record);
	if (plan.steps.length === 0 && !isToClose) {
		const verb = what.kind === 'undo' ? 'take back' : 'do';
		session.stdout.write(`Run ${printable(record.run)} left nothing to ${verb}.\n`);
		return exitCodes.ok;
	}

	const question = what.kind === 'undo' ? undoQuestion(plan.steps, record) : undefined;
	if (isToClose) {
		session.stdout.write(
			`${printable(`Run ${record.run} on ${plan.cluster.name}`)}: all steps are done, and it was not closed.\n`,
		);
	} else {
		refuseWithoutTerminal(options, session);
		const run = `Run ${record.run} on ${plan.cluster.name}`;
		session.stdout.write(
			question === undefined
				? preview(plan.steps, `${run}: ${plan.steps.length} to do`)
				: `${[run, ...plan.steps.map(({title}, index) => `${index + 1}. ${title}`)].map(printable).join('\n')}\n`,
		);
	}

	const selection = selectionOfFlags(record.selection);
	const source = await openSource(selection, session);
	try {
		const secondLook = what.kind === 'resume' ? await reassessPlan(record.plan, options) : undefined;
		const place = {source, selection, session, fresh: true, secondLook};
		return await (isToClose ? carryOut(what, options, place) : ask(what, options, {...place, question}));
	} finally {
		await source.close();
	}
}

function preview(steps: readonly Step[], heading: string): string {
	const lines = steps.flatMap(({title, change}, index) => [
		'',
		`${index + 1}. ${printable(title)}`,
		...changeLines(change).map(({sign, text}) => `   ${sign} ${text}`),
	]);
	return `${[printable(heading), ...lines].join('\n')}\n`;
}
