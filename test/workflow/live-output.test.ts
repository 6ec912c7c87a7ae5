import {expect, test} from 'vitest';
import type {ApplyEvent} from '../../source/apply/run-steps.js';
import {liveOutput} from '../../source/workflow/live-output.js';
import {readingLine} from '../../source/workflow/reading-line.js';
import {createSession, type SessionOptions} from '../helpers/create-session.js';
import {practice} from '../helpers/plan-practice-world.js';
import {createTerminal, screenOf, textOfScreen} from '../helpers/screen.js';

const steps = practice('locked-down').plan().steps.slice(0, 3);
const [first = '', second = ''] = steps.map(({id}) => id);

function terminalSession(options: SessionOptions = {}) {
	const {session, stderr} = createSession(options);
	return {session: {...session, stderr: {...session.stderr, isTerminal: true, columns: 70}}, written: stderr};
}

/** What a person sees after all that was written; a terminal begins a line where it ends one. */
async function seen(text: string): Promise<string> {
	const terminal = createTerminal(70, 20);
	await new Promise<void>(resolve => {
		terminal.write(text.replaceAll('\n', '\r\n'), resolve);
	});
	return textOfScreen(screenOf(terminal)).trimEnd();
}

const beginning: readonly ApplyEvent[] = [
	{kind: 'note', text: 'Looked at the permissions.'},
	{kind: 'step-started', step: first, command: 'az network …'},
	{kind: 'step-started', step: second, command: 'az network …'},
	{kind: 'output', step: first, line: 'Updating'},
];

test('on a terminal what runs is drawn again, and what has ended stays', async () => {
	const {session, written} = terminalSession();
	const output = liveOutput(steps, false, session);
	beginning.forEach(output.onEvent);
	expect(await seen(written())).toBe(
		[
			'Looked at the permissions.',
			'… 0 s  1/3  Write rule collection group aksess-aks-claims to policy a',
			'… 0 s  2/3  Add rule aksess-public-ingress-in to nsg-snet-aks',
			'0 s, 1 to come',
		].join('\n'),
	);
	output.onEvent({kind: 'step-ended', step: second, result: 'done', detail: ''});
	output.onEvent({kind: 'step-ended', step: first, result: 'refused', detail: 'not allowed'});
	output.end();
	session.stderr.write('The summary.\n');
	expect(await seen(written())).toBe(
		[
			'Looked at the permissions.',
			'● 2/3  Add rule aksess-public-ingress-in to nsg-snet-aks',
			'✗ 1/3  Write rule collection group aksess-aks-claims to policy afwp-hu',
			'b-weu  refused: not allowed',
			'The summary.',
		].join('\n'),
	);
});

test.each([
	['in a pipe', false, createSession()],
	['in a pipeline', false, terminalSession({env: {CI: 'true'}})],
	['on a terminal that cannot', false, terminalSession({env: {TERM: 'dumb'}})],
	['where it is read aloud', false, terminalSession({env: {INK_SCREEN_READER: 'true'}})],
	['where something is asked in between', true, terminalSession()],
] as const)('%s it is plain lines', (_, isAsking, given) => {
	const output = liveOutput(steps, isAsking, given.session);
	beginning.forEach(output.onEvent);
	output.end();
	const text = 'written' in given ? given.written() : given.stderr();
	expect(text.split('\n').slice(0, 3)).toEqual([
		'0:00  Looked at the permissions.',
		'0:00  1/3  Write rule collection group aksess-aks-claims to policy afwp-hub-weu',
		'0:00  1/3    az network …',
	]);
	expect(text).not.toContain('\u001B');
});

test('what is being read stands on one line, which is gone at the end', async () => {
	const {session, written} = terminalSession();
	const line = readingLine(session);
	line?.onProgress({what: 'networks', state: 'reading'});
	line?.onProgress({what: 'kubernetes', state: 'reading'});
	expect(await seen(written())).toBe('Reading networks, Kubernetes objects …');
	line?.onProgress({what: 'networks', state: 'done'});
	expect(await seen(written())).toBe('Reading Kubernetes objects …');
	line?.end();
	expect(await seen(written())).toBe('');
	expect(readingLine(createSession().session)).toBeUndefined();
});

test('more than a screen holds is counted, not drawn', async () => {
	const {session, written} = terminalSession();
	const all = practice('locked-down').plan().steps;
	const output = liveOutput(all, false, session);
	for (const {id} of all) {
		output.onEvent({kind: 'step-started', step: id, command: ''});
	}

	const lines = (await seen(written())).split('\n');
	output.end();
	expect(lines).toHaveLength(9);
	expect(lines.at(-1)).toBe(`0 s, ${all.length - 8} more at once`);
});
