import {flag, list, type Options, text} from '../command-line/command.js';
import {UserError} from '../errors.js';
import {type DangerousStep, dangerousSteps} from '../plan/dangerous-steps.js';
import type {ExecutablePlan} from '../plan/plan.js';
import type {ApplyMode} from '../prompts/apply-questions.js';
import type {Asker} from '../prompts/asker.js';
import {isInteractive, type Session} from '../session.js';

/** Steps that must be typed, not clicked, and were not named by --allow. */
export function dangerous(plan: ExecutablePlan, options: Options): readonly DangerousStep[] {
	return dangerousSteps(plan, list(options, 'allow'));
}

/** Without a terminal nothing is asked; what would have to be asked is said in one error. */
export function refuseWithoutTerminal(options: Options, session: Session): void {
	if (flag(options, 'yes') || isInteractive(session)) {
		return;
	}

	throw new UserError('usage', 'There is no terminal to ask whether to apply this.', {
		next: ['Add --yes to apply it without a question.', 'Or look at it first: `aksess plan`.'],
	});
}

export function refuseDangerous(plan: ExecutablePlan, options: Options): void {
	const steps = dangerous(plan, options);
	if (steps.length === 0) {
		return;
	}

	const codes = [...new Set(steps.map(({danger}) => danger.code))];
	throw new UserError(
		'usage',
		`${steps.length === 1 ? 'A step is' : `${steps.length} steps are`} dangerous and ${steps.length === 1 ? 'was' : 'were'} not allowed by name; nothing was changed.`,
		{
			next: [
				...steps.map(({title, danger}) => `${title}: ${danger.warning}`),
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

/** Asked once how to go, then each dangerous step for its code. */
export async function askToApply(
	plan: ExecutablePlan,
	options: Options,
	{asker, question}: {readonly asker: Asker; readonly question: string | undefined},
): Promise<ApplyMode> {
	const {askConsent, askMode} = await import('../prompts/apply-questions.js');
	const mode = flag(options, 'stepByStep') ? 'step-by-step' : await askMode(plan.steps, asker, question);
	return mode === 'leave' || (await askConsent(dangerous(plan, options), asker)) ? mode : 'leave';
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
