import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {Session} from '../session.js';
import {stateFolder} from './state-folder.js';

/**
 * Before every command: takes back every step whose time to confirm has passed and that nobody is taking back. Nearly
 * always there is none, so what that takes is loaded only where a journal speaks of such a step.
 */
export async function settleExpired(session: Session): Promise<void> {
	const files = await guardedJournals(path.join(stateFolder(session, process.platform), 'runs'));
	if (files.length > 0) {
		const {takeBackExpired} = await import('./take-back-expired.js');
		await takeBackExpired(files, session);
	}
}

/** Journals may be many and long; only those with such a step are taken apart. */
async function guardedJournals(folder: string): Promise<readonly string[]> {
	const names = await readdir(folder).catch(() => []);
	const files = names.filter(name => name.endsWith('.jsonl')).map(name => path.join(folder, name));
	const texts = await Promise.all(
		// `aksess runs` names what cannot be read.
		files.map(async file => ({file, text: await readFile(file, 'utf8').catch(() => '')})),
	);
	return texts.filter(({text}) => text.includes('"type":"guarded"')).map(({file}) => file);
}
