import path from 'node:path';
import {UserError} from '../errors.js';
import {deepestFile, isNestedDeeper} from '../topology/json.js';
import {type Disk, type DiskFile, diskReason, systemDisk} from './journal-disk.js';
import type {JournalEntry} from './journal-entry.js';
import {asJournalEntry} from './journal-schema.js';

/** Append-only. A line is on the disk, synced, before `append` resolves. */
export type Journal = {
	readonly file: string;
	/** Throws {@link JournalFailed}. */
	readonly append: (entry: JournalEntry) => Promise<void>;
	/**
	 * Takes room on the disk for so many bytes of lines to come; throws where there is none. It is a file beside the
	 * journal that shrinks when a line finds no room, because others (a watchdog, a confirmation) may add lines, too.
	 */
	readonly reserve: (bytes: number) => Promise<void>;
	/** Gives back what is left of the room that it took; that of another process stays. */
	readonly close: () => Promise<void>;
	/** Closes it and takes the file away, of a run that could not begin. */
	readonly discard: () => Promise<void>;
};

/** A line could not be written down. What it was about may have happened all the same. */
export class JournalFailed extends UserError {
	constructor(file: string, cause: unknown) {
		super('usage', `The journal ${file} cannot be written any more: ${diskReason(cause)}.`, {
			cause,
			next: ['Free some space or allow writing there first: going on and going back keep a journal there, too.'],
		});
	}
}

/** No line but the first and those with a command is longer: what is too long to tell is cut. */
export const lineRoom = 2048;

/** A new journal, readable by its owner only; it names resources and addresses, never a secret. */
export async function createJournal(folder: string, run: string, disk: Disk = systemDisk): Promise<Journal> {
	const file = path.join(folder, `${run}.jsonl`);
	try {
		return appendTo(file, await disk.create(file), disk);
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

/** An old journal to go on with. A line that was cut off is closed first, so that the next one stands alone. */
export async function continueJournal(file: string, disk: Disk = systemDisk): Promise<Journal> {
	try {
		const {cut} = splitLines(textOf(await disk.read(file)));
		const handle = await disk.open(file);
		await (cut ? handle.append(encode('\n')) : undefined);
		return appendTo(file, handle, disk);
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

/** Where the room for a journal's lines is held. */
export function roomOf(file: string): string {
	return `${file.replace(/\.jsonl$/, '')}.room`;
}

function appendTo(file: string, handle: DiskFile, disk: Disk): Journal {
	// Steps run side by side, and lines must not run into each other.
	let last: Promise<void> = Promise.resolve();
	let isCut = false;
	let holdsRoom = false;
	const write = async (entry: JournalEntry) => {
		for (;;) {
			try {
				// What there is of a line that failed must not become a part of the next one.
				await handle.append(encode(`${isCut ? '\n' : ''}${lineOf(entry)}`));
				isCut = false;
				return;
			} catch (error) {
				isCut = true;
				if (!(isFull(error) && (await disk.release(roomOf(file)).catch(() => false)))) {
					throw new JournalFailed(file, error);
				}
			}
		}
	};
	return {
		file,
		append: async entry => {
			const mine = last.catch(() => undefined).then(() => write(entry));
			last = mine;
			await mine;
		},
		reserve: async bytes => {
			holdsRoom = true;
			try {
				await disk.hold(roomOf(file), bytes);
			} catch (error) {
				await disk.remove(roomOf(file)).catch(() => undefined);
				throw cannotWrite(file, error);
			}
		},
		close: async () => {
			await last.catch(() => undefined);
			await (holdsRoom ? disk.remove(roomOf(file)).catch(() => undefined) : undefined);
			await handle.close();
		},
		discard: async () => {
			await handle.close();
			await disk.remove(roomOf(file)).catch(() => undefined);
			await disk.remove(file).catch(() => undefined);
		},
	};
}

function isFull(error: unknown): boolean {
	return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/** How much a line takes on the disk. */
export function bytesOf(entry: JournalEntry): number {
	return Buffer.byteLength(lineOf(entry));
}

function lineOf(entry: JournalEntry): string {
	const line = `${JSON.stringify(entry)}\n`;
	return 'detail' in entry && Buffer.byteLength(line) > lineRoom
		? lineOf({...entry, detail: `${entry.detail.slice(0, Math.floor(entry.detail.length * 0.75))}…`})
		: line;
}

function encode(text: string): Uint8Array {
	return Buffer.from(text, 'utf8');
}

function textOf(bytes: Uint8Array): string {
	return Buffer.from(bytes).toString('utf8');
}

export type JournalContent = {
	readonly entries: readonly JournalEntry[];
	/** The file ends in the middle of a line, or a line in it is broken: what it said is not known. */
	readonly cut: boolean;
	/** Not even the first line is whole, and no other is there: whoever wrote it died before anything was begun. */
	readonly isEmpty: boolean;
};

/** Entries in order. A cut last line is left out and said; a broken first line is a damaged file. */
export async function readJournal(file: string, disk: Disk = systemDisk): Promise<JournalContent> {
	const {lines, cut} = splitLines(textOf(await disk.read(file)));
	if (lines.length === 0) {
		return {entries: [], cut, isEmpty: true};
	}

	const entries: JournalEntry[] = [];
	for (const [index, line] of lines.entries()) {
		const entry = parseLine(line);
		if (entry !== undefined) {
			entries.push(entry);
		} else if (index === 0) {
			throw damaged(file, index + 1);
		}
	}

	return {entries, cut: cut || entries.length < lines.length, isEmpty: false};
}

function splitLines(content: string): {readonly lines: readonly string[]; readonly cut: boolean} {
	const lines = content.split('\n');
	const last = lines.pop() ?? '';
	return {lines: lines.filter(line => line !== ''), cut: last !== ''};
}

function parseLine(line: string): JournalEntry | undefined {
	try {
		const value: unknown = JSON.parse(line);
		return isNestedDeeper(value, deepestFile) ? undefined : asJournalEntry(value);
	} catch {
		return undefined;
	}
}

function cannotWrite(file: string, error: unknown): UserError {
	return new UserError('usage', `The journal ${file} cannot be written: ${diskReason(error)}.`, {
		cause: error,
		next: [
			'Free some space or allow writing there; AKSESS_HOME names another folder.',
			'Nothing is applied without a journal.',
		],
	});
}

function damaged(file: string, line: number): UserError {
	return new UserError('usage', `The journal ${file} is damaged in line ${line}.`, {
		next: ['Compare the cluster with the plan by hand: `aksess check` says how things stand now.'],
	});
}
