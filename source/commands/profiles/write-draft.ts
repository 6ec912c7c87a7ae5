import path from 'node:path';
import {type Options, text} from '../../command-line/command.js';
import {printable} from '../../render/printable.js';
import type {Session} from '../../session.js';
import {writeTextFile} from '../../workflow/write-files.js';

/** To the file that was asked for, with what to do next; else it is printed. */
export async function writeDraft(profile: string, options: Options, session: Session): Promise<void> {
	const out = text(options, 'out');
	if (out === undefined) {
		session.stdout.write(profile);
		return;
	}

	await writeTextFile(path.resolve(session.cwd, out), profile);
	session.stderr.write(
		`Written to ${printable(out)}. Next: look through it, then aksess check --profile ${printable(out)}\n`,
	);
}
