import {flag, list, type Options, text} from '../command-line/command.js';
import {Cancelled, UserError} from '../errors.js';
import type {Plan, Step} from '../plan/plan.js';
import type {Asker} from '../prompts/asker.js';
import {isInteractive, type Session} from '../session.js';

/** Steps that must be typed, not clicked, and were not named by --allow. */
export function dangerous({steps}: Plan, options: Options): readonly Step[] {
	const allowed = new Set(list(options, 'allow'));
	return steps.filter(({id, danger}) => danger !== undefined && !allowed.has(danger.code) && !allowed.has(id));
}

/** Without a terminal nothing is asked; what would have to be asked is said in one error. */
export function refuseWithoutTerminal(options: Options, session: Session): void {
	if (flag(options, 'yes') || isInteractive(session)) {
		return;
	}

	throw new UserError('usage', 'There is no terminal to ask on whether this is to be applied.', {
		next: ['Add --yes to apply it without a question.', 'Or look at it first: `aksess plan`.'],
	});
}

export function refuseDangerous(plan: Plan, options: Options): void {
	const steps = dangerous(plan, options);
	if (steps.length === 0) {
		return;
	}

	const codes = [...new Set(steps.map(({danger}) => danger?.code ?? ''))];
	throw new UserError(
		'usage',
		`${steps.length === 1 ? 'A step is' : `${steps.length} steps are`} dangerous and ${steps.length === 1 ? 'was' : 'were'} not allowed by name; nothing was changed.`,
		{
			next: [
				...steps.map(({title, danger}) => `${title}: ${danger?.warning ?? ''}`),
				`Allow by name what is meant: ${codes.map(code => `--allow ${code}`).join(' ')}; or leave a step out with --without.`,
			] as unknown as [string, ...string[]],
		},
	);
}

export async function createSessionAsker(session: Session, signal: AbortSignal = session.signal): Promise<Asker> {
	const {createAsker} = await import('../prompts/create-asker.js');
	const {stdin} = session;
	const {stream: stdout} = session.stdout;
	if (stdin === undefined || stdout === undefined) {
		throw new UserError('usage', 'There is no terminal to ask on.', {next: ['Add --yes.']});
	}

	return createAsker({stdin, stdout, env: session.env, signal});
}

export type ApplyMode = 'whole' | 'step-by-step' | 'leave';

/** Asked once; each dangerous step is typed by its code. */
export async function askMode(plan: Plan, options: Options, asker: Asker): Promise<ApplyMode> {
	const mode = flag(options, 'stepByStep') ? 'step-by-step' : await chooseMode(plan, asker);
	if (mode === 'leave') {
		return mode;
	}

	for (const step of dangerous(plan, options)) {
		const code = step.danger?.code ?? '';
		asker.say(`Careful: ${step.title}: ${step.danger?.warning ?? ''}`);
		const typed = await asker.input(
			`Type ${code} to allow it, or nothing to leave everything as it is:`,
			'',
			() => undefined,
		);
		if (typed.trim() !== code) {
			return 'leave';
		}
	}

	return mode;
}

async function chooseMode({steps}: Plan, asker: Asker): Promise<ApplyMode> {
	const {choose} = await import('../prompts/asker.js');
	const answer = await choose(
		asker,
		`Apply ${steps.length === 1 ? 'this step' : `these ${steps.length} steps`}?`,
		[
			{value: 'whole', title: 'All of it', name: 'all'},
			{value: 'step-by-step', title: 'Step by step, asked before each', name: 'steps'},
			{value: 'leave', title: 'Nothing', name: 'no'},
		],
		'leave',
	);
	return answer === 'whole' || answer === 'step-by-step' ? answer : 'leave';
}

/** Apply, skip, show, stop; showing asks again. */
export async function askStep(
	step: Step,
	show: (step: Step) => string,
	asker: Asker,
): Promise<'apply' | 'skip' | 'stop'> {
	const {choose} = await import('../prompts/asker.js');
	for (;;) {
		const answer = await choose(
			asker,
			step.title,
			[
				{value: 'apply', title: 'Apply', name: 'a'},
				{value: 'skip', title: 'Skip', name: 's'},
				{value: 'show', title: 'Show what it changes', name: 'w'},
				{value: 'stop', title: 'Stop here', name: 'q'},
			],
			'apply',
		).catch((error: unknown) => {
			// In the midst of a run, Ctrl-C stops after what is done; the journal has the rest.
			if (error instanceof Cancelled) {
				return 'stop';
			}

			throw error;
		});
		if (answer === 'apply' || answer === 'skip' || answer === 'stop') {
			return answer;
		}

		asker.say(show(step));
	}
}

/** `120s`, `2m` or a bare number of seconds. */
export function confirmWithinMs(
	options: Options,
	{session, durable}: {readonly session: Session; readonly durable: boolean},
): number | undefined {
	const given = text(options, 'confirmWithin');
	if (given === undefined) {
		return undefined;
	}

	const [, digits = '', unit = 's'] = /^(\d{1,5})(s|m)?$/.exec(given) ?? [];
	const ms = Number(digits) * (unit === 'm' ? 60_000 : 1000);
	if (digits === '' || ms < 5000) {
		throw new UserError('usage', `--confirm-within ${given}: a time of five seconds or more is expected.`, {
			next: ['For example --confirm-within 120s, or 5m.'],
		});
	}

	if (!(durable || isInteractive(session))) {
		throw new UserError('usage', '--confirm-within waits for somebody to confirm, and nobody can here.', {
			next: ['Give --state FOLDER, and confirm from another terminal with `aksess confirm`.', 'Or leave it out.'],
		});
	}

	return ms;
}
