import {type FileHandle, mkdir, open, readFile} from 'node:fs/promises';
import path from 'node:path';
import {UserError} from '../errors.js';
import type {JournalEntry} from './journal-entry.js';

/** Append-only. A line is on the disk, synced, before `append` resolves. */
export type Journal = {
	readonly file: string;
	readonly append: (entry: JournalEntry) => Promise<void>;
	readonly close: () => Promise<void>;
};

/** A new journal, readable by its owner only; it names resources and addresses, never a secret. */
export async function createJournal(folder: string, run: string): Promise<Journal> {
	const file = path.join(folder, `${run}.jsonl`);
	try {
		await mkdir(folder, {recursive: true, mode: 0o700});
		const journal = await open(file, 'ax', 0o600);
		await syncFolder(folder);
		return appendTo(file, journal);
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

/** An old journal to go on with. A line that was cut off is closed first, so that the next one stands alone. */
export async function continueJournal(file: string): Promise<Journal> {
	try {
		const {cut} = splitLines(await readFile(file, 'utf8'));
		const handle = await open(file, 'a', 0o600);
		if (cut) {
			await handle.appendFile('\n');
		}

		return appendTo(file, handle);
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

function appendTo(file: string, handle: FileHandle): Journal {
	// Steps run side by side, and lines must not run into each other.
	let last: Promise<void> = Promise.resolve();
	const write = async (entry: JournalEntry) => {
		try {
			await handle.appendFile(`${JSON.stringify(entry)}\n`);
			await handle.sync();
		} catch (error) {
			throw cannotWrite(file, error);
		}
	};
	return {
		file,
		append: async entry => {
			const mine = last.catch(() => undefined).then(() => write(entry));
			last = mine;
			await mine;
		},
		close: async () => {
			await last.catch(() => undefined);
			await handle.close();
		},
	};
}

/** Entries in order. A cut last line is left out and said; a broken line elsewhere is a damaged file. */
export async function readJournal(
	file: string,
): Promise<{readonly entries: readonly JournalEntry[]; readonly cut: boolean}> {
	const {lines, cut} = splitLines(await readFile(file, 'utf8'));
	const entries: JournalEntry[] = [];
	for (const [index, line] of lines.entries()) {
		const entry = parseLine(line);
		if (entry !== undefined) {
			entries.push(entry);
		} else if (index === 0) {
			throw damaged(file, index + 1);
		}
	}

	return {entries, cut: cut || entries.length < lines.length};
}

function splitLines(content: string): {readonly lines: readonly string[]; readonly cut: boolean} {
	const lines = content.split('\n');
	const last = lines.pop() ?? '';
	return {lines: lines.filter(line => line !== ''), cut: last !== ''};
}

function parseLine(line: string): JournalEntry | undefined {
	try {
		const entry: unknown = JSON.parse(line);
		return typeof entry === 'object' && entry !== null && 'type' in entry ? (entry as JournalEntry) : undefined;
	} catch {
		return undefined;
	}
}

/** A new file is only safe when its folder is synced too; Windows cannot, and does not need to. */
async function syncFolder(folder: string): Promise<void> {
	if (process.platform !== 'win32') {
		const handle = await open(folder, 'r');
		await handle.sync();
		await handle.close();
	}
}

function cannotWrite(file: string, error: unknown): UserError {
	return new UserError(
		'usage',
		`The journal ${file} cannot be written: ${error instanceof Error ? error.message : error}.`,
		{
			cause: error,
			next: [
				'Free some space or allow writing there; AKSESS_HOME names another folder.',
				'Nothing is applied without a journal.',
			],
		},
	);
}

function damaged(file: string, line: number): UserError {
	return new UserError('usage', `The journal ${file} is damaged in line ${line}.`, {
		next: ['Compare the cluster with the plan by hand: `aksess check` says how things stand now.'],
	});
}
