import path from 'node:path';
import process from 'node:process';
import {runOnTerminal} from '../helpers/pty.js';
import type {Cost, Task} from './task.js';

export const program = path.resolve(import.meta.dirname, '../../bin/aksess.js');

const named: Readonly<Record<string, string>> = {
	Enter: '\r',
	Tab: '\t',
	Space: ' ',
	Up: '\u001B[A',
	Down: '\u001B[B',
	End: '\u001B[F',
};

export type Played = Cost & {
	/** Every screen that was stopped at, the one with the answer last. */
	readonly screens: readonly string[];
};

/** Plays a task with real keys on a real terminal of 80 by 24, in a folder. */
export async function playTask({args, steps, answer}: Task, folder: string): Promise<Played> {
	const played = runOnTerminal(process.execPath, [program, ...args], {
		cwd: folder,
		patienceMs: 60_000,
		env: {
			HOME: folder,
			AKSESS_HOME: path.join(folder, 'home'),
			KUBECONFIG: '/dev/null',
			// Nobody is signed in here, whoever plays, and no address is asked: only az could say so, and it is not on the path.
			AZURE_TOKEN_CREDENTIALS: 'AzureCliCredential',
			PATH: folder,
		},
	});
	// A screen of the wizard is whole when its last line is there; a command says one line after the other.
	const isCommand = args[0]?.startsWith('-') === false;
	const drawn = async (shown: RegExp) => {
		await played.untilMatch(shown);
		await played.untilMatch(isCommand ? shown : footer);
	};
	const screens: string[] = [];
	try {
		for (const {sees, presses} of steps) {
			await drawn(sees);
			screens.push(played.text());
			for (const key of presses) {
				played.type(named[key] ?? key);
			}
		}

		await drawn(answer);
		screens.push(played.text());
	} finally {
		played.kill();
	}

	const last = (screens.at(-1) ?? '').split('\n');
	const at = last.findIndex(line => answer.test(line));
	return {
		keys: steps.reduce((sum, {presses}) => sum + presses.length, 0),
		lines: [...screens.slice(0, -1).flatMap(text => text.split('\n')), ...last.slice(0, at + 1)].filter(isSaid).length,
		screens,
	};
}

const footer = /─{70,}\n +\S[^\n]*\s*$/;

/** A line with words on it; rules are none. */
function isSaid(line: string): boolean {
	return /[\p{L}\d]/u.test(line);
}
