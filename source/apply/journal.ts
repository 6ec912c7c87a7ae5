import path from 'node:path';
import {systemReason, UserError} from '../errors.js';
import {type Disk, type DiskFile, systemDisk} from './journal-disk.js';
import type {JournalEntry} from './journal-entry.js';

/** Entries are only added. A line is on the disk, synced, before `append` resolves. */
export type Journal = {
	readonly file: string;
	/** Throws {@link JournalFailed}. */
	readonly append: (entry: JournalEntry) => Promise<void>;
	/** Takes room on the disk for so many bytes of lines to come; throws where there is none. */
	readonly reserve: (bytes: number) => Promise<void>;
	/** Gives back the room that was not needed. */
	readonly close: () => Promise<void>;
	/** Closes it and takes the file away, of a run that could not begin. */
	readonly discard: () => Promise<void>;
};

/** A line could not be written down. What it was about may have happened all the same. */
export class JournalFailed extends UserError {
	constructor(file: string, cause: unknown) {
		super('usage', `The journal ${file} cannot be written any more: ${systemReason(cause)}.`, {
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
		return journalIn(file, await disk.create(file), {end: 0, size: 0, disk});
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

/** An old journal to go on with. A line that was cut off is closed first, so that the next one stands alone. */
export async function continueJournal(file: string, disk: Disk = systemDisk): Promise<Journal> {
	try {
		const content = await disk.read(file);
		const length = lengthOf(content);
		const handle = await disk.open(file);
		if (length === content.length && length > 0) {
			await handle.write(Uint8Array.of(newline), length);
		}

		const end = length === 0 ? 0 : length + 1;
		return journalIn(file, handle, {end, size: Math.max(end, content.length), disk});
	} catch (error) {
		throw cannotWrite(file, error);
	}
}

type Extent = {
	/** Where the next line begins. */
	readonly end: number;
	/** The room that is taken: what lies behind the end is empty lines, which mean nothing. */
	readonly size: number;
};

function journalIn(file: string, handle: DiskFile, {disk, ...begun}: Extent & {readonly disk: Disk}): Journal {
	let {end, size} = begun;
	// Steps run side by side, and lines must not run into each other.
	let last: Promise<void> = Promise.resolve();
	const inTurn = async (work: () => Promise<void>) => {
		const mine = last.catch(() => undefined).then(work);
		last = mine;
		await mine;
	};
	return {
		file,
		append: entry =>
			inTurn(async () => {
				const line = encode(lineOf(entry));
				try {
					await handle.write(line, end);
				} catch (error) {
					// The next line is written over what there is of this one.
					throw new JournalFailed(file, error);
				}

				end += line.length;
				size = Math.max(size, end);
			}),
		reserve: bytes =>
			inTurn(async () => {
				const missing = end + bytes - size;
				if (missing <= 0) {
					return;
				}

				try {
					await handle.write(new Uint8Array(missing).fill(newline), size);
				} catch (error) {
					throw cannotWrite(file, error);
				}

				size += missing;
			}),
		close: async () => {
			await last.catch(() => undefined);
			// Empty lines at the end would be all that is left of a failure here.
			await (end < size ? handle.truncate(end).catch(() => undefined) : undefined);
			await handle.close();
		},
		discard: async () => {
			await handle.close();
			await disk.remove(file).catch(() => undefined);
		},
	};
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

const newline = 0x0a;

function encode(text: string): Uint8Array {
	return Buffer.from(text, 'utf8');
}

export type JournalContent = {
	readonly entries: readonly JournalEntry[];
	/** The file ends in the middle of a line, or a line in it is broken: what it said is not known. */
	readonly cut: boolean;
	/** Not even the first line is whole, and no other is there: whoever wrote it died before anything was begun. */
	readonly isEmpty: boolean;
};

/** Up to the last line, without its end. */
function lengthOf(content: Uint8Array): number {
	return content.findLastIndex(byte => byte !== newline) + 1;
}

/** Entries in order. A cut last line is left out and said; a broken first line is a damaged file. */
export async function readJournal(file: string, disk: Disk = systemDisk): Promise<JournalContent> {
	const content = await disk.read(file);
	// With the end of the last line, and without the room that was taken for more.
	const {lines, cut} = splitLines(Buffer.from(content.subarray(0, lengthOf(content) + 1)).toString('utf8'));
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
		const entry: unknown = JSON.parse(line);
		return typeof entry === 'object' && entry !== null && 'type' in entry ? (entry as JournalEntry) : undefined;
	} catch {
		return undefined;
	}
}

function cannotWrite(file: string, error: unknown): UserError {
	return new UserError('usage', `The journal ${file} cannot be written: ${systemReason(error)}.`, {
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
