import type {ApplyEvent} from '../apply/run-steps.js';
import type {Step} from '../plan/plan.js';
import {printable} from '../render/printable.js';
import {canRedraw, type Session} from '../session.js';
import {liveList, stopping} from './live-list.js';

/** A firewall takes minutes; nobody should wonder whether anything still happens. */
const heartbeatMs = 15_000;

export type LiveOutput = {readonly onEvent: (event: ApplyEvent) => void; readonly end: () => void};

/**
 * What runs, on stderr: a list that is drawn again where that can be done and nothing is asked in between, else line by line,
 * with the time since the beginning. Steps that run side by side are told apart by their number.
 */
export function liveOutput(steps: readonly Step[], isAsking: boolean, session: Session): LiveOutput {
	const {stderr, env} = session;
	return canRedraw(stderr, env) && !isAsking ? liveList(steps, session) : liveLines(steps, session);
}

function liveLines(steps: readonly Step[], {stderr, signal}: Session): LiveOutput {
	const begun = Date.now();
	const running = new Map<string, {readonly since: number; last: string}>();
	const numbers = new Map(steps.map((step, index) => [step.id, `${index + 1}/${steps.length}`]));
	const titles = new Map(steps.map(step => [step.id, step.title]));
	const say = (step: string | undefined, text: string) => {
		const number = step === undefined ? '' : `${numbers.get(step) ?? step}  `;
		stderr.write(`${elapsed(Date.now() - begun)}  ${printable(`${number}${text}`)}\n`);
	};
	const heartbeat = setInterval(() => {
		for (const [step, {since, last}] of running) {
			say(step, `still working after ${Math.round((Date.now() - since) / 1000)} s${last === '' ? '' : `: ${last}`}`);
		}
	}, heartbeatMs);
	heartbeat.unref();
	const interrupted = () => {
		say(undefined, stopping);
	};
	signal.addEventListener('abort', interrupted, {once: true});
	return {
		onEvent: event => {
			switch (event.kind) {
				case 'step-started': {
					running.set(event.step, {since: Date.now(), last: ''});
					say(event.step, titles.get(event.step) ?? '');
					say(event.step, `  ${event.command}`);
					break;
				}

				case 'output': {
					const entry = running.get(event.step);
					if (entry !== undefined) {
						entry.last = event.line;
					}

					say(event.step, `  ${event.line}`);
					break;
				}

				case 'step-ended': {
					running.delete(event.step);
					say(event.step, [event.result, event.detail].filter(text => text !== '').join(': '));
					break;
				}

				case 'note': {
					say(undefined, event.text);
					break;
				}
			}
		},
		end: () => {
			clearInterval(heartbeat);
			signal.removeEventListener('abort', interrupted);
		},
	};
}

function elapsed(ms: number): string {
	const seconds = Math.floor(ms / 1000);
	return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
