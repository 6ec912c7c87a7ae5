import path from 'node:path';
import {type Options, text} from '../../command-line/command.js';
import {UserError} from '../../errors.js';
import type {DrawnProfile} from '../../profiles/drawn/drawn-profile.js';
import {printable} from '../../render/printable.js';
import {drawnProfileText, profileName} from '../../render/yaml/drawn-profile-text.js';
import type {Session} from '../../session.js';
import {writeTextFile} from '../../workflow/write-files.js';

/** To the file that was asked for, with what to do next; else it is printed. */
export async function writeDrawn(drawn: DrawnProfile, options: Options, session: Session): Promise<void> {
	const name = text(options, 'profileName');
	if (name !== undefined && profileName(name) !== name) {
		throw new UserError('usage', `--profile-name ${printable(name)}: a name is lower-case words with hyphens.`, {
			next: [`Give it another one${profileName(name) === undefined ? '' : `, like ${profileName(name)}`}.`],
		});
	}

	const profile = drawnProfileText({...drawn, name: name ?? drawn.name}, new Date().toISOString().slice(0, 10));
	if (drawn.told !== '') {
		session.stderr.write(`${drawn.told}\n`);
	}

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
