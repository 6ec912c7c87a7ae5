import type {StepResult} from '../apply/journal-entry.js';
import type {ApplyEvent} from '../apply/run-steps.js';
import {choosePaint} from '../command-line/choose-paint.js';
import type {Step} from '../plan/plan.js';
import {printable} from '../render/printable.js';
import type {Session} from '../session.js';

const tickMs = 1000;

/** What scrolls off a screen cannot be drawn again. */
const mostDrawn = 8;

/** To the beginning of the line so many lines up, and nothing from there on (ECMA-48: CPL, ED). */
const eraseLines = (count: number) => (count === 0 ? '' : `\u001B[${count}F\u001B[J`);

/** What is said to the first Ctrl-C. */
export const stopping = 'Stopping: what is running is finished first. Ctrl-C again stops waiting for it.';

/**
 * What runs, as a list on a terminal: a line stays for each step that has ended, and below them the ones that run are drawn
 * again with the time they take. Only for a run that asks nothing in between.
 */
export function liveList(
	steps: readonly Step[],
	{stderr, env, signal}: Session,
): {readonly onEvent: (event: ApplyEvent) => void; readonly end: () => void} {
	const names = new Map(steps.map(({id, title}, index) => [id, `${index + 1}/${steps.length}  ${title}`]));
	const nameOf = (step: string) => names.get(step) ?? step;
	const begun = Date.now();
	const paint = choosePaint(stderr, env);
	const running = new Map<string, {readonly since: number; last: string}>();
	let [drawn, ended] = [0, 0];
	const cut = (line: string) => [...printable(line)].slice(0, Math.max(stderr.columns - 1, 10)).join('');
	const draw = (kept: readonly string[]) => {
		const now = Date.now();
		const lines = [...running]
			.slice(0, mostDrawn)
			.map(([step, {since, last}]) =>
				cut(`… ${seconds(now - since)}  ${nameOf(step)}${last === '' ? '' : `  ${last}`}`),
			);
		const rest = steps.length - ended - running.size;
		const more = running.size - lines.length;
		const foot = cut(
			`${seconds(now - begun)}${more > 0 ? `, ${more} more at once` : ''}${rest > 0 ? `, ${rest} to come` : ''}`,
		);
		const tail = running.size === 0 && rest <= 0 ? [] : [...lines, paint('quiet', foot)];
		stderr.write(`${eraseLines(drawn)}${[...kept, ...tail].map(line => `${line}\n`).join('')}`);
		drawn = tail.length;
	};
	const timer = setInterval(() => draw([]), tickMs);
	timer.unref();
	const interrupted = () => {
		draw([stopping]);
	};
	signal.addEventListener('abort', interrupted, {once: true});
	return {
		onEvent: (event: ApplyEvent) => {
			switch (event.kind) {
				case 'step-started': {
					running.set(event.step, {since: Date.now(), last: ''});
					draw([]);
					break;
				}

				case 'output': {
					const entry = running.get(event.step);
					if (entry !== undefined) {
						entry.last = event.line;
					}

					draw([]);
					break;
				}

				case 'step-ended': {
					running.delete(event.step);
					ended++;
					const {sign, role, word} = ends[event.result];
					const detail = [word, event.detail].filter(text => text !== '').join(': ');
					draw([`${paint(role, sign)} ${printable(`${nameOf(event.step)}${detail === '' ? '' : `  ${detail}`}`)}`]);
					break;
				}

				case 'note': {
					draw([printable(event.text)]);
					break;
				}
			}
		},
		end: () => {
			clearInterval(timer);
			signal.removeEventListener('abort', interrupted);
			stderr.write(eraseLines(drawn));
			drawn = 0;
		},
	};
}

const ends: Readonly<
	Record<StepResult, {readonly sign: string; readonly role: 'allowed' | 'blocked' | 'undecided'; readonly word: string}>
> = {
	done: {sign: '●', role: 'allowed', word: ''},
	already: {sign: '●', role: 'allowed', word: 'was so already'},
	skipped: {sign: '○', role: 'undecided', word: 'skipped'},
	refused: {sign: '✗', role: 'blocked', word: 'refused'},
	unknown: {sign: '?', role: 'undecided', word: 'not known'},
};

function seconds(ms: number): string {
	return `${Math.round(ms / 1000)} s`;
}
