import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.js';
import {foldRun, type RunRecord} from './fold-run.js';
import {readJournal} from './journal.js';

export type StoredRun = {readonly record: RunRecord; readonly file: string};

export type StoredRuns = {
	readonly runs: readonly StoredRun[];
	/** Journals of which nothing can be made out. */
	readonly damaged: readonly string[];
	/** Journals without even a first line: whoever made them died before anything was begun. */
	readonly empty: readonly string[];
};

/** Every run with a journal, the newest first. A journal of which nothing can be made out is only named. */
export async function listRuns(folder: string): Promise<StoredRuns> {
	const runsFolder = path.join(folder, 'runs');
	const names = await readdir(runsFolder).catch((error: unknown) => {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
			return [];
		}

		throw new UserError('usage', `The journals in ${runsFolder} cannot be read.`, {
			cause: error,
			next: ['Allow reading there, or name another folder with AKSESS_HOME.'],
		});
	});
	const files = names.filter(name => name.endsWith('.jsonl')).map(name => path.join(runsFolder, name));
	const found = await Promise.all(files.map(async file => [file, await recordIn(file)] as const));
	const filesOf = (kind: 'damaged' | 'empty') => found.flatMap(([file, record]) => (record === kind ? [file] : []));
	return {
		runs: found
			.flatMap(([file, record]) => (typeof record === 'string' ? [] : [{file, record}]))
			.toSorted((a, b) => (a.record.at < b.record.at ? 1 : -1)),
		damaged: filesOf('damaged'),
		empty: filesOf('empty'),
	};
}

async function recordIn(file: string): Promise<RunRecord | 'damaged' | 'empty'> {
	try {
		const {entries, cut, isEmpty} = await readJournal(file);
		return isEmpty ? 'empty' : (foldRun(entries, cut) ?? 'damaged');
	} catch {
		return 'damaged';
	}
}
