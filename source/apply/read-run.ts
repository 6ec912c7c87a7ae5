import {foldRun, type RunRecord} from './fold-run.js';
import {readJournal} from './journal.js';
import type {Disk} from './journal-disk.js';

/** A run as its journal has it now; other processes write there, too. */
export async function readRun(file: string, disk?: Disk | undefined): Promise<RunRecord> {
	const {entries, cut} = await readJournal(file, disk);
	const record = foldRun(entries, cut);
	if (record === undefined) {
		throw new Error(`Bug: the journal ${file} has no beginning`);
	}

	return record;
}
