import path from 'node:path';
import type {AskedProfile} from '../../profiles/asked/asked-profile.js';
import {printable} from '../../render/printable.js';
import {scriptFiles} from '../../render/script-files.js';
import type {Session} from '../../session.js';
import {commandLine} from '../../topology/command-line.js';
import type {WriteOutcome, WriteRequest} from '../../wizard/dependencies.js';
import {planText} from '../../workflow/plan-file.js';
import {parseFormats, readTemplates, scriptOrigin} from '../../workflow/script-formats.js';
import {spellAsked} from '../../workflow/spell-asked.js';
import {writeNewFile, writeTextFiles} from '../../workflow/write-files.js';

/** What was asked as a profile, for the commands that take one. */
export async function writeProfile(
	asked: AskedProfile,
	file: string,
	overwrite: boolean,
	{cwd}: Session,
): Promise<WriteOutcome> {
	const target = path.resolve(cwd, file);
	const {existing, written} = await writeNewFile(target, spellAsked(asked), overwrite);
	const named = commandLine('aksess', 'check', '--profile', path.relative(cwd, target));
	return written.length === 0
		? {kind: 'exists', files: existing}
		: {kind: 'written', files: written, next: [printable(named)]};
}

/** The plan with its scripts. */
export async function writePlan(
	{plan, formats, folder, overwrite}: WriteRequest,
	practice: string | undefined,
	{cwd}: Session,
): Promise<WriteOutcome> {
	const files = [
		{name: 'plan.json', text: planText(plan), executable: false},
		...scriptFiles(plan, parseFormats(formats.join(',')), await readTemplates(), scriptOrigin(practice)),
	];
	const target = path.resolve(cwd, folder);
	const {existing, written} = await writeTextFiles(target, files, overwrite);
	return written.length === 0
		? {kind: 'exists', files: existing}
		: {kind: 'written', files: written, next: nextCommands(path.relative(cwd, target) || '.', formats)};
}

function nextCommands(folder: string, formats: readonly string[]): readonly string[] {
	const at = folder.startsWith('/') || folder.startsWith('.') ? folder : `./${folder}`;
	return formats.includes('bash')
		? [`less ${at}/apply.sh`, `${at}/apply.sh --dry-run`, `${at}/apply.sh`]
		: [`aksess apply ${at}/plan.json`];
}
